"""Checks over the columns of one row: a comparison that a possible row fulfils, and the facts in doubt when it does not."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from huiqi_rules.core.spans import Place
from huiqi_rules.tables.numerals import Numeral, fold, parse_numeral

_OPERATORS: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<=": operator.le, ">=": operator.ge, "!=": operator.ne, "≤": operator.le, "≥": operator.ge, "≠": operator.ne,
    "==": operator.eq, "=": operator.eq, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
_RULE: Final = re.compile(r"([^<>=!≤≥≠]+)(<=|>=|!=|==|≤|≥|≠|=|<|>)([^<>=!≤≥≠]+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """`left operator right`; a side is a number or the header of a column."""

    left: Decimal | str
    operator: str
    right: Decimal | str

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the columns that the rule reads."""
        return tuple(side for side in (self.left, self.right) if isinstance(side, str))

    def holds(self, numbers: Mapping[str, Decimal | None]) -> bool | None:
        """Return whether the rule holds for a row's numbers by header; None where one is unknown."""
        left = numbers[self.left] if isinstance(self.left, str) else self.left
        right = numbers[self.right] if isinstance(self.right, str) else self.right
        return None if left is None or right is None else _OPERATORS[self.operator](left, right)


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of a column map with the facts that become unknown where it fails, and its message."""

    id: str
    text: str
    rule: Rule
    facts: tuple[str, ...]
    zh: str
    en: str
    place: Place


def parse_rule(text: str) -> Rule | None:
    """Return the comparison, or None where the text is none or compares no column."""
    match = _RULE.fullmatch(text.strip())
    if match is None:
        return None
    left, right = _side(match[1]), _side(match[3])
    rule = Rule(left, match[2], right) if left != "" and right != "" else None
    return rule if rule is not None and rule.headers else None


def _side(text: str) -> Decimal | str:
    numeral = parse_numeral(fold(text))
    return numeral.value if isinstance(numeral, Numeral) else text.strip()
