"""What the built-in functions do, one file per family; declared in `huiqi_rules.builtins`.

Arguments come by position as Python values, lists as list or tuple, contexts as mappings, functions as callables. The
answer is null (None) for wrong kinds of values and arithmetic out of its domain. `IMPLEMENTATIONS` also answer null to a
wrong number of arguments; `CHECKED_IMPLEMENTATIONS` leave that to the checker. Only `EvaluationLimit` is ever raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from huiqi_rules.core.temporal import DateTime
from huiqi_rules.scalar.functions import aggregates, contexts, conversion, dates, lists, numbers, packs, ranges, strings
from huiqi_rules.scalar.functions.arguments import Function
from huiqi_rules.scalar.functions.binding import accepts_count, bind, null_on_wrong_count

__all__ = [
    "CHECKED_IMPLEMENTATIONS",
    "IMPLEMENTATIONS",
    "PACK_IMPLEMENTATIONS",
    "STANDARD_IMPLEMENTATIONS",
    "Function",
    "accepts_count",
    "bind",
    "clock_functions",
]

_PLAIN: Final[Mapping[str, Function]] = {
    **conversion.IMPLEMENTATIONS,
    **numbers.IMPLEMENTATIONS,
    **strings.IMPLEMENTATIONS,
    **lists.IMPLEMENTATIONS,
    **aggregates.IMPLEMENTATIONS,
    **dates.IMPLEMENTATIONS,
    **ranges.IMPLEMENTATIONS,
    **contexts.IMPLEMENTATIONS,
}

# The functions of the standard, safe to call with any number of arguments.
STANDARD_IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    name: null_on_wrong_count(name, function) for name, function in _PLAIN.items()
}
# The functions that only packs may call.
PACK_IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    name: null_on_wrong_count(name, function) for name, function in packs.IMPLEMENTATIONS.items()
}
# Every declared function.
IMPLEMENTATIONS: Final[Mapping[str, Function]] = {**STANDARD_IMPLEMENTATIONS, **PACK_IMPLEMENTATIONS}

# Every declared function as the packs' checked subset calls it: absent and bounds are values, counts are not tested.
CHECKED_IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    **_PLAIN,
    **packs.IMPLEMENTATIONS,
    **packs.CHECKED_IMPLEMENTATIONS,
}


def clock_functions(moment: datetime | DateTime) -> Mapping[str, Function]:
    """Return `now` and `today` for a moment; its day is the day in the moment's own zone."""
    return {name: null_on_wrong_count(name, function) for name, function in dates.clock_functions(moment).items()}
