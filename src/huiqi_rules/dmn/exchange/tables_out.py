"""Tables of a pack as decision tables of the standard, where no input can be null and every test says the same there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from huiqi_rules.check.infer import infer
from huiqi_rules.check.problems import FormulaProblem
from huiqi_rules.check.tree import Reference, Typed
from huiqi_rules.dmn.exchange.disjoint import meeting
from huiqi_rules.dmn.exchange.elements_out import base_type, with_text
from huiqi_rules.dmn.exchange.feel_out import FeelWriter
from huiqi_rules.dmn.exchange.left import CannotHold
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.printer import print_expression, print_unary_tests
from huiqi_rules.syntax.walk import walk

_AS_FORMULA: Final = "it is written as a formula instead"
Resolve = Callable[[ast.Name], Reference]


class TableWriter:
    """Writes the tables of one version; `resolve` tells the types of the pack's names."""

    def __init__(self, writer: FeelWriter, resolve: Resolve) -> None:
        self.writer = writer
        self.resolve = resolve

    def uses(self, table: DecisionTable) -> tuple[Typed, ...]:
        """Return the typed formulas of a table; raise `CannotHold` where it cannot be a table of the standard."""
        inputs = tuple(self._typed(value) for value in table.inputs)
        if any(self.writer.may_be_null(value) for value in inputs):
            raise CannotHold(
                "an input of it may be unknown, for which a rule of the standard does not match", _AS_FORMULA
            )
        cells = [self._typed(part) for row in table.rows for tests in row.tests for part in _operands(tests)]
        if any(self.writer.may_be_null(cell) for cell in cells):
            raise CannotHold("a test of it may be unknown", _AS_FORMULA)
        answers = [self._typed(answer) for row in table.rows for answer in row.answers]
        return (*inputs, *cells, *answers, *(self._typed(answer) for answer in table.otherwise or ()))

    def table(self, id: str, table: DecisionTable, columns: Sequence[tuple[str, str]]) -> Element:
        """Return a table; `columns` holds the name and the type of each output."""
        numbers = count(1)
        element = Element("decisionTable", {"id": id, "hitPolicy": self._hit(table)})
        for value in table.inputs:
            typed = self._typed(value)
            column = SubElement(element, "input", {"id": f"{id}_{next(numbers)}"})
            kind = base_type(typed.type)
            with_text(
                SubElement(column, "inputExpression", {"typeRef": kind}), print_expression(self.writer.formula(typed))
            )
        for place, (name, kind) in enumerate(columns):
            named = {"name": name} if len(columns) > 1 else {}
            column = SubElement(element, "output", {"id": f"{id}_{next(numbers)}", **named, "typeRef": kind})
            if table.otherwise is not None:
                with_text(SubElement(column, "defaultOutputEntry"), self._answer(table.otherwise[place]))
        for row in table.rows:
            rule = SubElement(element, "rule", {"id": f"{id}_{next(numbers)}"})
            for tests in row.tests:
                with_text(SubElement(rule, "inputEntry"), print_unary_tests(self._tests(tests)))
            for answer in row.answers:
                with_text(SubElement(rule, "outputEntry"), self._answer(answer))
        return element

    def _hit(self, table: DecisionTable) -> str:
        # A pack asks the rules in their order; UNIQUE and ANY only where they can be shown to come to the same.
        if table.hit == "unique" and next(meeting(table.rows), None) is None:
            return "UNIQUE"
        return "FIRST"

    def _answer(self, answer: ast.Expression) -> str:
        return print_expression(self.writer.formula(self._typed(answer)))

    def _tests(self, tests: ast.UnaryTests) -> ast.UnaryTests:
        match tests.tests:
            case (ast.UnaryCompare("!=", operand),) if not tests.negated:
                return ast.UnaryTests((self._part(operand),), negated=True)
        return ast.UnaryTests(tuple(self._test(test) for test in tests.tests), tests.negated)

    def _test(self, test: ast.Test) -> ast.Test:
        match test:
            case ast.AnyValue():
                return test
            case ast.UnaryCompare("=", operand):
                return self._part(operand)
            case ast.UnaryCompare(operator, operand):
                return ast.UnaryCompare(operator, self._part(operand))
            case ast.RangeLiteral(low, high, low_included, high_included):
                ends = [None if end is None else self._part(end) for end in (low, high)]
                return ast.RangeLiteral(ends[0], ends[1], low_included, high_included)
            case _:
                return self._part(test)

    def _part(self, part: ast.Expression) -> ast.Expression:
        return self.writer.formula(self._typed(part))

    def _typed(self, part: ast.Expression) -> Typed:
        try:
            return infer(part, self.resolve)
        except FormulaProblem as problem:
            raise CannotHold(problem.problem, _AS_FORMULA) from None


def _operands(tests: ast.UnaryTests) -> list[ast.Expression]:
    found: list[ast.Expression] = []
    for test in tests.tests:
        match test:
            case ast.AnyValue():
                continue
            case ast.UnaryCompare(_, operand):
                found.append(operand)
            case ast.RangeLiteral(low, high):
                found.extend(end for end in (low, high) if end is not None)
            case _:
                if any(isinstance(node, ast.QuestionMark) for node in walk(test)):
                    raise CannotHold("a test of it computes with its input", _AS_FORMULA)
                found.append(test)
    return found
