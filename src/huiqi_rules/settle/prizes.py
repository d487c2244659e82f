"""What a span of places is worth: a prize for certain, none for certain, or what lies between.

Places beyond the last get nothing. Without prizes each place is worth the claim's own amount.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from huiqi_rules.model.claims import RankingRule
from huiqi_rules.model.limits import TieRule
from huiqi_rules.settle.contest import Span
from huiqi_rules.settle.ranges import ZERO, Range, floor_fen, range_of


@dataclass(frozen=True, slots=True)
class Worth:
    """`gets` a place: True, False, None unknown; what it gets if it does; `wait` what an open answer waits for."""

    gets: bool | None
    amount: Range
    wait: str = ""


NO_PRIZE = Worth(gets=False, amount=(ZERO, ZERO))


@dataclass(frozen=True)
class Prizes:
    """The prizes of one ranking; asks are answered without walking over long spans."""

    rule: RankingRule
    # Sought once for each span: a thousand claims level with one another ask for the same.
    _sums: dict[tuple[int, int], Range] = field(default_factory=dict)

    def worth(self, span: Span, own: Range) -> Worth:
        """Return what the claim in a span gets; `own` is its amount where the rule names no prizes."""
        higher, share = self.rule.ties is TieRule.ALL_HIGHER, self.rule.ties is TieRule.SHARE
        first, last, places = span.best, span.worst + (0 if higher else span.level_most), self.rule.places
        if first > places:
            return NO_PRIZE
        if last <= places and self._same_until(first) >= last:
            return Worth(gets=True, amount=self._prize(first, own), wait=self._unpublished(first, first))
        if span.settled and share:
            return Worth(gets=True, amount=self._shared(first, last, own), wait=self._unpublished(first, last))
        # A tie that is shared or lifted needs only its first place within; one that is not decided needs all.
        within = (span.worst if share else last) <= places
        least, most = self._ends(first, min(last, places), own)
        amount = (ZERO if share and last > places else least, most)
        wait = "tie" if span.settled else "ranking"
        return Worth(gets=True if within else None, amount=amount, wait=wait)

    @cached_property
    def _listed(self) -> tuple[Decimal | None, ...]:
        prizes = self.rule.prizes[: self.rule.places]
        return prizes + (None,) * (self.rule.places - len(prizes))

    @cached_property
    def _runs(self) -> tuple[int, ...]:
        """For each place (from 1) the last place with the same prize."""
        runs = [self.rule.places] * (self.rule.places + 1)
        for place in range(self.rule.places - 1, 0, -1):
            runs[place] = runs[place + 1] if self._listed[place - 1] == self._listed[place] else place
        return tuple(runs)

    @cached_property
    def _lows_so_far(self) -> tuple[Decimal, ...]:
        return tuple(accumulate((range_of(prize)[0] for prize in self._listed), min))

    @cached_property
    def _highs_so_far(self) -> tuple[Decimal, ...]:
        return tuple(accumulate((range_of(prize)[1] for prize in self._listed), max))

    @cached_property
    def _lows(self) -> tuple[Decimal, ...]:
        """For each place the least prize from it on."""
        return tuple(accumulate((range_of(prize)[0] for prize in reversed(self._listed)), min))[::-1]

    @cached_property
    def _highs(self) -> tuple[Decimal, ...]:
        """For each place the greatest prize from it on."""
        return tuple(accumulate((range_of(prize)[1] for prize in reversed(self._listed)), max))[::-1]

    def _same_until(self, place: int) -> int:
        return self._runs[place] if self.rule.prizes else self.rule.places

    def _prize(self, place: int, own: Range) -> Range:
        return range_of(self._listed[place - 1]) if self.rule.prizes else own

    def _unpublished(self, first: int, last: int) -> str:
        return "prize" if self.rule.prizes and None in self._listed[first - 1 : last] else ""

    def _ends(self, first: int, last: int, own: Range) -> Range:
        if not self.rule.prizes:
            return own
        # From the first place on and up to the last: exact for prizes that fall, never too narrow for others.
        least = max(self._lows[first - 1], self._lows_so_far[last - 1])
        return least, min(self._highs[first - 1], self._highs_so_far[last - 1])

    def _shared(self, first: int, last: int, own: Range) -> Range:
        level, covered = last - first + 1, min(last, self.rule.places) - first + 1
        if not self.rule.prizes:
            return _divided(own[0] * covered, level), _divided(own[1] * covered, level)
        if (first, last) not in self._sums:
            reaches = [range_of(prize) for prize in self._listed[first - 1 : first - 1 + covered]]
            self._sums[first, last] = sum((low for low, _ in reaches), ZERO), sum((high for _, high in reaches), ZERO)
        least, most = self._sums[first, last]
        return _divided(least, level), _divided(most, level)


def _divided(total: Decimal, shares: int) -> Decimal:
    return floor_fen(total / shares) if total.is_finite() else total
