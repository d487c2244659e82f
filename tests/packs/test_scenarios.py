"""Every scenario of every bundled pack and of the tutorial's, through every back end."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.cli.opening import OpenPack, open_pack
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs.scenarios import Scenario
from huiqi_rules.packs.testing import Assessor, TestReport, pack_scenarios, run_scenarios
from tests.rules.api.added_by_hand import by_columns, by_hand, plain
from tests.rules.columnar.agreement import shown

ROOT = Path(__file__).resolve().parents[2]
PACKS = sorted(path.parent for folder in ("packs", "examples") for path in (ROOT / folder).glob("*/pack.yaml"))


@cache
def opened(folder: Path) -> tuple[OpenPack, tuple[Scenario, ...]]:
    pack = open_pack(str(folder))
    findings = Findings()
    scenarios = pack_scenarios(folder, pack.engine, findings)
    assert not findings.items, "\n".join(map(str, findings.items))
    return pack, tuple(scenarios)


def failures(report: TestReport) -> str:
    return "\n".join(
        f"{failure.scenario.place}: {failure.scenario.name} [{failure.subject}]: "
        + "; ".join(f"{one.key}: expected {one.expected}, got {one.got}" for one in failure.mismatches)
        for failure in report.failures
    )


def check(folder: Path, assessor: Assessor | None = None) -> None:
    pack, scenarios = opened(folder)
    report = run_scenarios(scenarios, pack.engine, assessor)
    assert not report.failures, failures(report)
    assert len(report.passed) == len(scenarios) > 0


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_scenarios_pass_on_closures(folder: Path) -> None:
    check(folder)


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_scenarios_pass_on_duckdb(folder: Path) -> None:
    check(folder, BatchEngine(opened(folder)[0].engine))


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_policies_assessed_together_answer_as_apart(folder: Path) -> None:
    pack, scenarios = opened(folder)
    policies = [*pack.engine.checked.rulebook.policies]
    for scenario in scenarios:
        facts = scenario.subjects[0].facts
        together = pack.engine.assess_each(policies, scenario.as_of, facts)
        apart = [pack.engine.assess(policy, scenario.as_of, facts) for policy in policies]
        assert [shown(one) for one in together] == [shown(one) for one in apart], scenario.name


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_scenarios_add_up_on_duckdb(folder: Path) -> None:
    pack, scenarios = opened(folder)
    by_circumstances: dict[tuple[object, ...], list[Scenario]] = {}
    for scenario in scenarios:
        key = (scenario.policy, scenario.as_of, *sorted(scenario.parameters.items()))
        by_circumstances.setdefault(key, []).append(scenario)
    for together in by_circumstances.values():
        one = together[0]
        rows = [subject.facts for scenario in together for subject in scenario.subjects]
        given = (pack.engine, rows, one.as_of, [one.policy], one.parameters)
        assert plain(by_columns(*given).summaries) == by_hand(*given), one.name


@pytest.mark.spark
@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_scenarios_pass_on_spark(folder: Path, spark_session: Any) -> None:
    from huiqi_rules.columnar.spark import spark_rows

    check(folder, BatchEngine(opened(folder)[0].engine, spark_rows(spark_session)))
