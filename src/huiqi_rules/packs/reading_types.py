"""Types and units as packs write them: `type: money`, `type: int, unit: person`, `type: enum, options: […]`."""

from __future__ import annotations

from typing import Final

from huiqi_rules.core.types import (
    BASE_UNITS,
    MONEY,
    PURE,
    RATIO,
    AnnualType,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    SetType,
    TextType,
    Type,
    Unit,
)
from huiqi_rules.model.facts import Text
from huiqi_rules.packs.reading import Fields, Reader, nearest
from huiqi_rules.packs.yaml_nodes import Mapping, Node

FACT_TYPES: Final = ("money", "int", "number", "ratio", "bool", "date", "text", "enum", "set")
PARAMETER_TYPES: Final = ("money", "int", "number", "ratio", "text")
TYPE_KEYS: Final = ("type", "unit", "options", "annual")

Labels = tuple[tuple[str, Text], ...]


def read_type(fields: Fields, kinds: tuple[str, ...], *, required: bool) -> tuple[Type | None, Labels]:
    """Return the type that the keys `type`, `unit`, `options` and `annual` spell, and the labels of its options."""
    reader = fields.reader
    node = fields.require("type", f"Add `type:` with one of {', '.join(kinds)}.") if required else fields.get("type")
    kind = None if node is None else reader.choice(node, f"'type' of {fields.what}", kinds)
    unit, options = fields.get("unit"), fields.get("options")
    if unit is not None and kind not in {"int", "number", None}:
        reader.report("wrong-unit", unit, f"{fields.what} of type {kind} takes no unit", "Remove `unit`.")
    if options is not None and kind not in {"enum", "set", None}:
        reader.report("wrong-options", options, f"{fields.what} of type {kind} takes no options", "Remove `options`.")
    if kind is None:
        return None, ()
    labels: Labels = ()
    if kind in {"enum", "set"}:
        found = fields.require("options", "Add `options:` with the codes.")
        labels = () if found is None else read_options(reader, found, fields.what)
    base = _base_type(kind, PURE if unit is None else read_unit(reader, unit), tuple(code for code, _ in labels))
    if not fields.truth("annual"):
        return base, labels
    if isinstance(base, NumberType):
        return AnnualType(base), labels
    reader.report(
        "wrong-type", fields.mapping, f"{fields.what} of type {kind} cannot be annual", "Only numbers go by year."
    )
    return base, labels


def read_options(reader: Reader, node: Node, what: str) -> Labels:
    """Return codes with their names from {code: {zh, en}} or [code, code]."""
    if isinstance(node, Mapping):
        pairs = [(key.text, value) for key, value in node.entries]
        labels = tuple(
            (code, Fields(reader, node, what).texts_of(value, f"option {code!r} of {what}")) for code, value in pairs
        )
    else:
        labels = tuple((code, Text(code, code)) for code in reader.texts(node, f"options of {what}"))
    if not labels:
        reader.report("wrong-options", node, f"{what} has no options", "List at least one code.")
    codes = [code for code, _ in labels]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        reader.report("wrong-options", node, f"the option {code!r} of {what} stands twice", "Keep one.")
    return labels


def read_unit(reader: Reader, node: Node) -> Unit:
    """Return the unit that a text spells: base units joined with `/` and `·`, as in yuan/person."""
    text = reader.text(node, "a unit")
    unit, sign = PURE, 1
    for word in text.replace("·", " · ").replace("*", " · ").replace("/", " / ").split():
        if word in {"/", "·"}:
            sign = -1 if word == "/" else 1
        elif word in BASE_UNITS:
            unit = unit.times(Unit(((word, 1),)), sign)
        elif word != "1":
            reader.report("unknown-unit", node, f"there is no unit {word!r}", nearest(word, BASE_UNITS, "Known units"))
    return unit


def _base_type(kind: str, unit: Unit, codes: tuple[str, ...]) -> Type:
    match kind:
        case "money":
            return MONEY
        case "ratio":
            return RATIO
        case "int":
            return NumberType(unit, integer=True)
        case "number":
            return NumberType(unit)
        case "bool":
            return BoolType()
        case "date":
            return DateType()
        case "enum":
            return EnumType(codes)
        case "set":
            return SetType(codes)
        case _:
            assert kind == "text", kind
            return TextType()
