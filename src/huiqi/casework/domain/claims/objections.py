"""What may become of an objection."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+", re.ASCII)

# In working days; a zone's own rule may set another when a round is made.
RECHECK_DAYS: Final = 5


class Verdict(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES = {
    Verdict.OPEN: ("复核中", "Being looked into"),
    Verdict.UPHELD: ("异议成立", "Upheld"),
    Verdict.DISMISSED: ("异议不成立", "Dismissed"),
}


def mail_in(contact: str) -> str:
    """Return the mail address in what an objector left to be reached by; nothing where there is none."""
    found = _MAIL.search(contact)
    return found.group() if found else ""
