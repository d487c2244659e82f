"""Running scenarios: every one through the scalar or the columnar back end, mismatches named key by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from huiqi_rules.api.engine import Circumstances, Engine, Subject
from huiqi_rules.check.scope import fact_names
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.model.decision import Determination
from huiqi_rules.model.policy import Policy
from huiqi_rules.packs.expectations import Mismatch, compare
from huiqi_rules.packs.pack_files import PackFiles
from huiqi_rules.packs.scenarios import Scenario, read_scenarios

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
    return gather(PackFiles(folder, findings, {}, {}).scenario_files(), engine, findings)


class Assessor(Protocol):
    """What both back ends offer."""

    def assess_groups(
        self,
        policy_id: str,
        day: date,
        groups: Sequence[Sequence[Subject]],
        circumstances: Sequence[Circumstances],
    ) -> tuple[tuple[Determination, ...], ...]:
        """Return the determinations of several populations that share figures and clause."""


def run_scenarios(
    scenarios: Sequence[Scenario],
    engine: Engine,
    assessor: Assessor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> TestReport:
    """Run scenarios; `assessor` is the back end (the scalar one by default). Failures keep the order of the scenarios."""
    failures: dict[int, list[Failure]] = {}
    done = 0
    for batch in _batches(scenarios).values():
        failures.update(_run_batch(scenarios, batch, engine, assessor or engine))
        done += len(batch)
        if progress is not None:
            progress(done, len(scenarios))
    passed = tuple(scenario for number, scenario in enumerate(scenarios) if not failures[number])
    return TestReport(passed, tuple(failure for number in sorted(failures) for failure in failures[number]))


def _batches(scenarios: Sequence[Scenario]) -> Mapping[object, list[int]]:
    """Group scenarios that one query can answer: same policy, day, figures and clause."""
    batches: dict[object, list[int]] = {}
    for number, scenario in enumerate(scenarios):
        key = (scenario.policy, scenario.as_of, tuple(sorted(scenario.parameters.items())), scenario.clause)
        batches.setdefault(key, []).append(number)
    return batches


def _run_batch(
    scenarios: Sequence[Scenario], batch: Sequence[int], engine: Engine, assessor: Assessor
) -> Iterator[tuple[int, list[Failure]]]:
    chosen = [scenarios[number] for number in batch]
    circumstances = [
        Circumstances(scenario.history, scenario.parameters, scenario.budget, scenario.clause) for scenario in chosen
    ]
    first = chosen[0]
    groups = [scenario.subjects for scenario in chosen]
    answers = assessor.assess_groups(first.policy, first.as_of, groups, circumstances)
    policy = engine.policy(first.policy)
    names = fact_names(engine.checked.rulebook, policy)
    for number, scenario, determinations in zip(batch, chosen, answers, strict=True):
        yield number, list(_failures(scenario, determinations, policy, names))


def _failures(
    scenario: Scenario, determinations: Sequence[Determination], policy: Policy, names: Mapping[str, str]
) -> Iterator[Failure]:
    for subject, expect, got in zip(scenario.subjects, scenario.expects, determinations, strict=True):
        mismatches = compare(expect, got, policy, names)
        if mismatches:
            yield Failure(scenario, subject.id, mismatches)
    if not any(scenario.expects):
        yield Failure(scenario, "", (Mismatch(NO_KEY, "at least one key", "nothing is expected"),))
