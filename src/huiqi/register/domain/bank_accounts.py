"""What an account at a bank looks like: only its form is known here, never whether it is there."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[0-9]{8,32}")
# 联行号: the twelve digits by which the payment system knows a branch.
_BRANCH = re.compile(r"[0-9]{12}")


def tidy_number(text: str) -> str:
    """Return an account number without the blanks and hyphens that people write; raises ValueError for no number."""
    number = re.sub(r"[\s-]", "", text)
    if not _NUMBER.fullmatch(number):
        raise ValueError(text)
    return number


def tidy_branch(text: str) -> str:
    """Return the number of a branch, which may be empty; raises ValueError for one that is none."""
    branch = text.strip()
    if branch and not _BRANCH.fullmatch(branch):
        raise ValueError(text)
    return branch


def masked(number: str) -> str:
    """Return a number of which only the last four digits can be read."""
    return f"…{number[-4:]}"
