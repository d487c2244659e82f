"""`huiqi clock due`: the answer as JSON and in words, without a database, and a clear message for what makes no sense."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from huiqi.site.commands import main

SOURCES = Path(__file__).parents[2] / "src"


def run(capsys, *words):
    code = main(["clock", *words])
    return code, capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "due", "provisional"),
    (
        (("--from", "2026-02-13", "--days", "3"), "2026-02-25", False),
        (("--from", "2026-02-13T10:30", "--days", "1", "--half-days"), "2026-02-13", False),
        (("--from", "2026-02-13T14:00", "--days", "1", "--half-days"), "2026-02-14T12:00", False),
        (("--from", "2026-02-13", "--days", "2.5"), "2026-02-25T12:00", False),
        (("--from", "2026-02-13", "--days", "3", "--extension", "2"), "2026-02-27", False),
        (("--from", "2026-02-13", "--days", "3", "--extension", "0"), "2026-02-25", False),
        (
            ("--from", "2026-03-02", "--days", "3", "--exclude", "2026-03-04..2026-03-06", "--exclude", "2026-03-09"),
            "2026-03-11",
            False,
        ),
        (("--from", "2026-12-31", "--days", "1"), "2027-01-04", True),
    ),
)
def test_answers_as_json(capsys, words, due, provisional):
    code, said = run(capsys, "due", *words, "--json")
    assert code == 0
    assert json.loads(said.out) == {"due": due, "provisional": provisional}


def test_says_in_two_languages_what_was_skipped(capsys):
    _, said = run(capsys, "due", "--from", "2026-02-13", "--days", "3")
    assert "2026-02-25（周三）到期" in said.out
    assert "不计：春节 2026-02-15 至 2026-02-23（国办发明电〔2025〕7号）" in said.out
    assert "调休上班，计入：2026-02-14（周六）" in said.out
    assert "Due 2026-02-25 (Wed)" in said.out
    assert "Not counted: Spring Festival" in said.out


def test_says_that_a_year_without_notice_is_provisional(capsys):
    _, said = run(capsys, "due", "--from", "2026-12-31", "--days", "1")
    assert "暂定：2027 年的放假安排未收录" in said.out
    assert "Provisional: there is no notice for 2027" in said.out


@pytest.mark.parametrize(
    ("words", "message"),
    (
        (("--from", "9999-12-31", "--days", "1"), "1 to 9999"),
        (("--from", "2026-02-13", "--days", "1000000000"), "too long"),
        (("--from", "2026-02-13", "--days", "9" * 5000), "cannot be read"),
        (("--from", "2026-02-13", "--days", "1e999999999"), "cannot be read"),
        (("--from", "2026-02-13", "--days", "-1"), "above 0"),
        (("--from", "2026-02-13", "--days", "0"), "above 0"),
        (("--from", "2026-02-13", "--days", "2.3"), "halves"),
        (("--from", "2026-02-13", "--days", "1.5", "--half-days"), "half days are whole"),
        (("--from", "2026-02-13", "--days", "0.5", "--half-days"), "1 half day, or 0.5 working days"),
        (("--from", "2026-02-13", "--days", "three"), "write a number"),
        (("--from", "2026-02-13", "--days", "5", "--extension", "-1"), "extension"),
        (("--from", "2026-02-13", "--days", "5", "--extension", "1000000000"), "too long"),
        (("--from", "2026-02-13", "--days", "5", "--exclude", "2026-03-06..2026-03-04"), "reversed"),
        (("--from", "2026-02-13", "--days", "5", "--exclude", "2026-03-06.."), "write a range"),
        (("--from", "2026-02-30", "--days", "5"), "write a day"),
        (("--from", "2026-02-13T25:00", "--days", "5"), "write a day"),
        (("--from", "0000-01-01", "--days", "5"), "write a day"),
        (("--from", "2026-02-13+08:00", "--days", "5"), "write a day"),
    ),
)
def test_what_makes_no_sense_is_told_with_code_2(capsys, words, message):
    code, said = run(capsys, "due", *words, "--json")
    assert (code, said.out) == (2, "")
    assert message in said.err
    assert len(said.err) < 500


def test_needs_neither_database_nor_django():
    program = (
        "import sys; from huiqi.site.commands import main; "
        "main(['clock', 'due', '--from', '2026-02-13', '--days', '3', '--json']); "
        "sys.exit(bool({'django', 'psycopg', 'huiqi_rules', 'duckdb'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
    )
    assert (ran.returncode, json.loads(ran.stdout)) == (0, {"due": "2026-02-25", "provisional": False})


def test_counts_working_days_between_two_days(capsys):
    _, said = run(capsys, "count", "--from", "2026-02-13", "--to", "2026-02-28", "--json")
    assert json.loads(said.out) == {"working_days": 6, "provisional": False}
    code, said = run(capsys, "count", "--from", "2026-02-28", "--to", "2026-02-13")
    assert code == 2
    assert "reversed" in said.err


def test_shows_the_calendar_of_a_year_with_its_notice(capsys):
    _, said = run(capsys, "calendar", "2026")
    assert "国办发明电〔2025〕7号" in said.out
    assert "2026-02-28（周六）" in said.out
    _, said = run(capsys, "calendar", "2027", "--json")
    assert json.loads(said.out)["provisional"] is True
    assert run(capsys, "calendar", "20261")[0] == 2


@pytest.mark.parametrize("words", (("--help",), ("due", "--help"), ("plan", "--help")))
def test_the_help_shows_examples_that_work(capsys, words):
    """Every example in the help is run; where an answer stands below it, it is that."""
    with pytest.raises(SystemExit):
        main(["clock", *words])
    lines = capsys.readouterr().out.splitlines()
    shown = [place for place, line in enumerate(lines) if line.strip().startswith("$ huiqi ")]
    assert shown
    for place in shown:
        code, said = run(capsys, *lines[place].split()[3:])
        assert code == 0
        if lines[place + 1 : place + 2] and lines[place + 1].startswith("{"):
            assert json.loads(said.out) == json.loads(lines[place + 1])


def test_plans_items_with_their_critical_path(capsys):
    _, said = run(capsys, "plan", "--from", "2026-03-02", "营业执照=1", "食品经营许可=5")
    assert "全部到期 2026-03-09（周一），关键路径 食品经营许可。" in said.out
    _, said = run(capsys, "plan", "--from", "2026-12-28", "A=5", "B=0.5:A", "--json")
    assert json.loads(said.out) == {"due": "2027-01-06T12:00", "provisional": True, "critical": ["A", "B"]}


@pytest.mark.parametrize(
    ("items", "message"),
    (
        (("A=1:B", "B=1:A"), "circle"),
        (("A=1:B",), "there is not"),
        (("A=1", "A=2"), "two of one name"),
        (("A",), "write an item"),
        (("A=",), "write a number"),
        (("A=0",), "above 0"),
        (tuple(f"A{n}=1" for n in range(1001)), "no items"),
    ),
)
def test_items_that_make_no_sense_are_told(capsys, items, message):
    code, said = run(capsys, "plan", "--from", "2026-03-02", *items)
    assert (code, said.out) == (2, "")
    assert message in said.err
