"""Types of a model as types of a pack: bases, item definitions with allowed values, components."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from huiqi_rules.core.types import (
    BASE_UNITS,
    MONEY,
    PURE,
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
from huiqi_rules.dmn.exchange.left import CannotHold
from huiqi_rules.dmn.xml import text_of
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_unary_tests

NUMBER: Final = NumberType(PURE)
WHOLE: Final = NumberType(PURE, integer=True)
# The standard's names, and those that Camunda 7 writes.
_BASES: Final[Mapping[str, Type]] = {
    "number": NUMBER, "string": TextType(), "boolean": BoolType(), "date": DateType(),
    "integer": WHOLE, "long": WHOLE, "int": WHOLE, "double": NUMBER,
}  # fmt: skip
_FOREIGN: Final = "declare it as number, string, boolean or date, or write the fact by hand"
_POWER: Final = re.compile(r"([a-z0-9]+?)(?:\^(-?[1-9]))?")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be. `unheld` are allowed values that no type of a pack says, to be tested beside it."""

    type: Type
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unheld: ast.UnaryTests | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """A value with components."""

    parts: Mapping[str, Shape]


Shape: TypeAlias = Kind | Structure


class Kinds:
    """The item definitions of a model, each read when first asked for."""

    def __init__(self, definitions: Mapping[str, Element], names: frozenset[str]) -> None:
        self._definitions = definitions
        self._names = names
        self._open: list[str] = []

    def of(self, reference: str | None) -> Shape:
        """Return what a `typeRef` names; raise `CannotHold` for what packs have no type for."""
        plain = (reference or "").rpartition(":")[2].strip()
        if reference in self._definitions or plain in self._definitions:
            return self._defined(str(reference) if reference in self._definitions else plain)
        if plain in _BASES:
            return Kind(_BASES[plain])
        if plain in ("", "Any"):
            raise CannotHold("the model does not say of what type it is", "give its variable a typeRef in the model")
        raise CannotHold(f"packs have no type {plain}", _FOREIGN)

    def _defined(self, name: str) -> Shape:
        if name in self._open:
            raise CannotHold(f"the type {name} is made of itself", _FOREIGN)
        self._open.append(name)
        try:
            return self._read(self._definitions[name])
        finally:
            self._open.pop()

    def _read(self, definition: Element) -> Shape:
        components = definition.findall("itemComponent")
        many = definition.get("isCollection") == "true"
        if definition.find("functionItem") is not None:
            raise CannotHold("packs have no type for functions", _FOREIGN)
        if components:
            if many:
                raise CannotHold(
                    "packs have no lists of values with components", "give the figure that counts as a fact"
                )
            return Structure({part.get("name", ""): self._read(part) for part in components})
        shape = self.of(text_of(definition, "typeRef") or None)
        for part in ("allowedValues", "typeConstraint"):
            text = text_of(definition.find(part))
            if text and isinstance(shape, Kind):
                shape = restricted(shape, tests_of(text, self._names))
        return _collection(shape) if many else shape


def tests_of(text: str, names: frozenset[str]) -> ast.UnaryTests:
    """Return unary tests; raise `CannotHold` for a text that is none."""
    try:
        return parse_unary_tests(text, names=names)
    except FeelSyntaxError as error:
        raise CannotHold(f"{text!r} is not FEEL: {error.problem}", error.remedy or "correct it in the model") from None


def restricted(kind: Kind, tests: ast.UnaryTests) -> Kind:
    """Return a type with only the allowed values: texts as codes, one range of numbers as least and greatest value."""
    texts = texts_in(tests)
    if texts and isinstance(kind.type, TextType):
        return replace(kind, type=EnumType(texts))
    if isinstance(kind.type, NumberType) and not tests.negated and len(tests.tests) == 1 and kind.unheld is None:
        ends = _ends(tests.tests[0])
        if ends is not None:
            return replace(kind, minimum=ends[0], maximum=ends[1])
    return replace(kind, unheld=tests)


def texts_in(tests: ast.UnaryTests) -> tuple[str, ...]:
    """Return the texts that tests list; empty where they say anything else."""
    found = tuple(
        dict.fromkeys(test.value for test in tests.tests if isinstance(test, ast.String) and test.value.strip())
    )
    return (
        found
        if not tests.negated and len(tests.tests) == len([t for t in tests.tests if isinstance(t, ast.String)])
        else ()
    )


def type_in(hints: Mapping[str, str], kind: Kind) -> Kind:
    """Return the type with the unit that Huiqi's own export noted; anything else it noted is not believed."""
    if not isinstance(kind.type, NumberType):
        return kind
    unit = _unit(hints.get("unit", ""))
    number = NumberType(kind.type.unit if unit is None else unit, hints.get("whole") == "true" or kind.type.integer)
    return replace(kind, type=number)


def unit_text(unit: Unit | None) -> str:
    """Return a unit as the hint of an export writes it: `yuan·person^-1`; empty for a pure number."""
    return "" if unit is None else "·".join(name if power == 1 else f"{name}^{power}" for name, power in unit.powers)


def money(kind: Kind) -> Kind:
    """Return a number as an amount in yuan."""
    if not isinstance(kind.type, NumberType):
        raise CannotHold("only numbers can be amounts in yuan", "leave it out of --yuan")
    return replace(kind, type=MONEY)


def described(kind: Type) -> Mapping[str, object]:
    """Return a type as facts.yaml writes it."""
    match kind:
        case AnnualType():
            raise AssertionError("no model has figures by year")
        case NumberType(unit=unit, integer=integer):
            if unit == MONEY.unit:
                return {"type": "money"}
            shown = {"unit": str(unit)} if unit is not None and unit.powers else {}
            return {"type": "int" if integer else "number", **shown}
        case EnumType(options=options):
            return {"type": "enum", "options": {option: {"zh": option, "en": option} for option in options}}
        case SetType(options=options):
            return {"type": "set", "options": {option: {"zh": option, "en": option} for option in options}}
        case BoolType():
            return {"type": "bool"}
        case DateType():
            return {"type": "date"}
        case _:
            return {"type": "text"}


def _collection(shape: Shape) -> Kind:
    if isinstance(shape, Kind) and isinstance(shape.type, EnumType):
        return Kind(SetType(shape.type.options))
    raise CannotHold(
        "packs have lists of codes alone", "list the allowed texts in the item definition, or give one figure"
    )


def _ends(test: ast.Test) -> tuple[Decimal | None, Decimal | None] | None:
    match test:
        case ast.RangeLiteral(low, high, low_included, high_included):
            ends = _figure(low), _figure(high)
            fits = (low is None or (low_included and ends[0] is not None)) and (
                high is None or (high_included and ends[1] is not None)
            )
            return ends if fits else None
        case ast.UnaryCompare(">=", operand) if _figure(operand) is not None:
            return _figure(operand), None
        case ast.UnaryCompare("<=", operand) if _figure(operand) is not None:
            return None, _figure(operand)
        case _:
            return None


def _figure(node: ast.Expression | None) -> Decimal | None:
    match node:
        case ast.Number(value):
            return value
        case ast.Negate(ast.Number(value)):
            return value.copy_negate()
        case _:
            return None


def _unit(text: str) -> Unit | None:
    parts = [_POWER.fullmatch(part) for part in text.split("·")] if text else []
    if not parts or any(part is None or part[1] not in BASE_UNITS for part in parts):
        return None
    return Unit(tuple(sorted((part[1], int(part[2] or 1)) for part in parts if part is not None)))
