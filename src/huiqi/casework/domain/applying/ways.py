"""How an intake brings awards to companies: by application, fast (快申快享), or by a ranked competition; and within how many days."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from huiqi.kernel.words import Pair


class Way(StrEnum):
    """How applications of an intake are dealt with."""

    APPLICATION = "on_application"
    FAST = "fast_claim"
    RANKING = "by_ranking"

    @property
    def words(self) -> Pair:
        """Return what the way is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES: Final[Mapping[Way, Pair]] = {
    Way.APPLICATION: ("申请办理", "On application"),
    Way.FAST: ("快申快享", "Fast claim"),
    Way.RANKING: ("评审排名", "Ranked competition"),
}
# Working days from acceptance to payment of a fast claim, where the clause says nothing (川办函〔2024〕17号: as a rule within 60).
FAST_PAY_DAYS: Final = 60


def ways_of(delivery: str) -> tuple[Way, ...]:
    """Return the ways in which an intake may deal with a clause of a delivery, the usual one first: what the clause says itself wins."""
    return {
        "fast_claim": (Way.FAST,),
        "by_ranking": (Way.RANKING,),
    }.get(delivery, (Way.APPLICATION, Way.FAST))


def pay_days_of(way: Way, *, clause: int | None, said: int | None) -> int | None:
    """Return within how many working days after acceptance a claim is paid; None where the clock only starts once it is owed."""
    if way is not Way.FAST:
        return None
    return clause or said or FAST_PAY_DAYS
