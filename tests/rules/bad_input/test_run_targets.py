"""`huiqi rules run` never writes over what it reads, and refuses what it cannot write before any work."""

from __future__ import annotations

import pytest

from huiqi_rules.cli import main
from tests.rules.packs.pack_cases import write_pack

POLICY = """\
id: p
title: {zh: 奖, en: Prize}
subject: enterprise
source: {document: 某府〔2024〕1号, article: 第一条}
versions:
  - id: "2024"
    from: 2024-01-01
    conditions:
      big: {zh: 大, en: Big, when: 职工总数 >= 10}
"""
CLAUSES = "    clauses: [{id: c, zh: 奖金, en: Prize, needs: [big], amount: 元(5000)}]\n"
REGISTER = "id,职工总数\nA,20\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")

    def call(*more, clauses=CLAUSES):
        pack = write_pack(tmp_path, {"policies/p.yaml": POLICY + clauses})
        given = ("--pack", str(pack), "--as-of", "2024-06-01", "--table", "register.csv")
        return main(["rules", "run", *given, *more])

    return call


@pytest.mark.parametrize(
    "more",
    (
        ("--out", "register.csv"),
        ("--out", "./folder/../register.csv"),
        ("--out", "o.xlsx", "--problems", "o.xlsx"),
        ("--out", "o.pdf"),
        ("--out", "o"),
        ("--out", "o.csv", "--problems", "register.csv"),
        ("--out", "o.csv", "--problems", "p.csv"),
        ("--out", "x" * 300 + ".csv"),
    ),
    ids=["the register", "the register by another path", "each other", "pdf", "no ending", "problems over it",
         "problems as csv", "long name"],
)  # fmt: skip
def test_it_is_refused_and_nothing_is_written(run, tmp_path, capsys, more):
    assert run(*more) == 2

    assert "Traceback" not in capsys.readouterr().err
    assert (tmp_path / "register.csv").read_text(encoding="utf-8") == REGISTER
    assert not list(tmp_path.glob("o*"))


def test_a_policy_named_twice_counts_once(run, capsys):
    assert run("--out", "o.csv", "--policy", "p", "p") == 0

    assert "5,000.00" in capsys.readouterr().out


def test_a_version_without_clauses_is_refused(run, capsys):
    assert run("--out", "o.csv", clauses="    clauses: []\n") == 2

    assert "'clauses' of the version holds nothing" in capsys.readouterr().err
