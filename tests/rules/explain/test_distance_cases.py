"""Small conditions and what would make them met, case by case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from huiqi_rules.api.engine import Engine
from huiqi_rules.api.why import case_of, distances
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.check.scope import fact_names
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.explain.distance_words import option_texts
from huiqi_rules.explain.wording_zh import ZH
from huiqi_rules.packs import load_pack
from huiqi_rules.packs.given import read_given

PACK = "id: small\ntitle: {zh: 小, en: Small}\nissuer: {zh: 区, en: Zone}\nlevel: zone\n"
FACTS = """\
a: {zh: a, en: a, type: int, unit: person, min: 0}
b: {zh: b, en: b, type: int, unit: person, min: 0}
money: {zh: money, en: money, type: money, min: 0}
ratio: {zh: ratio, en: ratio, type: ratio, min: 0, max: 1}
flag: {zh: flag, en: flag, type: bool}
code: {zh: code, en: code, type: enum, options: [x, y, z]}
codes: {zh: codes, en: codes, type: set, options: [p, q, r]}
founded: {zh: founded, en: founded, type: date}
text: {zh: text, en: text, type: text}
"""
POLICY = """\
id: small
title: {zh: 小, en: Small}
subject: enterprise
versions:
  - id: "1"
    from: 2024-01-01
    to: null
    source: {document: 文, article: 一}
    conditions:
      asked: {zh: 问, en: Asked, when: %s}
    clauses:
      - {id: clause, zh: 项, en: Clause, needs: [asked]}
"""


def _cases() -> list[list[str]]:
    lines = Path(__file__).with_name("distance_cases.txt").read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split(" | ")] for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("when", "given", "told"), _cases(), ids=lambda part: part)
def test_what_would_make_it_met(when: str, given: str, told: str, tmp_path: Path) -> None:
    quoted = "'" + when.replace("'", "''") + "'"
    for name, text in {"pack.yaml": PACK, "facts.yaml": FACTS, "policies/small.yaml": POLICY % quoted}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    loaded, findings = load_pack(tmp_path), Findings()
    engine = Engine(check_rulebook(loaded.rulebook, findings))
    assert not findings.items, findings.items
    # As texts, so that no figure passes through a binary fraction; only yes and no are values of their own.
    read = yaml.load("{" + given + "}", yaml.BaseLoader)
    raw = {
        name: {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
        for name, value in read.items()
    }
    values, problems = read_given(raw, loaded.rulebook.facts, fact_names(loaded.rulebook, None))
    assert not problems, problems
    determination = engine.assess("small", date(2024, 6, 1), values)
    (distance,) = distances(engine, determination)
    assert " / ".join(option_texts(distance, case_of(engine, determination), ZH)) == told
