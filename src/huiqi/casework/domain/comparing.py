"""Two sets of answers side by side: who gained, who lost, what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from huiqi.casework.domain.answers import MET, NOT_MET, OPEN, UNKNOWN, Answers
from huiqi.kernel.words import Pair

# Each company falls under one of these, or under none where its answer and amount stay.
CHANGES: Final[Mapping[str, Pair]] = {
    "gained": ("新符合", "Now met"),
    "more": ("金额增加", "More money"),
    "less": ("金额减少", "Less money"),
    "other": ("金额有变", "Other amount"),
    "lost": ("不再符合", "No longer met"),
    "doubtful": ("转为不能判断", "Met before, unknown now"),
    "opened": ("由不符合转为不能判断", "Refused before, unknown now"),
    "closed": ("由不能判断转为不符合", "Unknown before, refused now"),
}
_TURNS: Final = {
    (NOT_MET[0], MET[0]): "gained",
    (UNKNOWN[0], MET[0]): "gained",
    (MET[0], NOT_MET[0]): "lost",
    (MET[0], UNKNOWN[0]): "doubtful",
    (NOT_MET[0], UNKNOWN[0]): "opened",
    (UNKNOWN[0], NOT_MET[0]): "closed",
}
# Rows of the same company before and after; None where it is only in one of the two.
Rows: TypeAlias = Sequence[tuple[int | None, int | None]]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed for one company under one clause; amounts in fen, None where they cannot be told."""

    kind: str
    before: int | None
    after: int | None


@dataclass(slots=True)
class Difference:
    """Counts of each kind of change, and companies that are only in one of the two."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHANGES, 0))
    came: int = 0
    went: int = 0

    @property
    def is_nothing(self) -> bool:
        """Return whether every company has the same answer and amount as before."""
        return not (self.came or self.went or any(self.counts.values()))


def same_rows(size: int) -> Rows:
    """Return the rows of two sets of answers over the same companies."""
    return [(row, row) for row in range(size)]


def matched_rows(before: Sequence[str], after: Sequence[str]) -> Rows:
    """Return the rows of the same companies in two lists of identifiers, then those that went, then those that came."""
    places = {one: row for row, one in enumerate(after)}
    known = set(before)
    return [
        *((row, places.get(one)) for row, one in enumerate(before)),
        *((None, row) for row, one in enumerate(after) if one not in known),
    ]


def changes(before: Answers, after: Answers, rows: Rows) -> Iterator[Change]:
    """Yield what changed for the companies that are in both."""
    one, other = before.outcomes, after.outcomes
    for was, now in rows:
        if was is None or now is None:
            continue
        turn = _TURNS.get((one[was], other[now]))
        if turn is not None:
            yield Change(turn, was, now)
        elif one[was] == MET[0] and (before.low[was], before.high[was]) != (after.low[now], after.high[now]):
            yield Change(_moved(before, was, after, now), was, now)


def difference(before: Answers, after: Answers, rows: Rows) -> Difference:
    """Return how many companies changed in which way."""
    if len(before) == len(after) and before.outcomes == after.outcomes and _same_money(before, after):
        aligned = all(was == now for was, now in rows)
        if aligned:
            return Difference()
    found = Difference()
    for change in changes(before, after, rows):
        found.counts[change.kind] += 1
    found.came = sum(was is None for was, _ in rows)
    found.went = sum(now is None for _, now in rows)
    return found


def any_met(parts: Iterable[Answers], size: int) -> bytes:
    """Return a 1 for every row that meets at least one clause."""
    found = 0
    for answers in parts:
        found |= int.from_bytes(answers.flags(MET), "little")
    return found.to_bytes(size, "little")


def _moved(before: Answers, was: int, after: Answers, now: int) -> str:
    ends = (before.low[was], before.high[was], after.low[now], after.high[now])
    if OPEN in ends:
        return "other"
    low, high = ends[2] - ends[0], ends[3] - ends[1]
    return "more" if low >= 0 and high >= 0 else "less" if low <= 0 and high <= 0 else "other"


def _same_money(before: Answers, after: Answers) -> bool:
    return before.low == after.low and before.high == after.high
