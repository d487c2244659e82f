"""The typed tree: a formula of the checked subset with names resolved; plans, reasons and distances are made from it.

Sugar is gone: `between` and `in` are comparisons, `not` is a node, named arguments are in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from huiqi_rules.core.types import Type
from huiqi_rules.syntax.ast import ArithmeticOperator, CompareOperator, Node


class NameKind(StrEnum):
    """What a name stands for."""

    FACT = "fact"
    PARAMETER = "parameter"
    VALUE = "value"
    CONDITION = "condition"
    DAY = "day"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; None is the literal `null`, an answer that stays unknown."""

    value: Decimal | bool | str | date | None
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class Months:
    """A constant duration of whole months."""

    months: int
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class Days:
    """A constant duration of whole days."""

    days: int
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class Reference:
    """A fact, a parameter, a named value, a condition, the day of assessment or its year, by id."""

    kind: NameKind
    id: str
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Exact arithmetic; a division is a fraction until it is rounded or compared."""

    operator: ArithmeticOperator
    left: Typed
    right: Typed
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two values of one type and unit."""

    operator: CompareOperator
    left: Typed
    right: Typed
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class And:
    """True when all operands are, false when any is false, else unknown."""

    operands: tuple[Typed, ...]
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class Or:
    """True when any operand is, false when all are false, else unknown."""

    operands: tuple[Typed, ...]
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary; unknown stays unknown."""

    operand: Typed
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer of the first question that is true, else `otherwise`; a question that is unknown makes the whole unknown."""

    rows: tuple[tuple[Typed, Typed], ...]
    otherwise: Typed
    type: Type
    source: Node

    @property
    def answers(self) -> tuple[Typed, ...]:
        """Return what it may come to, the last alternative last."""
        return (*(answer for _, answer in self.rows), self.otherwise)


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in by its English name."""

    function: str
    arguments: tuple[Typed, ...]
    type: Type
    source: Node


@dataclass(frozen=True, slots=True)
class Items:
    """A list written in the formula."""

    items: tuple[Typed, ...]
    type: Type
    source: Node


Typed: TypeAlias = Literal | Months | Days | Reference | Arithmetic | Compare | And | Or | Not | Choice | Call | Items


def children(node: Typed) -> tuple[Typed, ...]:
    """Return the direct parts of a node."""
    match node:
        case Arithmetic() | Compare():
            return (node.left, node.right)
        case And() | Or():
            return node.operands
        case Not():
            return (node.operand,)
        case Choice():
            return (*(part for row in node.rows for part in row), node.otherwise)
        case Call():
            return node.arguments
        case Items():
            return node.items
        case _:
            return ()


def walk(node: Typed) -> Iterator[Typed]:
    """Yield the node and everything below it, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))


def references(node: Typed, kind: NameKind) -> tuple[str, ...]:
    """Return the ids of one kind that the tree names, in order of first mention."""
    found = (part.id for part in walk(node) if isinstance(part, Reference) and part.kind is kind)
    return tuple(dict.fromkeys(found))
