"""A register in Parquet is counted where it lies, or kept, as it is run row by row; what is not ready for that is refused by column."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from huiqi_rules.api.large import LargeRegister, _facts_read
from huiqi_rules.api.register import run_register
from huiqi_rules.api.sheets import column_types, register_facts
from huiqi_rules.core.diagnostics import AuthorError
from huiqi_rules.tables.reading import read_table
from huiqi_rules.tables.sources import TableError
from tests.rules.api.added_by_hand import plain
from tests.rules.columnar.agreement import DAY, engine_of
from tests.rules.columnar.generated_rules import Rule, rows, rules

NIGHTLY = settings().max_examples > 1000
MONEY = ("sales", "cost", "loan", "yearly_sales", "yearly_rd")
RULE = Rule(
    {"due": "sales * 0.1"},
    {"good": 'grade = "A"', "small": "staff < 100", "fair": "not(listed)", "old": 'founded < @"2020-01-01"'},
    {"k": (("good", "small"), "due"), "f": (("fair", "old"), "元(5)"), "t": ((), "if set size(titles) > 1 then loan else 元(0)")},
)  # fmt: skip


def parquet(path, select):
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return str(path)


def by_rows(engine, path):
    """The same file the careful way: read cell by cell, answered row by row."""
    facts = engine.checked.rulebook.facts
    register = read_table(path, column_types(facts))
    assert register.unread_row_count == 0
    assert [one for one in register.problems if one.code != "unread-column"] == []
    run = run_register(engine, register_facts(register, facts), DAY, limits=False)
    found = plain(run.summaries), len(register.subjects)
    run.close()
    return found


def by_columns(engine, path, *, is_kept=False):
    with LargeRegister(engine, path, is_kept=is_kept) as register:
        return plain(register.totals(DAY).summaries), register.rows


def cell(name, value):
    """A fact as a typed cell of a file that people write: texts in their own words."""
    if value is None or (name in {"code", "grade"} and value in {"", "\\N", "NULL"}):
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, frozenset):
        return f"'{'、'.join(sorted(value))}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else f"'{value}'"


def file_of(population):
    """A query of the rows as typed columns; numbers and dates that are absent are left open, other absences are words."""
    types = dict.fromkeys(("staff", "sci", "items", "share", "growth"), "DECIMAL(24,4)")
    types |= {f"{name}[{year}]": "DECIMAL(24,2)" for name in MONEY[3:] for year in range(2021, 2025)}
    types |= dict.fromkeys(MONEY[:3], "DECIMAL(24,2)")
    types |= {
        "founded": "DATE",
        "listed": "BOOLEAN",
        "granted": "BOOLEAN",
        "grade": "VARCHAR",
        "code": "VARCHAR",
        "titles": "VARCHAR",
    }
    lines = []
    for number, row in enumerate(population):
        cells = [f"'C{number}' AS id"]
        for name, kind in types.items():
            fact, _, year = name.rstrip("]").partition("[")
            value = row.get(fact)
            if isinstance(value, dict):
                value = value.get(int(year))
            if value is not None and repr(value) == "ABSENT":
                value = "不适用" if fact in {"grade", "code", "titles"} else None
            text = cell(fact, value if not hasattr(value, "isoformat") else value.isoformat())
            cells.append(f'CAST({text} AS {kind}) AS "{name}"')
        lines.append("SELECT " + ", ".join(cells))
    return " UNION ALL ".join(lines)


@settings(max_examples=500 if NIGHTLY else 15, suppress_health_check=list(HealthCheck), deadline=None)
@given(rule=rules(), population=rows(5), is_kept=st.booleans())
def test_generated_registers_are_counted_as_they_are_run(rule, population, is_kept):
    note(rule.yaml())
    engine = engine_of(rule.yaml())
    # What a sheet reports as impossible, and a sheet that no rule reads, are tried below.
    assume(_facts_read(engine))
    counts = [row.get(name) for row in population for name in ("staff", "sci", "items")]
    assume(all(value == int(value) for value in counts if isinstance(value, Decimal)))
    with tempfile.TemporaryDirectory() as folder:
        path = parquet(Path(folder, "register.parquet"), file_of(population))
        counted = by_columns(engine, path, is_kept=is_kept)
        ran = by_rows(engine, path)
        assert counted[1] == ran[1]
        assert {key: ran[0][key] for key in counted[0]} == counted[0]


WORDS = """SELECT 'C' || range AS 编号, '企业' || range AS 企业名称, ['A', 'b', '无', '-', NULL][1 + range % 5] AS 等级,
    CAST(range AS INTEGER) AS 职工, ['是', '否', '不适用', NULL][1 + range % 4] AS 失信,
    [['x', 'y'], ['x'], [], NULL][1 + range % 4] AS 称号, DATE '2019-12-31' + CAST(range AS INTEGER) AS 成立,
    CAST(range * 1000 + 0.05 AS DECIMAL(18,2)) AS 销售, CAST(12000000000 AS DECIMAL(30,2)) AS 贷款, 'x' AS 备注
    FROM range(200)"""


@pytest.mark.parametrize("is_kept", (False, True))
def test_words_of_people_mean_what_they_mean_in_a_sheet(tmp_path, is_kept):
    engine = engine_of(RULE.yaml())
    path = parquet(tmp_path / "register.parquet", WORDS)
    counted, companies = by_columns(engine, path, is_kept=is_kept)
    assert (counted, companies) == by_rows(engine, path)
    assert companies == 200
    met, not_met, unknown, low, high, _ = counted["award", "k"]
    assert min(met, not_met, unknown) > 0
    assert low == high > 0
    assert counted["award", "t"][3] == 50 * Decimal(12_000_000_000)


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    (
        ("CAST(5 AS DOUBLE) AS 销售", "column-type", "销售: the column holds DOUBLE, a whole or decimal number is needed"),
        ("'5万' AS 销售", "column-type", "销售: the column holds VARCHAR"),
        ('5 AS "销售(万元)"', "column-unit", "the header says 万元"),
        ("TIMESTAMP '2020-01-01' AS 成立", "column-type", "成立: the column holds TIMESTAMP"),
        ("'E' AS 等级", "text-unread", "等级: “E” is none of the options: A、B、C"),
        ("5 AS 等级", "column-type", "等级: the column holds INTEGER, text is needed"),
        ("2.5 AS 职工", "impossible", "职工: 3 figures are not whole"),
        ("CAST('2000000000000000' AS DECIMAL(20,0)) AS 销售", "impossible", "销售: 3 figures are above 1,000,000,000,000,000"),
        ("CASE WHEN range > 0 THEN 'C' ELSE '合计' END AS 编号", "no-subject", "1 rows have no plain id"),
        ("CASE WHEN range > 0 THEN 'C' || range END AS 编号", "no-subject", "1 rows have no plain id"),
        ("'C ' || range AS 编号", "no-subject", "3 rows have no plain id"),
        ("'企业' || least(range, 1) AS 编号", "duplicate-rows", "ids stand in more than one row, among them 企业1"),
        ("range + 0.5 AS 编号", "column-type", "ids are held as DECIMAL"),
        ("'总 计：' AS 企业名称", "no-subject", "3 rows have no plain id, or are rows of totals"),
    ),
)  # fmt: skip
def test_what_is_not_ready_is_refused_and_named(tmp_path, changed, code, said):
    usual = {"编号": "'C' || range AS 编号", "职工": "CAST(range AS INTEGER) AS 职工"}
    column = changed.rpartition(" AS ")[2]
    select = f"SELECT {', '.join([text for name, text in usual.items() if name != column] + [changed])} FROM range(3)"
    path = parquet(tmp_path / "register.parquet", select)
    with pytest.raises(AuthorError) as refused:
        LargeRegister(engine_of(RULE.yaml()), path)
    (finding,) = refused.value.diagnostics
    assert finding.code == code
    assert said in finding.problem
    assert "huiqi rules run" in finding.remedy


def test_everything_that_is_not_ready_is_said_at_once(tmp_path):
    select = "SELECT 'a' AS id, CAST(1 AS DOUBLE) AS 销售, 'F' AS 等级, TIMESTAMP '2020-01-01' AS 成立 FROM range(2)"
    path = parquet(tmp_path / "register.parquet", select)
    with pytest.raises(AuthorError) as refused:
        LargeRegister(engine_of(RULE.yaml()), path)
    assert [one.code for one in refused.value.diagnostics] == [
        "column-type",
        "text-unread",
        "column-type",
        "duplicate-rows",
    ]


def test_a_file_that_is_none_or_damaged_is_told(tmp_path):
    engine = engine_of(RULE.yaml())
    none, cut = tmp_path / "none.parquet", tmp_path / "cut.parquet"
    parquet(cut, WORDS)
    cut.write_bytes(cut.read_bytes()[:900])
    with pytest.raises(TableError, match="can't be read"):
        LargeRegister(engine, str(none))
    with pytest.raises(TableError, match="the Parquet file can't be read"):
        LargeRegister(engine, str(cut))


def test_many_ids_are_compared_in_parts(tmp_path, monkeypatch):
    monkeypatch.setattr("huiqi_rules.api.large._IDS_AT_ONCE", 50)
    path = parquet(tmp_path / "register.parquet", WORDS)
    assert by_columns(engine_of(RULE.yaml()), path)[1] == 200
    parquet(path, WORDS.replace("'C' || range", "'C' || range // 2"))
    with pytest.raises(AuthorError, match="more than one row, among them C0, C1, C10"):
        LargeRegister(engine_of(RULE.yaml()), path)


def test_columns_that_no_rule_reads_are_refused(tmp_path):
    engine = engine_of(Rule({"v": "1"}, {"c": "items > 5"}, {"k": (("c",), None)}).yaml())
    path = parquet(tmp_path / "register.parquet", "SELECT 'a' AS id, 5 AS 销售")
    with pytest.raises(AuthorError, match="no column names a fact that a rule of this pack reads"):
        LargeRegister(engine, path)


def test_a_register_of_nobody_is_counted(tmp_path):
    path = parquet(tmp_path / "register.parquet", WORDS + " LIMIT 0")
    counted, companies = by_columns(engine_of(RULE.yaml()), path)
    assert companies == 0
    assert counted["award", "k"] == (0, 0, 0, 0, 0, 0)
