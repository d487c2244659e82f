"""Both answers of one rule over the same rows, in a form that can be compared: to the cent, unknowns included."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.api.engine import Engine, Subject
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.columnar.rows import duckdb_rows
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.values import Bounds
from huiqi_rules.packs import load_pack
from tests.rules.columnar.generated_rules import FACTS, PACK, PARAMETERS

DAY = date(2024, 6, 1)


def engine_of(policy: str, *, facts: str = FACTS, parameters: str = PARAMETERS) -> Engine:
    """Return the engine of a pack with one policy; a mistake in it fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder, "case")
        texts = {
            "pack.yaml": PACK,
            "facts.yaml": facts,
            "parameters/figures.yaml": parameters,
            "policies/award.yaml": policy,
        }
        for name, text in texts.items():
            target = pack / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        loaded = load_pack(pack, search=())
    findings = Findings(list(loaded.findings.items))
    checked = check_rulebook(loaded.rulebook, findings)
    assert not findings.errors, "\n".join(map(str, findings.errors)) + policy
    return Engine(checked)


def both_answers(engine: Engine, rows, run=duckdb_rows, day: date = DAY):
    """Return the scalar and the columnar answers, subject by subject, in comparable form."""
    subjects = [Subject(f"s{number}", row) for number, row in enumerate(rows)]
    columnar = BatchEngine(engine, run).assess_all("award", day, subjects)
    scalar = engine.assess_all("award", day, subjects)
    return [shown(one) for one in scalar], [shown(one) for one in columnar]


def shown(determination) -> dict[str, object]:
    """Return everything that a determination answers as plain values."""
    answers = {
        "outcome": determination.outcome, "failed": set(determination.failed), "missing": set(determination.missing),
        "amount": _plain(determination.amount), "kind": determination.amount_kind,
    }  # fmt: skip
    answers.update((f"value {name}", _plain(value)) for name, value in determination.values.items())
    answers.update((f"condition {name}", value) for name, value in determination.conditions.items())
    for clause in determination.clauses:
        parts = {
            "outcome": clause.outcome, "conditions": dict(clause.conditions), "failed": clause.failed,
            "missing": set(clause.missing), "figures": set(clause.missing_parameters), "amount": _plain(clause.amount),
            "kind": clause.amount_kind, "before": _plain(clause.before_limits),
            "adjustments": [(one.limit, _plain(one.before), _plain(one.after)) for one in clause.adjustments],
        }  # fmt: skip
        answers.update((f"{clause.clause} {part}", value) for part, value in parts.items())
    return answers


def differences(scalar, columnar) -> list[str]:
    """Return a line for each answer that differs."""
    return [
        f"row {number}, {key}: scalar {one.get(key)!r}, columnar {other.get(key)!r}"
        for number, (one, other) in enumerate(zip(scalar, columnar, strict=True))
        for key in (*one, *(key for key in other if key not in one))
        if one.get(key) != other.get(key)
    ]


def _plain(value):
    return (value.low, value.high) if isinstance(value, Bounds) else value
