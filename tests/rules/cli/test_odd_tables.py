"""What people hand to `huiqi rules run` by mistake is told in one line that says what it is and what to do; nothing is guessed."""

from __future__ import annotations

import duckdb
import pytest

from huiqi_rules.cli import main

GIVEN = ("--pack", "national", "--as-of", "2024-06-01", "--policy", "above-scale")
HEAD = "统一社会信用代码,企业名称,营业收入,职工总数\n"
ROW = "91330200MA2A00001Y,宁波某某,30000000,25\n"


@pytest.fixture
def run(tmp_path, capsys):
    def assess(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["rules", "run", *GIVEN, "--table", str(path), "--out", str(tmp_path / "out.csv")])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return assess


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "gb18030", "utf-16"))
@pytest.mark.parametrize("delimiter", (",", ";", "\t"))
def test_every_way_that_spreadsheets_save_a_text_table_is_read(run, encoding, delimiter):
    code, out, err = run("a.csv", (HEAD + ROW).replace(",", delimiter).encode(encoding))
    assert (code, err) == (0, "")
    assert "1 rows read: 1 subjects" in out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    (
        ("a.csv", "", "the file is empty"),
        ("a.csv", "\n \n\n", "the table holds nothing but empty rows"),
        ("a.csv", "统一信用代码,营业收入\nA,1\n", "no column holds the id of a row; row 1 has 统一信用代码, 营业收入"),
        ("a.csv", "编号,甲,乙\nA,1,2\n", "no column names a fact of the dictionary; row 1 has 编号, 甲, 乙"),
        ("a.csv", "2024年名录,,\n编号,营业收入,职工总数\nA,1,2\n", "no column holds the id of a row; row 2 looks like the header"),
        ("a.csv", "编号,编号,营业收入\nA,B,1\n", "ids could be read from several columns called “编号”: A1, B1"),
        ("a.csv", HEAD.encode() + b"\xff\xfe\xfa,1,2,3\n", "the text is neither UTF-8 nor GB18030"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "this is an old workbook (.xls)"),
        ("a.xls", "<html><table>", "this is not a workbook, whatever its name says"),
        ("a.xlsx", HEAD + ROW, "this is not a workbook, whatever its name says"),
        ("a.parquet", HEAD + ROW, "this is not a Parquet file"),
        ("a.json", "[]", "“.json” is no kind of table that can be read"),
    ),
)  # fmt: skip
def test_what_is_no_register_is_refused(run, name, content, said):
    code, out, err = run(name, content)
    assert (code, out) == (2, "")
    assert f"{name}" in err and said in err


def test_a_header_without_companies_is_told(run):
    code, out, err = run("a.csv", HEAD)
    assert code == 0
    assert "0 rows written" in out
    assert "no company was read" in err


def test_a_fact_given_in_two_columns_is_told(run):
    _, out, err = run("a.csv", "编号,营业收入,营业收入\nA,1,2\n")
    assert "columns not read: 营业收入" in out
    assert "C1: warning[column-twice]: the column “营业收入” holds the same fact as B1" in err


def test_too_many_rows_are_refused_before_they_are_read(run, tmp_path, monkeypatch, capsys):
    for module in ("delimited", "parquet", "sources"):
        monkeypatch.setattr(f"huiqi_rules.tables.{module}.ROWS_MAXIMUM", 5)
    said = "the table has 7 rows, 5 at most are read one by one"
    code, out, err = run("a.csv", HEAD + ROW * 6)
    assert (code, out) == (2, "")
    assert said in err and "huiqi rules total" in err
    # A quoted cell may hold line breaks: only reading tells how many rows there are.
    code, _, err = run("a.csv", HEAD + ROW.replace("宁波某某", '"宁波\n某某"') * 6)
    assert code == 2
    assert "the table has more than 5 rows" in err
    path = tmp_path / "many.parquet"
    duckdb.execute(f"COPY (SELECT 'C' || range AS 编号, range AS 职工总数 FROM range(7)) TO '{path}' (FORMAT parquet)")
    assert main(["rules", "run", *GIVEN, "--table", str(path), "--out", str(tmp_path / "out.csv")]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    (
        ("a.csv", HEAD + ROW, "as JSON; `huiqi rules run` assesses a table"),
        ("a.xlsx", "x", "as JSON; `huiqi rules run` assesses a table"),
        ("a.json", " \n", "the file is empty"),
    ),
)
def test_a_table_given_as_the_facts_of_one_subject_is_told(tmp_path, capsys, name, content, said):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert main(["rules", "assess", *GIVEN, "--facts", str(path)]) == 2
    assert said in capsys.readouterr().err
