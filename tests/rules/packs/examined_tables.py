"""Decision tables for tests of their examination, and what the engine says of a row for an input."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from operator import itemgetter

from huiqi_rules.model.decision_tables import DecisionTable, Row
from huiqi_rules.packs.table_analysis import Domain, Input, examine
from huiqi_rules.packs.table_analysis.wording import decimal_of
from huiqi_rules.scalar.checked import CHECKED
from huiqi_rules.scalar.compile import compile_expression
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.parser import parse_unary_tests

WHOLE = Domain("whole", low=Fraction(0), high=Fraction(20))
NUMBER = Domain("number", low=Fraction(0))
TEXT = Domain("text")
DAY = Domain("day")
TRUTH = Domain("truth")
SECTOR = Domain("options", options=("farm", "factory", "shop"))


def table(cells, *, hit="unique", otherwise=None):
    """Return a table of rows of cells; the answer of a row is its last cell where it is a number of its own, else null."""
    rows = []
    for row in cells:
        tests = tuple(parse_unary_tests(cell) for cell in row if isinstance(cell, str))
        answers = tuple(ast.Number(Decimal(cell)) for cell in row if not isinstance(cell, str)) or (ast.Null(),)
        rows.append(Row(tests, answers))
    inputs = tuple(ast.Name(f"in{number}") for number in range(len(rows[0].tests)))
    return DecisionTable("t", hit, inputs, ("out",), tuple(rows), otherwise)


def examination(made, *domains, figures=None, **options):
    """Return what is found of a table whose inputs have these domains."""
    inputs = tuple(Input(None, domain, frozenset({f"in{place}"}), f"in{place}") for place, domain in enumerate(domains))
    return examine(made, inputs, (figures or {}).get, **options)


def matching(made, values):
    """Return the rows that the engine says match an input."""
    given = {f"in{place}": as_fact(value) for place, value in enumerate(values)}

    def resolve(name):
        return itemgetter(name) if name in given else None

    found = []
    for number, row in enumerate(made.rows):
        question = made.condition(row)
        holds = question is None or compile_expression(question, resolve=resolve, semantics=CHECKED)(given)
        assert isinstance(holds, bool), (row, values)
        if holds:
            found.append(number)
    return found


def as_fact(value):
    """Return a value of an axis as a fact has it."""
    return decimal_of(value) if isinstance(value, Fraction) else value
