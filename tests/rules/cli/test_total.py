"""`huiqi rules total` prints what `huiqi rules run` counts, and refuses what is no register of typed columns."""

from __future__ import annotations

import json

import duckdb
import pytest

from huiqi_rules.cli import main

GIVEN = ("--pack", "national", "--as-of", "2024-06-01", "--policy", "above-scale")
REGISTER = """SELECT 'C' || range AS id, CAST(range * 5000000 AS DECIMAL(18,2)) AS 营业收入, CAST(range AS INTEGER) AS 职工总数,
    ['工业', NULL][1 + range % 2] AS 备注 FROM range(20)"""


def write(path, select):
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return str(path)


@pytest.fixture
def register(tmp_path):
    return write(tmp_path / "register.parquet", REGISTER)


def test_it_counts_what_a_run_counts(register, tmp_path, capsys):
    assert main(["rules", "total", *GIVEN, "--table", register]) == 0
    totals = capsys.readouterr()
    assert main(["rules", "run", *GIVEN, "--table", register, "--out", str(tmp_path / "out.csv")]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("above-scale / ")]
    assert lines and all(line in totals.out.splitlines() for line in lines)
    assert "20 companies" in totals.out
    assert "备注" in totals.err


def test_as_data_sums_are_exact_texts(register, capsys):
    assert main(["rules", "total", *GIVEN, "--table", register, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["companies"], data["as_of"], data["not_computed"]) == (20, "2024-06-01", [])
    for clause in data["clauses"]:
        assert clause["met"] + clause["not_met"] + clause["unknown"] == 20
        assert clause["amount_low"] is None or clause["amount_low"].partition(".")[2].isdigit()


def test_clauses_before_their_limits_are_named(tmp_path, capsys):
    table = write(tmp_path / "register.parquet", "SELECT 'a' AS id, TRUE AS 获评知识产权示范企业")
    given = ("--pack", "ningbo", "--as-of", "2024-06-01", "--table", table)
    assert main(["rules", "total", *given]) == 0
    said = capsys.readouterr().out
    assert main(["rules", "total", *given, "--json"]) == 0
    limited = [one for one in json.loads(capsys.readouterr().out)["clauses"] if one["before_limits"]]
    (line,) = [line for line in said.splitlines() if line.startswith("before their limits")]
    assert limited
    assert all(f"{one['policy']} / {one['clause']}" in line for one in limited)


@pytest.mark.parametrize(
    ("changed", "message"),
    (
        (("--table", "companies.csv"), "only Parquet files are added up where they lie"),
        (("--table", "none.parquet"), "the file can't be read"),
        (("--policy", "nope"), "nope: no such policy in the pack; it has: "),
    ),
)
def test_what_cannot_be_added_up_is_2(register, capsys, changed, message):
    assert main(["rules", "total", *GIVEN, "--table", register, *changed]) == 2
    assert message in capsys.readouterr().err
