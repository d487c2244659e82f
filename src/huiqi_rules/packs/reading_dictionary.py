"""The dictionary of a pack: `facts.yaml` and the dated figures of `parameters.yaml`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from huiqi_rules.core.echo import cut
from huiqi_rules.core.types import MONEY, AnnualType, BoolType, DateType, NumberType, TextType, Type
from huiqi_rules.core.values import EXACT
from huiqi_rules.model.facts import DatedValue, Fact, Parameter, Source
from huiqi_rules.packs.reading import Fields, Reader, kind_of
from huiqi_rules.packs.reading_types import FACT_TYPES, PARAMETER_TYPES, TYPE_KEYS, read_type
from huiqi_rules.packs.yaml_nodes import Node, Scalar

FACT_KEYS: Final = ("zh", "en", *TYPE_KEYS, "min", "max", "meaning", "sensitive", "question")
PARAMETER_KEYS: Final = ("zh", "en", "type", "unit", "values", "source")
VALUE_KEYS: Final = ("from", "to", "value", "source")
UNPUBLISHED: Final = "unpublished"

_MONEY: Final = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,30})(\.[0-9]{1,30})? ?(万|亿)?元?")
_PERCENT: Final = re.compile(r"([0-9]{1,30}(?:\.[0-9]{1,30})?) ?%")
_TIMES: Final = {None: Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


def read_facts(reader: Reader, root: Node) -> dict[str, Fact]:
    """Return the facts of a facts.yaml by id."""
    facts: dict[str, Fact] = {}
    for key, node in reader.entries(root, "facts.yaml"):
        fields = reader.fields(node, f"fact {key.text!r}", FACT_KEYS)
        kind, labels = read_type(fields, FACT_TYPES, required=True)
        known = kind is not None
        kind = kind or TextType()
        # Of a fact whose type is wrong nothing more can be said.
        least, most = (_bound(fields, key, kind) if known else None for key in ("min", "max"))
        if least is not None and most is not None and least > most:
            reader.report("wrong-number", node, f"fact {key.text!r} has a min above its max", "Correct one of them.")
        facts[key.text] = Fact(
            key.text, fields.name(), kind, least, most, fields.text("meaning"), fields.truth("sensitive"), labels,
            fields.bilingual("question") if fields.get("question") is not None else None, reader.place(key),
        )  # fmt: skip
    return facts


def read_parameters(reader: Reader, root: Node) -> dict[str, Parameter]:
    """Return the dated figures of a parameter file by id, each with its values in the order of their days."""
    parameters: dict[str, Parameter] = {}
    for key, node in reader.entries(root, "parameters"):
        fields = reader.fields(node, f"parameter {key.text!r}", PARAMETER_KEYS)
        kind, _ = read_type(fields, PARAMETER_TYPES, required=True)
        values = fields.require("values", "Add `values:` with a list of {from, to, value, source}.")
        default = fields.source(Source())
        items = () if values is None else reader.items(values, f"'values' of {fields.what}")
        dated = [_dated_value(reader, item, fields.what, kind or TextType(), default) for item in items]
        if values is not None and not items:
            reader.report(
                "wrong-shape", values, f"{fields.what} has no value", "Add {from: …, to: null, value: unpublished}."
            )
        dated.sort(key=lambda value: value.start)
        parameters[key.text] = Parameter(key.text, fields.name(), kind or TextType(), tuple(dated), reader.place(key))
    return parameters


def read_money(reader: Reader, node: Node, what: str, *, signed: bool = False) -> Decimal | None:
    """Return yuan, exact, from 300000, 300,000.00, 30万 or 30万元; below 0 only where `signed`, as a loss may be."""
    text = node.text if isinstance(node, Scalar) else ""
    minus = signed and text.startswith("-")
    found = _MONEY.fullmatch(text.removeprefix("-") if minus else text)
    if found is None:
        reader.report("wrong-number", node, f"{what} must be an amount in yuan, here is {_shown(node)}",
                      "Write 300000 or 30万元.")  # fmt: skip
        return None
    amount = EXACT.multiply(Decimal(found[1].replace(",", "") + (found[2] or "")), _TIMES[found[3]])
    return amount.copy_negate() if minus else amount


def _dated_value(reader: Reader, node: Node, what: str, kind: Type, default: Source) -> DatedValue:
    fields = reader.fields(node, f"a value of {what}", VALUE_KEYS)
    start, end = fields.window()
    value = fields.require("value", "Add `value:`; `unpublished` where the source gives none.")
    return DatedValue(start, end, None if value is None else _value(reader, value, what, kind),
                      fields.source(default), reader.place(node))  # fmt: skip


def _value(reader: Reader, node: Node, what: str, kind: Type) -> Decimal | str | None:
    if isinstance(node, Scalar) and node.text == UNPUBLISHED:
        return None
    if not isinstance(kind, NumberType):
        return reader.text(node, f"a value of {what}")
    if kind == MONEY:
        return read_money(reader, node, f"a value of {what}")
    percent = _PERCENT.fullmatch(node.text) if isinstance(node, Scalar) else None
    if percent is not None and not (kind.unit and kind.unit.powers) and not kind.integer:
        return EXACT.scaleb(Decimal(percent[1]), Decimal(-2))
    number = reader.number(node, f"a value of {what}")
    if number is not None and kind.integer and number != number.to_integral_value():
        reader.report(
            "wrong-number",
            node,
            f"a value of {what} must be a whole number, here is {number}",
            "Write digits without a point.",
        )
    return number


def _bound(fields: Fields, key: str, kind: Type) -> Decimal | None:
    node = fields.get(key)
    if node is None:
        return None
    if isinstance(kind, BoolType | DateType | TextType):
        fields.reader.report("wrong-type", node, f"{fields.what} is {kind} and takes no {key}", f"Remove `{key}`.")
        return None
    number = kind.of if isinstance(kind, AnnualType) else kind
    if number == MONEY:
        return read_money(fields.reader, node, f"{key!r} of {fields.what}", signed=True)
    return fields.reader.number(node, f"{key!r} of {fields.what}")


def _shown(node: Node) -> str:
    return repr(cut(node.text)) if isinstance(node, Scalar) else kind_of(node)
