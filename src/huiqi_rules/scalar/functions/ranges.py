"""Relations between points and ranges: a point is the range from itself to itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from huiqi_rules.core.comparison import order
from huiqi_rules.core.ranges import Range
from huiqi_rules.scalar.functions.arguments import Function

_Relation: TypeAlias = Callable[[Range, Range], bool]


class _NoOrder(Exception):
    """Two ends cannot be compared; the relation is null."""


def _before(first: Range, second: Range) -> bool:
    place = _between(first, second)
    return place < 0 or (place == 0 and not (first.high_included and second.low_included))


def _meets(first: Range, second: Range) -> bool:
    return first.high_included and second.low_included and _between(first, second) == 0


def _overlaps(first: Range, second: Range) -> bool:
    return not _before(first, second) and not _before(second, first)


def _overlaps_before(first: Range, second: Range) -> bool:
    return _starts(first, second) < 0 and not _before(first, second) and _ends(first, second) <= 0


def _finishes(first: Range, second: Range) -> bool:
    return _ends(first, second) == 0 and _starts(first, second) >= 0


def _during(first: Range, second: Range) -> bool:
    return _starts(first, second) >= 0 and _ends(first, second) <= 0


def _begins(first: Range, second: Range) -> bool:
    return _starts(first, second) == 0 and _ends(first, second) <= 0


def _coincides(first: Range, second: Range) -> bool:
    return _starts(first, second) == 0 and _ends(first, second) == 0


def _starts(first: Range, second: Range) -> int:
    """Order of the two starts: an open end is the earliest, an included one comes before an excluded one."""
    if first.low is None or second.low is None:
        return int(second.low is None) - int(first.low is None)
    return _order(first.low, second.low) or int(second.low_included) - int(first.low_included)


def _ends(first: Range, second: Range) -> int:
    """Order of the two ends: an open end is the latest, an excluded one comes before an included one."""
    if first.high is None or second.high is None:
        return int(first.high is None) - int(second.high is None)
    return _order(first.high, second.high) or int(first.high_included) - int(second.high_included)


def _between(first: Range, second: Range) -> int:
    """Order of the end of the first and the start of the second, not looking at what is included."""
    return 1 if first.high is None or second.low is None else _order(first.high, second.low)


def _order(left: object, right: object) -> int:
    place = order(left, right)
    if place is None:
        raise _NoOrder
    return place


def _swapped(relation: _Relation) -> _Relation:
    return lambda first, second: relation(second, first)


def _relation(relation: _Relation, *, kinds: str) -> Function:
    """Make the relation a function; `kinds` says whether points (P) and ranges (R) may stand first and second."""
    allowed = kinds.split()

    def related(first: object, second: object) -> object:
        if first is None or second is None or _kind(first) + _kind(second) not in allowed:
            return None
        try:
            return relation(_as_range(first), _as_range(second))
        except _NoOrder:
            return None

    return related


def _kind(value: object) -> str:
    return "R" if isinstance(value, Range) else "P"


def _as_range(value: object) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "before": _relation(_before, kinds="PP PR RP RR"),
    "after": _relation(_swapped(_before), kinds="PP PR RP RR"),
    "meets": _relation(_meets, kinds="RR"),
    "met by": _relation(_swapped(_meets), kinds="RR"),
    "overlaps": _relation(_overlaps, kinds="RR"),
    "overlaps before": _relation(_overlaps_before, kinds="RR"),
    "overlaps after": _relation(_swapped(_overlaps_before), kinds="RR"),
    "finishes": _relation(_finishes, kinds="PR RR"),
    "finished by": _relation(_swapped(_finishes), kinds="RP RR"),
    "includes": _relation(_swapped(_during), kinds="RP RR"),
    "during": _relation(_during, kinds="PR RR"),
    "starts": _relation(_begins, kinds="PR RR"),
    "started by": _relation(_swapped(_begins), kinds="RP RR"),
    "coincides": _relation(_coincides, kinds="PP RR"),
}
