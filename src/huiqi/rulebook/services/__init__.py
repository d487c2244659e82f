"""Changing the rulebook: one function, one use case, one transaction, one row of the audit trail."""

from __future__ import annotations

from huiqi.rulebook.services.allowing import CannotChange
from huiqi.rulebook.services.bringing import BroughtModel, GivenModel, draft_model
from huiqi.rulebook.services.contacts import Contact, name_contact
from huiqi.rulebook.services.drafting import (
    CannotDraft,
    CannotSave,
    discard_draft,
    draft_change,
    draft_policy,
    save_text,
)
from huiqi.rulebook.services.editions import Issue, issue_edition
from huiqi.rulebook.services.ending import draft_end
from huiqi.rulebook.services.gate import (
    CannotPass,
    Said,
    bring_up_to_date,
    publish_draft,
    record_check,
    send_in,
    take_back,
)
from huiqi.rulebook.services.publishing import CannotInstall, install_pack
from huiqi.rulebook.services.tables import CannotFill, add_table, remove_table, rename_table, save_table

__all__ = [
    "BroughtModel",
    "CannotChange",
    "CannotDraft",
    "CannotFill",
    "CannotInstall",
    "CannotPass",
    "CannotSave",
    "Contact",
    "GivenModel",
    "Issue",
    "Said",
    "add_table",
    "bring_up_to_date",
    "discard_draft",
    "draft_change",
    "draft_end",
    "draft_model",
    "draft_policy",
    "install_pack",
    "issue_edition",
    "name_contact",
    "publish_draft",
    "record_check",
    "remove_table",
    "rename_table",
    "save_table",
    "save_text",
    "send_in",
    "take_back",
]
