"""Counts and sums on Spark, read by its own tasks from several Parquet files, equal those of DuckDB."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.cli.opening import open_pack
from huiqi_rules.columnar.query import summary_query
from huiqi_rules.columnar.store import connect, store_subjects
from huiqi_rules.plan.build import Wanted, build_plan
from huiqi_rules.plan.passes.order import for_totals
from huiqi_rules.scalar.program import figures_on

DAY = date(2024, 6, 1)
PACK = Path(__file__).resolve().parents[3] / "examples" / "first-pack"


@pytest.mark.spark
def test_several_files_are_summed_as_one_register_on_spark(tmp_path, spark_session):
    from huiqi_rules.columnar.spark import spark_summary

    pack = open_pack(str(PACK))
    rulebook = pack.checked.rulebook
    rows = [
        {
            "registered_here": True,
            "provincial_award": Decimal(f"{number}.01"),
            "defaulter": (False, None, True)[number % 3],
        }
        for number in range(60)
    ]
    connection = connect()
    stored = store_subjects(connection, rows, rulebook.facts)
    files = [str(tmp_path / f"{part}.parquet") for part in range(3)]
    for part, path in enumerate(files):
        connection.execute(f"COPY (SELECT * FROM register WHERE \"row#\" % 3 = {part}) TO '{path}' (FORMAT parquet)")
    wanted = Wanted(pack.checked.version("provincial-match", "2023"), figures_on(rulebook.parameters, DAY))
    plan = for_totals(build_plan([wanted], stored.layout, DAY, outputs=False, missing=False))
    expected = connection.execute(summary_query(plan, "register")).fetchone()
    connection.close()
    assert expected is not None
    assert expected[:3] == (20, 20, 20)
    assert spark_summary(spark_session, plan, files) == expected
