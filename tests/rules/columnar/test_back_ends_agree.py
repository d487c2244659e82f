"""Closures and DuckDB answer every generated rule alike over every generated row: outcome, reasons, money, unknowns."""

from __future__ import annotations

from hypothesis import assume, given, note, settings

from huiqi_rules.columnar.printer import PlanOverflow
from tests.rules.columnar.agreement import both_answers, differences, engine_of
from tests.rules.columnar.generated_rules import rows, rules

NIGHTLY = settings().max_examples > 1000


@settings(max_examples=1500 if NIGHTLY else 150)
@given(rule=rules(), population=rows(8))
def test_generated_rules_have_one_answer(rule, population):
    note(rule.yaml())
    engine = engine_of(rule.yaml())
    try:
        scalar, columnar = both_answers(engine, population)
    except PlanOverflow:
        # Refused with a message; a wrong answer would be worse.
        assume(False)
    assert differences(scalar, columnar) == []
