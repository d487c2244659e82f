"""What a decision gives, held against what it is declared to give."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from huiqi_rules.check.tree import Literal, Typed
from huiqi_rules.core.types import DateType, DurationType, EnumType, ListType, NumberType, SetType, TextType, Type
from huiqi_rules.dmn.exchange.disjoint import constant
from huiqi_rules.dmn.exchange.kinds import Kind
from huiqi_rules.dmn.exchange.left import CannotHold
from huiqi_rules.syntax import ast

_ONE: Final = "give one figure, text, date or yes/no in the model"


def refuse_misfit(kind: Kind | None, tree: ast.Expression, typed: Typed) -> None:
    """Raise `CannotHold` where the standard would answer null for what a formula gives, or a pack has no such values."""
    found = typed.type
    if isinstance(typed, Literal) and typed.value is None:
        # Never known: it fits any declared type.
        return
    if isinstance(found, DurationType | ListType | SetType):
        raise CannotHold(f"its result is a {found}, and a value of a pack is one figure, text, date or yes/no", _ONE)
    if kind is None:
        return
    if _family(kind.type) is not _family(found):
        raise CannotHold(
            f"it is declared as {kind.type} and gives {found}, for which the standard answers null",
            "correct one of the two",
        )
    answers = [constant(leaf) for leaf in _leaves(tree) if not isinstance(leaf, ast.Null)]
    restricted_ = isinstance(kind.type, EnumType) or (kind.minimum, kind.maximum, kind.unheld) != (None, None, None)
    if restricted_ and not (isinstance(found, EnumType) and found == kind.type) and not _all_allowed(kind, answers):
        raise CannotHold(
            "its type allows only some values, and it may give others", "give it a plain type in the model"
        )


def _all_allowed(kind: Kind, answers: list[object]) -> bool:
    if kind.unheld is not None:
        return False
    if isinstance(kind.type, EnumType):
        return all(answer in kind.type.options for answer in answers)
    low, high = kind.minimum, kind.maximum
    return all(
        isinstance(answer, Decimal) and (low is None or low <= answer) and (high is None or answer <= high)
        for answer in answers
    )


def _leaves(tree: ast.Expression) -> list[ast.Expression]:
    match tree:
        case ast.If(_, consequence, alternative):
            return [*_leaves(consequence), *_leaves(alternative)]
        case ast.FirstMatch(rows, otherwise):
            return [leaf for _, answer in rows for leaf in _leaves(answer)] + _leaves(otherwise)
        case _:
            return [tree]


def result_type(kind: Kind | None, typed: Typed) -> Type:
    """Return the type of a named value: the declared one where it says more than the formula."""
    found = typed.type
    if isinstance(typed, Literal) and typed.value is None:
        return NumberType() if kind is None or isinstance(kind.type, SetType) else kind.type
    if kind is not None and isinstance(kind.type, EnumType):
        return kind.type
    if isinstance(found, NumberType):
        unit = (
            found.unit
            if found.unit is not None or kind is None or not isinstance(kind.type, NumberType)
            else kind.type.unit
        )
        return NumberType(NumberType().unit if unit is None else unit)
    return found


def _family(kind: Type) -> type:
    if isinstance(kind, EnumType | TextType):
        return TextType
    return NumberType if isinstance(kind, NumberType) else DateType if isinstance(kind, DateType) else type(kind)
