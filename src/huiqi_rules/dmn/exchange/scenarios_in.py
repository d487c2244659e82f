"""Test cases of the conformance kit's layout as scenarios of a pack, as far as their values can be given and expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.types import BoolType, DateType, EnumType, NumberType, SetType
from huiqi_rules.core.values import EXACT
from huiqi_rules.dmn.exchange.formulas_in import Meant, ModelPath
from huiqi_rules.dmn.exchange.incoming import Incoming
from huiqi_rules.dmn.exchange.left import CannotHold, Left
from huiqi_rules.dmn.exchange.names_in import one_line
from huiqi_rules.dmn.kit_values import given_values, value_of
from huiqi_rules.model.facts import Fact

# The kit writes doubles and compares within a hundred-millionth.
_DECIMALS: Final = Decimal("0.00000001")
_LARGEST: Final = Decimal(10) ** 24
_UNKNOWN: Final = "a pack takes null for unknown and answers unknown, where FEEL may answer all the same"
_BY_HAND: Final = "write the scenario by hand"


@dataclass(frozen=True, slots=True)
class ScenariosIn:
    """The scenarios as plain data, and the cases that were left."""

    scenarios: tuple[Mapping[str, object], ...]
    left: tuple[Left, ...]


def scenarios_of(
    cases: Incoming, meanings: Mapping[ModelPath, Meant], facts: Mapping[str, Fact], *, policy: str, day: date
) -> ScenariosIn:
    """Return the cases of a file as scenarios of a policy on a day."""
    scenarios: list[Mapping[str, object]] = []
    left: list[Left] = []
    for number, case in enumerate(cases.root.findall("testCase"), 1):
        name = one_line(case.get("id") or str(number))
        try:
            if case.get("type") == "decisionService":
                raise CannotHold("it calls a decision service", _BY_HAND)
            given = dict(_given(case, meanings, facts))
            expected = _expected(case, meanings)
            scenario = {"name": f"{policy} {name}", "policy": policy, "as_of": day, "given": given, "expect": expected}
            scenarios.append({**scenario, "because": f"Test case {name} of {one_line(cases.name)}"})
        except CannotHold as problem:
            left.append(cases.left(case, problem.why, problem.remedy, kind="test case", name=name))
    return ScenariosIn(tuple(scenarios), tuple(left))


def _given(
    case: Element, meanings: Mapping[ModelPath, Meant], facts: Mapping[str, Fact]
) -> Iterator[tuple[str, object]]:
    for path, value in _flat((), _read(case.findall("inputNode"))):
        meant = meanings.get(path)
        shown = ".".join(path)
        if value is None:
            raise CannotHold(f"{shown} is null: {_UNKNOWN}", _BY_HAND)
        if meant is None or meant.kind is not NameKind.FACT:
            raise CannotHold(f"it gives {shown}, which is no fact of the pack", _BY_HAND)
        yield meant.id, _fitting(facts[meant.id], value, shown)


def _expected(case: Element, meanings: Mapping[ModelPath, Meant]) -> Mapping[str, object]:
    expect: dict[str, object] = {}
    conditions: dict[str, object] = {}
    for node in case.findall("resultNode"):
        holder = node.find("expected")
        values = _read_one(holder) if holder is not None else None
        for path, value in _flat((node.get("name", ""),), values):
            meant = meanings.get(path)
            if meant is None or meant.kind not in (NameKind.VALUE, NameKind.CONDITION):
                raise CannotHold(f"it expects {'.'.join(path)}, which did not come over as a value", _BY_HAND)
            if meant.kind is NameKind.CONDITION:
                if value is not None and not isinstance(value, bool):
                    raise CannotHold(f"it expects {value!s} of {'.'.join(path)}, which is yes or no", _BY_HAND)
                conditions[meant.id] = "unknown" if value is None else value
            else:
                expect[meant.id] = "unknown" if value is None else _written(value)
    if not expect and not conditions:
        raise CannotHold("it expects nothing that came over", _BY_HAND)
    return {**expect, **({"conditions": conditions} if conditions else {})}


def _read(nodes: list[Element]) -> object:
    try:
        return given_values(nodes)
    except (LookupError, ArithmeticError, ValueError):
        raise CannotHold("a value in it cannot be read", "correct the test case") from None


def _read_one(holder: Element) -> object:
    try:
        return value_of(holder)
    except (LookupError, ArithmeticError, ValueError):
        raise CannotHold("a value in it cannot be read", "correct the test case") from None


def _flat(path: ModelPath, value: object) -> Iterator[tuple[ModelPath, object]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _flat((*path, str(name)), part)
    else:
        yield path, value


def _fitting(fact: Fact, value: object, shown: str) -> object:
    match fact.type, value:
        case NumberType(integer=whole), Decimal():
            low, high = fact.minimum, fact.maximum
            inside = (
                value.is_finite()
                and abs(value) < _LARGEST
                and (low is None or value >= low)
                and (high is None or value <= high)
            )
            if not inside or (whole and value != value.to_integral_value()):
                raise CannotHold(f"{shown} is {value}, which the fact cannot be", _BY_HAND)
            return value
        case BoolType(), bool():
            return value
        case DateType(), date():
            return value
        case EnumType(options=options), str() if value in options:
            return value
        case SetType(options=options), list() if all(item in options for item in value):
            return value
        case _:
            if (
                isinstance(value, str)
                and value.strip() == value != ""
                and not isinstance(fact.type, EnumType | NumberType)
            ):
                return value
            raise CannotHold(f"{shown} is {one_line(str(value))}, which is no {fact.type}", _BY_HAND)


def _written(value: object) -> object:
    match value:
        case bool() | date():
            return value
        case Decimal():
            if not value.is_finite() or abs(value) >= _LARGEST:
                raise CannotHold(f"it expects the figure {value}", _BY_HAND)
            exponent = value.as_tuple().exponent
            assert isinstance(exponent, int)
            return value.quantize(_DECIMALS, ROUND_HALF_UP, EXACT) if exponent < -8 else value
        case str():
            return value
        case _:
            raise CannotHold(f"it expects {one_line(str(value))}, which is no value of a pack", _BY_HAND)
