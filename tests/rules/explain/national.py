"""The national pack with its scenarios decided, shared by the tests of reasons and distances."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from huiqi_rules.api.engine import Circumstances, Engine
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.model.decision import Determination
from huiqi_rules.packs import load_pack
from huiqi_rules.packs.scenarios import Scenario
from huiqi_rules.packs.testing import pack_scenarios

NATIONAL = Path(__file__).resolve().parents[3] / "packs" / "national"


@cache
def national() -> tuple[Engine, tuple[Scenario, ...]]:
    findings = Findings()
    engine = Engine(check_rulebook(load_pack(NATIONAL).rulebook, findings))
    scenarios = tuple(pack_scenarios(NATIONAL, engine, findings))
    assert not findings.items, findings.items
    return engine, scenarios


def decided(scenario: Scenario) -> tuple[Determination, Circumstances]:
    circumstances = Circumstances(scenario.history, scenario.parameters, scenario.budget, scenario.clause)
    engine, _ = national()
    return engine.assess_all(scenario.policy, scenario.as_of, scenario.subjects, circumstances)[0], circumstances


def all_decided() -> Iterator[tuple[Scenario, Determination, Circumstances]]:
    for scenario in national()[1]:
        yield scenario, *decided(scenario)
