"""A long table over a register: counts and sums in one short query, the same as company by company."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from huiqi_rules.api.engine import Subject
from huiqi_rules.columnar.layouts import layout_of
from huiqi_rules.columnar.query import summary_query
from huiqi_rules.columnar.store import connect
from huiqi_rules.plan.build import Wanted, build_plan
from huiqi_rules.plan.passes.order import for_totals
from huiqi_rules.scalar.program import figures_on
from tests.rules.columnar.agreement import DAY, engine_of
from tests.rules.columnar.generated_rules import HEAD
from tests.rules.columnar.test_long_tables_agree import LONG

RULES, ROWS = 150, 200
QUERY_MOST_CHARACTERS = 200_000


def overlapping(number):
    low, staff = number * 7 % 500, number % 40 * 10
    tests = f"'[{low}..{low + 20 + number % 30})', '[{staff}..{staff + 20})'"
    return f"          - [[{tests}], [{number + 1}, G{number % 7}]]"


@pytest.fixture(scope="module")
def engine():
    table = LONG.replace("inputs: [code, staff]", "hit: first\n        inputs: [sci, staff]")
    return engine_of(HEAD % "prize, size" + table % "\n".join(map(overlapping, range(RULES))))


@pytest.fixture(scope="module")
def companies():
    draw = Random(11)
    return [
        {name: Decimal(draw.randrange(520)) for name in ("sci", "staff") if draw.random() < 0.9} for _ in range(ROWS)
    ]


def test_a_long_table_adds_up_as_it_does_one_by_one(engine, companies):
    checked = engine.checked
    version = checked.version("award", engine.policy("award").versions[0].id)
    connection = connect()
    cells = ", ".join(f"({facts.get('sci', 'NULL')}, {facts.get('staff', 'NULL')})" for facts in companies)
    connection.execute(
        "CREATE TABLE made AS SELECT CAST(a AS DECIMAL(9,0)) AS sci, CAST(b AS DECIMAL(9,0)) AS staff "
        f"FROM (VALUES {cells}) AS given(a, b)"
    )
    source = layout_of(connection, "made", checked.rulebook.facts)
    wanted = Wanted(version, figures_on(checked.rulebook.parameters, DAY))

    query = summary_query(
        for_totals(build_plan([wanted], source.layout, DAY, outputs=False, missing=False)), source.sql
    )
    met, not_met, unknown, low, high, _ = connection.execute(query).fetchone()

    single = engine.assess_all("award", DAY, [Subject(f"s{place}", facts) for place, facts in enumerate(companies)])
    outcomes = [str(one.outcome) for one in single]
    assert len(query) <= QUERY_MOST_CHARACTERS
    assert (met, not_met, unknown) == tuple(map(outcomes.count, ("met", "not_met", "unknown")))
    assert min(met, unknown) > 0
    assert low == high == sum(one.amount for one in single if one.outcome == "met")
