"""Whom to speak to at a company, and about what."""

from __future__ import annotations

import re
from enum import StrEnum

_PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{4,22}[0-9]")


class Duty(StrEnum):
    """What somebody at a company is asked about."""

    MANAGER = "manager"
    POLICY = "policy"
    FINANCE = "finance"
    STAFFING = "staffing"
    TECHNOLOGY = "technology"
    OTHER = "other"

    @property
    def words(self) -> tuple[str, str]:
        """Return what the duty is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES = {
    Duty.MANAGER: ("负责人", "Manager"),
    Duty.POLICY: ("政策申报", "Policies"),
    Duty.FINANCE: ("财务", "Finance"),
    Duty.STAFFING: ("人事", "Staff"),
    Duty.TECHNOLOGY: ("研发", "Research"),
    Duty.OTHER: ("其他", "Other"),
}


def is_phone(text: str) -> bool:
    """Return whether a text can be dialled."""
    return bool(_PHONE.fullmatch(text))
