"""What the built-in functions do, one file per family; declared in `huiqi_rules.builtins`.

Arguments come by position as Python values, lists as list or tuple, contexts as mappings, functions as callables. The
answer is null (None) for wrong kinds of values and arithmetic out of its domain; a call with a wrong number of
arguments is for `bind` or `accepts_count` to refuse. Only `EvaluationLimit` is ever raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huiqi_rules.scalar.functions import contexts, conversion, dates, lists, numbers, packs, ranges, strings
from huiqi_rules.scalar.functions.arguments import Function
from huiqi_rules.scalar.functions.binding import accepts_count, bind
from huiqi_rules.scalar.functions.dates import clock_functions

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

STANDARD_IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    **conversion.IMPLEMENTATIONS,
    **numbers.IMPLEMENTATIONS,
    **strings.IMPLEMENTATIONS,
    **lists.IMPLEMENTATIONS,
    **dates.IMPLEMENTATIONS,
    **ranges.IMPLEMENTATIONS,
    **contexts.IMPLEMENTATIONS,
}
PACK_IMPLEMENTATIONS: Final[Mapping[str, Function]] = packs.IMPLEMENTATIONS

# Every declared function, the standard's own meaning first.
IMPLEMENTATIONS: Final[Mapping[str, Function]] = {**STANDARD_IMPLEMENTATIONS, **PACK_IMPLEMENTATIONS}

# What the packs' checked subset calls: the same with absent and bounds as values.
CHECKED_IMPLEMENTATIONS: Final[Mapping[str, Function]] = {**IMPLEMENTATIONS, **packs.CHECKED_IMPLEMENTATIONS}
