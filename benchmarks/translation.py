"""The bench's policies in the languages of other engines, made from the same formulas: numpy for OpenFisca, and zen's own.

Texts are given to numpy as codes, days as numbers of days since 1970; both as the other engine would have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from benchmarks import workload
from huiqi_rules.check.rulebook import CheckedRulebook
from huiqi_rules.core.types import EnumType
from huiqi_rules.model.policy import ExactAmount
from huiqi_rules.scalar.program import figures_on
from huiqi_rules.syntax import ast

Language = Literal["numpy", "zen"]
_MONEY = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


@dataclass(frozen=True, slots=True)
class Translator:
    """One language, the figures of the day, and the codes of texts by fact."""

    language: Language
    figures: Mapping[str, Decimal | str | None]
    codes: Mapping[str, Mapping[str, int]]

    def text(self, node: ast.Expression, fact: str = "") -> str:
        """Return the formula as text; `fact` is what a text constant is compared with."""
        numpy = self.language == "numpy"
        match node:
            case ast.Number(value=value):
                return f"{value:f}"
            case ast.String(value=value):
                return str(self.codes[fact][value]) if numpy else f'"{value}"'
            case ast.Temporal(text=day):
                return str((date.fromisoformat(day) - date(1970, 1, 1)).days)
            case ast.Name(name=name):
                return f"{self.figures[name]:f}" if name in self.figures else name
            case ast.Arithmetic(operator=operator, left=left, right=right):
                return f"({self.text(left)} {operator} {self.text(right)})"
            case ast.Compare(operator=operator, left=ast.Arithmetic(operator="/") as ratio, right=right):
                # Division by zero stops zen with an error, and is infinite in numpy: both are spared it, as a user would.
                bottom, test = self.text(ratio.right), f"({self.text(ratio)} {operator} {self.text(right)})"
                return f"(({bottom} != 0) & {test})" if numpy else f"({bottom} == 0 ? false : {test})"
            case ast.Compare(operator=operator, left=left, right=right):
                sign = "==" if operator == "=" else operator
                return f"({self.text(left)} {sign} {self.text(right, left.name if isinstance(left, ast.Name) else '')})"
            case ast.In(value=ast.Name(name=name), tests=tests):
                return f"({' | '.join(f'({name} == {self.codes[name][one.value]})' for one in tests)})" if numpy else (
                    f"({name} in [{', '.join(self.text(one) for one in tests)}])"
                )  # fmt: skip
            case ast.And(operands=operands):
                return f"({(' & ' if numpy else ' and ').join(self.text(one) for one in operands)})"
            case ast.Or(operands=operands):
                return f"({(' | ' if numpy else ' or ').join(self.text(one) for one in operands)})"
            case ast.If(condition=condition, consequence=consequence, alternative=alternative):
                parts = [self.text(part) for part in (condition, consequence, alternative)]
                return f"where({', '.join(parts)})" if numpy else f"({parts[0]} ? {parts[1]} : {parts[2]})"
            case ast.Call(function=ast.Name(name=name), arguments=arguments):
                return self._call(name, arguments)
            case _:
                raise AssertionError(node)

    def _call(self, name: str, arguments: tuple[ast.Expression, ...]) -> str:
        numpy = self.language == "numpy"
        first = self.text(arguments[0])
        if name in _MONEY:
            return f"({first} * {_MONEY[name]})"
        if name == "not":
            return f"(~{first})" if numpy else f"(not {first})"
        assert name == "starts with" and isinstance(arguments[1], ast.String), name
        return f"({first} // 100 == {arguments[1].value})" if numpy else f'startsWith({first}, "{arguments[1].value}")'


def policies(checked: CheckedRulebook, language: Language) -> list[dict[str, str]]:
    """Return outcome and amount of the 25 policies as texts; the amount holds where the outcome does."""
    codes = {
        fact.id: {option: number for number, option in enumerate(fact.type.options)}
        for fact in checked.rulebook.facts.values()
        if isinstance(fact.type, EnumType)
    }
    translator = Translator(language, figures_on(checked.rulebook.parameters, workload.DAY), codes)
    found = []
    for version in workload.versions(checked):
        clause = version.version.clauses[0]
        tests = {one.id: one.when.tree for one in version.version.conditions}
        outcome = (" & " if language == "numpy" else " and ").join(
            f"({translator.text(tests[need])})" for need in clause.needs
        )
        assert isinstance(clause.amount, ExactAmount)
        amount = translator.text(clause.amount.of.tree)
        if clause.amount.at_most is not None:
            most = translator.text(clause.amount.at_most.tree)
            amount = f"minimum({amount}, {most})" if language == "numpy" else f"min([{amount}, {most}])"
        found.append({"policy": version.policy.id, "outcome": outcome, "amount": amount})
    return found


def codes_of(checked: CheckedRulebook) -> dict[str, list[str]]:
    """Return the options of every enum fact, in the order of their codes."""
    return {
        fact.id: list(fact.type.options) for fact in checked.rulebook.facts.values() if isinstance(fact.type, EnumType)
    }
