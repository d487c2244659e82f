"""Types and units of the checked subset: what a fact, a parameter or an expression is, known before anything runs.

A unit is a product of base units with powers ("yuan", "person", yuan per person). A bare number in a formula has the
unit `None`: it fits beside any unit but money, which must be written with its unit, as `万元(500)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of base units, sorted by name; no powers means a pure number or ratio."""

    powers: tuple[tuple[str, int], ...] = ()

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """Return the product with `other` to the power of `sign` (-1 divides)."""
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        return Unit(tuple(sorted((name, power) for name, power in powers.items() if power)))

    def __str__(self) -> str:
        above = [_power(name, power) for name, power in self.powers if power > 0]
        below = [_power(name, -power) for name, power in self.powers if power < 0]
        text = "·".join(above) or ("1" if below else "")
        return "/".join([text, *below]) if below else text


def _power(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


PURE: Final = Unit()
YUAN: Final = Unit((("yuan", 1),))
BASE_UNITS: Final[Mapping[str, str]] = {
    "yuan": "元", "person": "人", "firm": "家", "job": "个岗位", "item": "项", "m2": "平方米", "year": "年",
    "month": "月", "day": "天", "hour": "小时", "point": "分",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberType:
    """An exact number; `unit` None is a bare literal; `bounded` numbers keep bounds while a part is unknown (scores)."""

    unit: Unit | None = PURE
    integer: bool = False
    bounded: bool = False

    def __str__(self) -> str:
        kind = "whole number" if self.integer else "number"
        return f"{kind} in {self.unit}" if self.unit and self.unit.powers else kind


@dataclass(frozen=True, slots=True)
class BoolType:
    """True or false."""

    def __str__(self) -> str:
        return "yes/no"


@dataclass(frozen=True, slots=True)
class TextType:
    """Free text."""

    def __str__(self) -> str:
        return "text"


@dataclass(frozen=True, slots=True)
class DateType:
    """A calendar day."""

    def __str__(self) -> str:
        return "date"


@dataclass(frozen=True, slots=True)
class DurationType:
    """A span of months and years, or of days."""

    kind: str = "months"

    def __str__(self) -> str:
        return f"duration in {self.kind}"


@dataclass(frozen=True, slots=True)
class EnumType:
    """One of a few codes."""

    options: tuple[str, ...]

    def __str__(self) -> str:
        return f"one of {', '.join(self.options)}"


@dataclass(frozen=True, slots=True)
class SetType:
    """A set of codes."""

    options: tuple[str, ...]

    def __str__(self) -> str:
        return f"set of {', '.join(self.options)}"


@dataclass(frozen=True, slots=True)
class AnnualType:
    """One number for each calendar year."""

    of: NumberType

    def __str__(self) -> str:
        return f"{self.of} for each year"


@dataclass(frozen=True, slots=True)
class ListType:
    """A list written in a formula."""

    of: Type

    def __str__(self) -> str:
        return f"list of {self.of}"


Type: TypeAlias = (
    NumberType | BoolType | TextType | DateType | DurationType | EnumType | SetType | AnnualType | ListType
)

MONEY: Final = NumberType(YUAN)
RATIO: Final = NumberType(PURE)
COUNT: Final = NumberType(PURE, integer=True)
