"""Types of the dynamic semantics: what `instance of` asks, and how a value is made to fit a typed variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.core.ranges import Range
from huiqi_rules.core.temporal import MIDNIGHT_UTC, DateTime, DaysTime, Time, YearsMonths
from huiqi_rules.syntax import ast


@dataclass(frozen=True, slots=True)
class FeelType:
    """A type: its kind, the type of the elements (list, range), the fields (context), or of parameters and result.

    `allowed` says of a value whether an item definition permits it; `collection_allowed` of a list as a whole.
    """

    kind: str
    element: FeelType | None = None
    fields: tuple[tuple[str, FeelType], ...] = ()
    parameters: tuple[FeelType, ...] | None = None
    result: FeelType | None = None
    allowed: Callable[[object], object] | None = None


ANY: Final = FeelType("Any")
_SIMPLE: Final[Mapping[str, FeelType]] = {
    **{
        kind: FeelType(kind)
        for kind in (
            "Any",
            "Null",
            "number",
            "string",
            "boolean",
            "date",
            "time",
            "date and time",
            "days and time duration",
            "years and months duration",
        )
    },
    "dateTime": FeelType("date and time"),
    "dayTimeDuration": FeelType("days and time duration"),
    "yearMonthDuration": FeelType("years and months duration"),
    "list": FeelType("list", ANY),
    "context": FeelType("context"),
    "function": FeelType("function"),
    "range": FeelType("range", ANY),
}


def simple(name: str) -> FeelType | None:
    """Return the built-in type of a name, in FEEL's or in the schema's spelling."""
    return _SIMPLE.get(name)


def from_name(name: ast.TypeName, known: Mapping[str, FeelType]) -> FeelType | None:
    """Return the type that a type name means, None when it is unknown."""
    arguments = tuple(from_name(argument, known) for argument in name.arguments)
    if name.name == "function" and name.result is not None:
        result = from_name(name.result, known)
        found = tuple(argument for argument in arguments if argument is not None)
        if result is None or len(found) < len(arguments):
            return None
        return FeelType("function", parameters=found, result=result)
    if name.name in ("list", "range") and arguments:
        return None if arguments[0] is None else FeelType(name.name, arguments[0])
    if name.name == "context" and name.fields:
        fields = tuple((key, from_name(field, known)) for key, field in name.fields)
        kept = tuple((key, field) for key, field in fields if field is not None)
        return FeelType("context", fields=kept) if len(kept) == len(fields) else None
    return known.get(name.name) or simple(name.name)


def kind_of(value: object) -> str:
    """Return the kind of a value as FEEL names it."""
    match value:
        case None:
            return "Null"
        case bool():
            return "boolean"
        case Decimal():
            return "number"
        case str():
            return "string"
        case list() | tuple():
            return "list"
        case dict():
            return "context"
        case _:
            return _rarer_kind_of(value)


def _rarer_kind_of(value: object) -> str:
    match value:
        case date():
            return "date"
        case Time():
            return "time"
        case DateTime():
            return "date and time"
        case DaysTime():
            return "days and time duration"
        case YearsMonths():
            return "years and months duration"
        case Range():
            return "range"
        case _:
            return "function" if callable(value) else "other"


def is_instance(value: object, wanted: FeelType) -> bool:
    """Tell whether a value is of a type as `instance of` means it: null is of the type Null only."""
    return wanted.kind == "Null" if value is None else conforms(value, wanted)


def conforms(value: object, wanted: FeelType) -> bool:
    """Tell whether a value fits a type; null fits every one."""
    if value is None or wanted.kind == "Any":
        return True
    if kind_of(value) != wanted.kind:
        return False
    match value:
        case list() | tuple():
            element = wanted.element or ANY
            return all(conforms(item, element) for item in value)
        case dict():
            return all(key in value and conforms(value[key], field) for key, field in wanted.fields)
        case Range():
            ends = (value.low, value.high)
            return wanted.element is None or all(conforms(end, wanted.element) for end in ends)
        case _:
            return wanted.kind != "function" or _function_conforms(value, wanted)


def coerce(value: object, wanted: FeelType) -> object:
    """Return a value made to fit: itself, the element of a list of one, a list of one, midnight of a date; else null."""
    fitted = _fit(value, wanted)
    return fitted if fitted is None or permits(fitted, wanted) else None


def permits(value: object, wanted: FeelType) -> bool:
    """Tell whether the allowed values of a type and of its parts permit a value that fits."""
    if value is None:
        return True
    if wanted.allowed is not None and wanted.allowed(value) is not True:
        return False
    match value:
        case list() | tuple() if wanted.element is not None:
            return all(permits(item, wanted.element) for item in value)
        case dict():
            return all(permits(value.get(key), field) for key, field in wanted.fields)
        case _:
            return True


def _fit(value: object, wanted: FeelType) -> object:
    if conforms(value, wanted):
        return value
    if isinstance(value, (list, tuple)) and len(value) == 1 and wanted.kind != "list" and conforms(value[0], wanted):
        return value[0]
    if wanted.kind == "list" and not isinstance(value, (list, tuple)) and conforms(value, wanted.element or ANY):
        return [value]
    if wanted.kind == "function" and callable(value) and getattr(value, "result", ANY) is None:
        # A function that promises nothing of its result may still keep what is wanted; the call will show.
        return value if conforms(value, replace(wanted, result=ANY)) else None
    if wanted.kind == "date and time" and isinstance(value, date):
        return DateTime(value, MIDNIGHT_UTC)
    return None


def _function_conforms(value: object, wanted: FeelType) -> bool:
    """Parameters must accept at least what is wanted, the result promise at most that."""
    if wanted.parameters is None:
        return True
    own = getattr(value, "parameters", None)
    if own is None:
        return False
    if len(own) != len(wanted.parameters):
        return False
    pairs = zip(wanted.parameters, own, strict=True)
    if not all(is_subtype(asked, declared or ANY) for asked, (_, declared) in pairs):
        return False
    return is_subtype(getattr(value, "result", None) or ANY, wanted.result or ANY)


def is_subtype(narrow: FeelType, wide: FeelType) -> bool:
    """Tell whether every value of `narrow` fits `wide`."""
    if wide.kind == "Any" or narrow.kind == "Null":
        return True
    if narrow.kind != wide.kind:
        return False
    if narrow.kind in ("list", "range"):
        return is_subtype(narrow.element or ANY, wide.element or ANY)
    if narrow.kind == "context":
        have = dict(narrow.fields)
        return all(key in have and is_subtype(have[key], field) for key, field in wide.fields)
    return True
