"""Changing the rulebook: one function, one use case, one transaction, one row of the audit trail."""

from __future__ import annotations

from huiqi.rulebook.services.allowing import CannotChange
from huiqi.rulebook.services.contacts import Contact, name_contact
from huiqi.rulebook.services.publishing import CannotInstall, install_pack

__all__ = ["CannotChange", "CannotInstall", "Contact", "install_pack", "name_contact"]
