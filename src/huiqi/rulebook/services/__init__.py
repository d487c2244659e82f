"""Changing the rulebook: one function, one use case, one transaction, one row of the audit trail."""

from __future__ import annotations

from huiqi.rulebook.services.allowing import CannotChange
from huiqi.rulebook.services.contacts import Contact, name_contact
from huiqi.rulebook.services.drafting import (
    CannotDraft,
    CannotSave,
    discard_draft,
    draft_change,
    draft_policy,
    save_text,
)
from huiqi.rulebook.services.publishing import CannotInstall, install_pack

__all__ = [
    "CannotChange",
    "CannotDraft",
    "CannotInstall",
    "CannotSave",
    "Contact",
    "discard_draft",
    "draft_change",
    "draft_policy",
    "install_pack",
    "name_contact",
    "save_text",
]
