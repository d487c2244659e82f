"""Running scenarios: every one through the scalar or the columnar back end, mismatches named key by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from huiqi_rules.api.engine import Circumstances, Engine
from huiqi_rules.check.scope import fact_names
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.model.decision import Determination
from huiqi_rules.packs.expectations import Mismatch, compare
from huiqi_rules.packs.scenarios import Scenario, read_scenarios, scenario_files

NO_KEY = "expect"


@dataclass(frozen=True, slots=True)
class Failure:
    """A scenario that is not as expected: for which subject, and what differs."""

    scenario: Scenario
    subject: str
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True, slots=True)
class TestReport:
    """What a run of scenarios found."""

    __test__ = False
    passed: tuple[Scenario, ...]
    failures: tuple[Failure, ...]

    @property
    def failed(self) -> int:
        """Return how many scenarios failed."""
        return len({id(failure.scenario) for failure in self.failures})


def gather(files: Iterable[Path], engine: Engine, findings: Findings) -> list[Scenario]:
    """Return all scenarios of several files; problems go to the findings."""
    rulebook = engine.checked.rulebook
    return [scenario for path in files for scenario in read_scenarios(path, rulebook, findings)]


def pack_scenarios(folder: Path, engine: Engine, findings: Findings) -> list[Scenario]:
    """Return the scenarios that a pack carries."""
    return gather(scenario_files(folder / "scenarios"), engine, findings)


def run_scenarios(
    scenarios: Sequence[Scenario],
    engine: Engine,
    assess_all: Callable[..., tuple[Determination, ...]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> TestReport:
    """Run scenarios; `assess_all` chooses the back end (the scalar one by default)."""
    passed: list[Scenario] = []
    failures: list[Failure] = []
    for number, scenario in enumerate(scenarios):
        found = run_scenario(scenario, engine, assess_all or engine.assess_all)
        failures.extend(found)
        if not found:
            passed.append(scenario)
        if progress is not None:
            progress(number + 1, len(scenarios))
    return TestReport(tuple(passed), tuple(failures))


def run_scenario(
    scenario: Scenario, engine: Engine, assess_all: Callable[..., tuple[Determination, ...]]
) -> list[Failure]:
    """Return the failures of one scenario, one a subject."""
    policy = engine.policy(scenario.policy)
    circumstances = Circumstances(scenario.history, scenario.parameters, scenario.budget, scenario.clause)
    determinations = assess_all(scenario.policy, scenario.as_of, scenario.subjects, circumstances)
    names = fact_names(engine.checked.rulebook, policy)
    failures = []
    for subject, expect, got in zip(scenario.subjects, scenario.expects, determinations, strict=True):
        mismatches = compare(expect, got, policy, names)
        if mismatches:
            failures.append(Failure(scenario, subject.id, mismatches))
    if not any(scenario.expects):
        failures.append(Failure(scenario, "", (Mismatch(NO_KEY, "at least one key", "nothing is expected"),)))
    return failures
