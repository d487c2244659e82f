"""A totalled plan counts and sums what the plan of all rows answers, whatever is unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.check.rulebook import CheckedRulebook, check_rulebook
from huiqi_rules.columnar.layouts import Source, UnreadableColumn, layout_of, store_source
from huiqi_rules.columnar.query import SUMMARY_WIDTH, summary_query
from huiqi_rules.columnar.running import single_rows
from huiqi_rules.columnar.store import connect
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs import load_pack
from huiqi_rules.plan.build import Wanted, build_plan
from huiqi_rules.plan.passes.order import for_rows, for_totals
from huiqi_rules.scalar.program import figures_on

PACK = Path(__file__).resolve().parents[3] / "benchmarks" / "policies"
DAY = date(2026, 11, 21)
REGISTER = """(SELECT
    CASE WHEN range % 7 = 0 THEN NULL ELSE range % 5 > 1 END AS hnte,
    CASE WHEN range % 11 = 0 THEN NULL ELSE range % 9 = 0 END AS dishonest,
    CASE WHEN range % 5 = 0 THEN NULL ELSE CAST(range * 61 AS DECIMAL(12,2)) END AS rd,
    CASE WHEN range % 13 = 0 THEN NULL ELSE CAST(range * 1000 AS DECIMAL(12,2)) END AS sales,
    CAST(range * 900 AS DECIMAL(12,2)) AS sales_before,
    CAST(range % 40 AS INTEGER) AS rd_staff, CAST(range % 90 AS INTEGER) AS staff,
    CASE WHEN range % 6 = 0 THEN NULL ELSE ['A', 'B', 'C', 'D'][1 + range % 4] END AS credit,
    CASE WHEN range % 3 = 0 THEN NULL ELSE range % 2 = 0 END AS specialised,
    CASE WHEN range % 4 = 0 THEN NULL ELSE CAST(range % 6 AS DECIMAL(3,0)) END AS standards
    FROM range(3000))"""


@pytest.fixture(scope="module")
def checked() -> CheckedRulebook:
    return check_rulebook(load_pack(PACK).rulebook, Findings())


def summaries(checked: CheckedRulebook, *, totalled: bool, clustered: bool = False) -> tuple[object, ...]:
    with connect() as connection:
        source = layout_of(connection, REGISTER, checked.rulebook.facts)
        if clustered:
            source = store_source(connection, source, "register")
        figures = figures_on(checked.rulebook.parameters, DAY)
        wanted = [Wanted(version, figures) for version in checked.versions.values()]
        plan = build_plan(wanted, source.layout, DAY, outputs=False, missing=False)
        query = summary_query(for_totals(plan) if totalled else for_rows(plan), source.sql)
        return single_rows(connection, [query])[0]


def test_totals_equal_the_sums_over_rows(checked: CheckedRulebook) -> None:
    assert summaries(checked, totalled=True) == summaries(checked, totalled=False)


def test_the_order_of_rows_changes_no_sum(checked: CheckedRulebook) -> None:
    assert summaries(checked, totalled=True, clustered=True) == summaries(checked, totalled=True)


def test_every_answer_occurs_and_money_is_exact(checked: CheckedRulebook) -> None:
    row = summaries(checked, totalled=True)
    subsidy = row[SUMMARY_WIDTH : 2 * SUMMARY_WIDTH]

    met, not_met, unknown, low, high, open_amounts = subsidy

    assert min(met, not_met, unknown) > 0  # type: ignore[type-var]  # counts of a query
    assert met + not_met + unknown == 3000  # type: ignore[operator]  # counts of a query
    assert isinstance(low, Decimal) and low == high
    assert open_amounts == 0


def test_a_binary_number_is_refused_with_its_column(checked: CheckedRulebook) -> None:
    with connect() as connection, pytest.raises(UnreadableColumn, match="'rd' holds DOUBLE"):
        layout_of(connection, "(SELECT CAST(1.5 AS DOUBLE) AS rd)", checked.rulebook.facts)


def test_columns_that_are_no_facts_are_left_out(checked: CheckedRulebook) -> None:
    with connect() as connection:
        source = layout_of(connection, "(SELECT 1 AS staff, 'x' AS remark)", checked.rulebook.facts)

    assert isinstance(source, Source)
    assert list(source.layout.facts) == ["staff"]
