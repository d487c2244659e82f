"""Values in the kit's test cases: reading them from XML and comparing them with what a model gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.core.comparison import equal
from huiqi_rules.core.temporal import parse_date, parse_date_time, parse_duration, parse_time

NUMBER_TOLERANCE: Final = Decimal("1e-8")
_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "string": str,
    "boolean": lambda text: text.strip() in ("true", "1"),
    "decimal": lambda text: Decimal(text.strip()),
    "double": lambda text: Decimal(text.strip()),
    "float": lambda text: Decimal(text.strip()),
    "integer": lambda text: Decimal(text.strip()),
    "int": lambda text: Decimal(text.strip()),
    "long": lambda text: Decimal(text.strip()),
    "date": lambda text: parse_date(text.strip()),
    "time": lambda text: parse_time(text.strip()),
    "dateTime": lambda text: parse_date_time(text.strip()),
    "duration": lambda text: parse_duration(text.strip()),
    "dayTimeDuration": lambda text: parse_duration(text.strip()),
    "yearMonthDuration": lambda text: parse_duration(text.strip()),
}


def given_values(nodes: Iterable[Element]) -> dict[str, object]:
    """Return the values of input nodes or components by name, with the namespace of their model where it is given."""
    return {_name_of(node): value_of(node) for node in nodes}


def value_of(holder: Element) -> object:
    """Return the value inside an element: a simple one, a list, or a context of components.

    Raises `LookupError` for a type that the kit does not know.
    """
    items = holder.find("list")
    if items is not None:
        return None if _is_nil(items) else [value_of(item) for item in items.findall("item")]
    components = holder.findall("component")
    if components:
        return given_values(components)
    value = holder.find("value")
    if value is None or _is_nil(value):
        return None
    kind = value.get("type", "string").rpartition(":")[2]
    return _READERS[kind](value.text or "")


def agree(expected: object, actual: object) -> bool:
    """Tell whether a model's value is the one that the kit expects."""
    match expected, actual:
        case (Decimal(), Decimal()):
            return abs(expected - actual) <= NUMBER_TOLERANCE * max(Decimal(1), abs(expected))
        case (list(), list() | tuple()):
            return len(expected) == len(actual) and all(agree(a, b) for a, b in zip(expected, actual, strict=True))
        case (dict(), dict()):
            return expected.keys() == actual.keys() and all(agree(expected[key], actual[key]) for key in expected)
        case (str(), str()) | (bool(), bool()) | (None, None):
            return expected == actual
        case _:
            return type(expected) is type(actual) and (equal(expected, actual) is True or str(expected) == str(actual))


def show(value: object) -> str:
    """Return a value in short, for a report."""
    text = "null" if value is None else repr(value) if isinstance(value, (str, list, dict)) else str(value)
    return text if len(text) <= 120 else f"{text[:117]}..."


def _name_of(node: Element) -> str:
    namespace, name = node.get("namespace"), node.get("name", "")
    return f"{{{namespace}}}{name}" if namespace else name


def _is_nil(element: Element) -> bool:
    return element.get("nil") in ("true", "1")
