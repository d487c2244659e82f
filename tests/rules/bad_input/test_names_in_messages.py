"""Messages repeat what somebody wrote only cut and escaped: no endless line, nothing that a terminal obeys."""

from __future__ import annotations

import json

import pytest

from huiqi_rules.cli import main
from huiqi_rules.core.diagnostics import Diagnostic, excerpt
from huiqi_rules.core.spans import Place
from tests.rules.bad_input.test_run_targets import CLAUSES, POLICY
from tests.rules.packs.pack_cases import write_pack

ODD = "\x1b[31m" + "x" * 100_000 + "\u202e"


@pytest.fixture
def shown(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(command, *arguments, pack=None):
        pack = pack or write_pack(tmp_path, {"policies/p.yaml": POLICY + CLAUSES})
        main(["rules", command, *(() if command in {"check", "test"} else ("--pack",)), str(pack), *arguments])
        printed = capsys.readouterr()
        text = printed.out + printed.err
        assert "\x1b" not in text and "\u202e" not in text
        assert max(map(len, text.splitlines()), default=0) < 1_200
        return text

    return run


@pytest.mark.parametrize(
    "facts",
    ({ODD: 1}, {"职工总数": ODD}, {"职工总数": {ODD: 1}}, {"行业": ODD}, {"注册日期": ODD}, {"列入失信名单": ODD}),
)
def test_in_facts(shown, tmp_path, facts):
    (tmp_path / "facts.json").write_text(json.dumps(facts), encoding="utf-8")

    text = shown("assess", "--policy", "p", "--as-of", "2024-06-01", "--facts", "facts.json")

    assert "facts.json: " in text


def test_in_a_name_that_stands_twice(shown, tmp_path):
    name = json.dumps(ODD)
    (tmp_path / "facts.json").write_text(f"{{{name}: 1, {name}: 2}}", encoding="utf-8")

    assert "is given twice" in shown("assess", "--policy", "p", "--as-of", "2024-06-01", "--facts", "facts.json")


@pytest.mark.parametrize(
    "columns",
    (
        {ODD: "staff"},
        {"职工总数": ODD},
        {"职工总数": {"fact": "职工总数", "unit": ODD}},
        {"职工总数": {"fact": "职工总数", "year": ODD}},
        {"职工总数": {"fact": "职工总数", ODD: 1}},
    ),
)
def test_in_a_column_map(shown, tmp_path, columns):
    (tmp_path / "r.csv").write_text("id,职工总数\nA,1\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text(json.dumps({"subject": "id", "columns": columns}), encoding="utf-8")

    text = shown("run", "--as-of", "2024-06-01", "--table", "r.csv", "--columns", "map.yaml", "--out", "o.csv")

    assert "error[" in text


def test_in_the_headers_and_cells_of_a_table(shown, tmp_path):
    (tmp_path / "r.csv").write_text(f"id,职工总数,{ODD}\nA,{ODD},1\n", encoding="utf-8")

    text = shown("run", "--as-of", "2024-06-01", "--table", "r.csv", "--out", "o.csv")

    assert "not-a-number" in text and "unread-column" in text


@pytest.mark.parametrize("option", ("--policy", "--clause", "--pack", "--facts"))
def test_in_an_argument(shown, tmp_path, option, monkeypatch):
    (tmp_path / "facts.json").write_text("{}", encoding="utf-8")
    given = {"--policy": "p", "--as-of": "2024-06-01", "--facts": "facts.json", option: ODD[:5_000]}

    assert shown("assess", *(part for pair in given.items() for part in pair))


def test_a_diagnostic_is_bounded_whatever_it_says():
    text = str(Diagnostic("code", Place("a\x1b.yaml", 1, 1), ODD, ODD, excerpt(ODD, 3)))

    assert "\x1b" not in text and "\u202e" not in text
    assert all(len(line) < 1_200 for line in text.splitlines())
    assert text.startswith("a\\x1b.yaml:1:1: error[code]: \\x1b[31mxxx")


def test_an_excerpt_keeps_its_columns():
    assert excerpt("a\x1bb\u200bc", 5).splitlines() == ["a␛b\ufffdc", "    ^"]
