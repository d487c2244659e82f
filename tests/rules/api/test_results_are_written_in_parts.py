"""A run's answers are written some rows at a time: the file is the same as if they were written at once."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.api import RegisterFacts, run_register
from huiqi_rules.api.results import HEADER, write_results
from huiqi_rules.cli.opening import open_pack

PACK = Path(__file__).resolve().parents[3] / "examples" / "first-pack"
DAY = date(2024, 6, 1)
COMPANIES = 7


def register(companies: int) -> RegisterFacts:
    """Return so many companies, of which every third is met, refused, unknown."""
    numbers = range(companies)
    return RegisterFacts(
        tuple(f"c{number}" for number in numbers),
        tuple(f"公司{number}" for number in numbers),
        {
            "registered_here": [True for _ in numbers],
            "provincial_award": [Decimal(number) for number in numbers],
            "defaulter": [(False, True, None)[number % 3] for number in numbers],
        },
    )


def written(path: Path, companies: int) -> list[list[str]]:
    run = run_register(open_pack(str(PACK)).engine, register(companies), DAY)
    try:
        count = write_results(run, str(path))
    finally:
        run.close()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert count == len(rows) - 1
    return rows


@pytest.mark.parametrize("at_once", (1, 2, COMPANIES))
def test_parts_are_in_the_order_of_the_whole(tmp_path, monkeypatch, at_once):
    whole = written(tmp_path / "whole.csv", COMPANIES)
    monkeypatch.setattr("huiqi_rules.api.results.ROWS_AT_ONCE", at_once)
    assert written(tmp_path / "parts.csv", COMPANIES) == whole
    rows = [dict(zip(HEADER, row, strict=True)) for row in whole[1:]]
    order = [(row["policy"], row["clause"], int(row["subject"].removeprefix("c"))) for row in rows]
    assert order == sorted(order)
    assert {row["outcome"] for row in rows} == {"met", "not_met", "unknown"}


@pytest.mark.parametrize("ending", ("csv", "xlsx", "parquet"))
def test_a_register_of_nobody_is_a_table_without_rows(tmp_path, ending):
    run = run_register(open_pack(str(PACK)).engine, register(0), DAY)
    assert write_results(run, str(tmp_path / f"none.{ending}")) == 0
    run.close()
    assert list(tmp_path.iterdir()) == [tmp_path / f"none.{ending}"]
