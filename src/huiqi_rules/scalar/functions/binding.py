"""Arguments to parameters: named ones put in their places, counts checked, the fitting alternative found."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Final

from huiqi_rules.builtins import SIGNATURES, Alternative, Signature
from huiqi_rules.core.ranges import Range
from huiqi_rules.core.temporal import DateTime, DaysTime, Time, YearsMonths
from huiqi_rules.scalar.functions.arguments import Function

_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (date,),
    "time": (Time,),
    "date and time": (DateTime,),
    "years and months duration": (YearsMonths,),
    "days and time duration": (DaysTime,),
    "range": (Range,),
    "context": (Mapping,),
}


def accepts_count(name: str, count: int) -> bool:
    """Return whether a call of the function by position may give so many arguments."""
    signature = SIGNATURES.get(name)
    return signature is not None and _counts(signature, count)


def bind(name: str, positional: Sequence[object], named: Mapping[str, object]) -> list[object] | None:
    """Return the arguments by position, None where no alternative of the function takes them.

    A call gives either positional or named arguments. Optional ones left out at the end stay out.
    """
    signature = SIGNATURES.get(name)
    if signature is None or (positional and named):
        return None
    if not named:
        return list(positional) if _counts(signature, len(positional)) else None
    # `before(point, range)` and `before(range, point)` have the same names: the order in which they are given decides.
    for alternative in sorted(signature.alternatives, key=lambda one: _names(one) != list(named)):
        arguments = _placed(alternative, named)
        if arguments is not None:
            return arguments
    return None


def null_on_wrong_count(name: str, function: Function) -> Function:
    """Return the function with null as its answer to a number of arguments that no alternative takes."""
    signature = SIGNATURES[name]
    least = min(alternative.least for alternative in signature.alternatives)
    longest = max(
        sys.maxsize if alternative.most is None else alternative.most for alternative in signature.alternatives
    )
    refused = frozenset(count for count in range(least, min(longest, least + 9)) if not _counts(signature, count))

    @wraps(function)
    def counted(*arguments: object) -> object:
        count = len(arguments)
        return function(*arguments) if least <= count <= longest and count not in refused else None

    return counted


def _counts(signature: Signature, count: int) -> bool:
    return any(
        alternative.least <= count and (alternative.most is None or count <= alternative.most)
        for alternative in signature.alternatives
    )


def _names(alternative: Alternative) -> list[str]:
    return [parameter.name for parameter in alternative.parameters]


def _placed(alternative: Alternative, named: Mapping[str, object]) -> list[object] | None:
    # A name stands for one argument: `append(list: [1], item: 2)`; a variadic parameter that stands alone has no name.
    alone = len(alternative.parameters) == 1
    parameters = [
        parameter
        for parameter in alternative.parameters
        if not parameter.variadic or (parameter.name in named and not alone)
    ]
    names = [parameter.name for parameter in parameters]
    if not named.keys() <= set(names):
        return None
    for parameter in parameters:
        if parameter.name in named:
            if not _fits(named[parameter.name], parameter.type):
                return None
        elif not parameter.optional:
            return None
    given = [index for index, parameter_name in enumerate(names) if parameter_name in named]
    return [named.get(parameter_name) for parameter_name in names[: max(given, default=-1) + 1]]


def _fits(value: object, type_name: str) -> bool:
    """Tell alternatives apart by simple types; lists, functions and the packs' own are left to the implementation.

    Anything callable fits: it may be the closure of an argument that has no value yet.
    """
    kinds = [_KINDS.get(option) for option in type_name.split("|")]
    if value is None or None in kinds or callable(value):
        return True
    return isinstance(value, tuple(kind for option in kinds if option is not None for kind in option))
