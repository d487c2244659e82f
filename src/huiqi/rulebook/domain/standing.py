"""Where a policy stands on a day: what of it holds, and what is about to end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from huiqi.kernel.words import Pair

EXPIRING_DAYS: Final = 90


class Standing(StrEnum):
    """Where a policy stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REPEALED = "repealed"


STANDINGS: Final[Mapping[str, Pair]] = {
    Standing.DRAFT: ("起草中", "Draft"),
    Standing.IN_REVIEW: ("审查中", "In review"),
    Standing.UPCOMING: ("尚未施行", "Not yet in force"),
    Standing.IN_FORCE: ("现行有效", "In force"),
    Standing.EXPIRING: ("90 天内到期", "Ends within 90 days"),
    Standing.EXPIRED: ("已到期", "Expired"),
    Standing.REPEALED: ("已废止", "Repealed"),
}


def standing_on(day: date, *, starts: date, ends: date | None, repealed_on: date | None) -> Standing:
    """Return where a published policy stands on a day; the last day counts as in force."""
    if repealed_on is not None and repealed_on < day:
        return Standing.REPEALED
    if ends is not None and ends < day:
        return Standing.EXPIRED
    if starts > day:
        return Standing.UPCOMING
    if ends is not None and ends <= day + timedelta(days=EXPIRING_DAYS):
        return Standing.EXPIRING
    return Standing.IN_FORCE
