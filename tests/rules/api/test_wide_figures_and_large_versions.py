"""A figure that leaves 38 digits stops its clause alone, and says so everywhere; a version of many clauses is cut into queries."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.api.engine import Engine
from huiqi_rules.api.register import RegisterFacts, run_register
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.cli import main
from huiqi_rules.explain.numerals import grouped, percent, rounded
from huiqi_rules.packs import load_pack

DAY = date(2024, 6, 1)
FACTS = """
loan: {zh: 贷款, en: Loan, type: money, min: 0}
staff: {zh: 职工数, en: Staff, type: int, unit: person, min: 0}
"""
HEAD = """
id: {id}
title: {{zh: {id}, en: {id}}}
subject: enterprise
level: zone
theme: test
outputs: []
source: {{document: 文件, article: 一, certainty: published}}
versions:
  - id: "2024"
    from: 2024-01-01
    to: null
    values:
      head: {{zh: 一人, en: One head, of: 1, type: int, unit: person}}
    conditions:
      any: {{zh: 有职工, en: Has staff, when: staff > 0}}
    clauses:
"""
CLAUSE = "      - {{id: {id}, zh: 条款{id}, en: Clause {id}, needs: [any], amount: {amount}}}\n"


def pack(folder: Path, **policies: list[tuple[str, str]]) -> Path:
    place = folder / "wide"
    (place / "policies").mkdir(parents=True)
    (place / "pack.yaml").write_text("id: wide\ntitle: {zh: 试, en: Trial}\nlevel: zone\n", encoding="utf-8")
    (place / "facts.yaml").write_text(FACTS, encoding="utf-8")
    for name, clauses in policies.items():
        text = HEAD.format(id=name) + "".join(CLAUSE.format(id=key, amount=amount) for key, amount in clauses)
        (place / "policies" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return place


def engine(place: Path) -> Engine:
    loaded = load_pack(place)
    checked = check_rulebook(loaded.rulebook, loaded.findings)
    assert not loaded.findings.errors, [str(one) for one in loaded.findings.errors]
    return Engine(checked)


WIDE = "loan * (staff / head) * (staff / head) * (staff / head)"


def test_only_the_clause_at_fault_has_no_answer(tmp_path: Path) -> None:
    own = engine(
        pack(tmp_path, first=[("plain", "loan * 0.1"), ("wide", f"'{WIDE}'")], second=[("plain", "loan * 0 + loan")])
    )
    register = RegisterFacts(
        ("a", "b"),
        (None, None),
        {"loan": [Decimal(9) * 10**14, None], "staff": [Decimal(10) ** 14, Decimal(5)]},
    )
    run = run_register(own, register, DAY)
    assert [(one.policy, one.clause, one.met) for one in run.summaries] == [
        ("first", "plain", 2),
        ("second", "plain", 2),
    ]
    (failed,) = run.uncomputed
    assert (failed.policy, failed.clause) == ("first", "wide")
    assert failed.digits > 38
    assert "贷款" in failed.reason.zh
    assert "Loan" in failed.reason.en
    run.close()


def test_the_command_says_it_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(pack(tmp_path, first=[("wide", f"'{WIDE}'")], second=[("plain", "loan * 0 + loan")]))
    table, out = tmp_path / "list.csv", tmp_path / "out.csv"
    table.write_text(f"id,贷款,职工数\na,{9 * 10**14},{10**14}\n", encoding="utf-8")
    shared = ["--pack", place, "--as-of", "2024-06-01"]
    assert main(["rules", "run", *shared, "--table", str(table), "--out", str(out)]) == 1
    assert "first / wide: not computed for anybody" in capsys.readouterr().err
    assert "second" in out.read_text(encoding="utf-8")
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"贷款": 9 * 10**23, "职工数": 10**23}), encoding="utf-8")
    assert main(["rules", "assess", *shared, "--policy", "first", "--facts", str(facts)]) == 0
    assert "可以享受：9,000,000" in capsys.readouterr().out
    assert main(["rules", "assess", *shared, "--policy", "first", "--facts", str(facts), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["outcome"], data["amount"]) == ("met", 9 * 10**92)


def test_a_large_version_is_cut_and_answers_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clauses = [(f"c{number}", f"loan * {number} / 100") for number in range(70)]
    own = engine(pack(tmp_path, many=clauses))
    register = RegisterFacts(("a", "b"), (None, None), {"loan": [Decimal(1000), None], "staff": [Decimal(1), None]})
    cut = run_register(own, register, DAY)
    monkeypatch.setattr("huiqi_rules.api.batches.CLAUSES_A_BATCH", 1000)
    whole = run_register(own, register, DAY)
    assert cut.summaries == whole.summaries
    assert len(cut.summaries) == 70
    assert cut.conditions("many") == whole.conditions("many")
    cut.close()
    whole.close()


@pytest.mark.parametrize("digits", (30, 119, 400))
def test_figures_of_any_length_are_shown_whole(digits: int) -> None:
    figure = Decimal("9" * digits + ".25")
    assert grouped(figure).replace(",", "") == "9" * digits + ".25"
    assert rounded(figure, 1) == Decimal("9" * digits + ".3")
    assert percent(figure).replace(",", "") == "9" * digits + "25%"
