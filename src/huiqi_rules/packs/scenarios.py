"""Scenario files: what is given, what is expected, and why; read with all mistakes named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from huiqi_rules.api.engine import Subject
from huiqi_rules.check.problems import nearest
from huiqi_rules.check.scope import fact_names
from huiqi_rules.core.diagnostics import AuthorError, Diagnostic, Findings
from huiqi_rules.core.spans import Place
from huiqi_rules.core.types import COUNT, MONEY
from huiqi_rules.model.claims import Award
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.policy import Policy, Rulebook
from huiqi_rules.packs.given import GivenProblem, date_of, number_of, read_given
from huiqi_rules.packs.raw_yaml import read_raw_list

SCENARIO_KEYS = (
    "name", "policy", "as_of", "given", "history", "expect", "because", "subjects", "budget", "clause",
    "inventory", "parameters", "payee", "subject", "claim_period",
)  # fmt: skip
SUBJECT_KEYS = ("id", "given", "expect", "payee", "claim_period", "name")
HISTORY_KEYS = ("clause", "payee", "period", "amount", "date", "subject", "stage")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario. `expects` pairs each subject id with what is expected of it (keys as written)."""

    name: str
    policy: str
    as_of: date
    subjects: tuple[Subject, ...]
    expects: tuple[Mapping[str, object], ...]
    history: tuple[Award, ...] = ()
    budget: Decimal | None = None
    clause: str | None = None
    parameters: Mapping[str, Decimal | str | None] = field(default_factory=dict)
    inventory: tuple[str, ...] = ()
    because: str = ""
    place: Place = field(default=Place(""))


def scenario_files(folder: Path) -> tuple[Path, ...]:
    """Return the scenario files of a folder and below, sorted."""
    return tuple(sorted(path for pattern in ("*.yaml", "*.yml") for path in folder.rglob(pattern)))


def read_scenarios(path: Path, rulebook: Rulebook, findings: Findings) -> list[Scenario]:
    """Return the readable scenarios of a file; problems go to the findings, all of them."""
    try:
        items = read_raw_list(path)
    except AuthorError as error:
        findings.items.extend(error.diagnostics)
        return []
    scenarios = []
    for place, raw in items:
        reader = _Reader(place, rulebook)
        scenario = reader.read(raw)
        findings.items.extend(Diagnostic("scenario", place, problem) for problem in reader.problems)
        if scenario is not None and not reader.problems:
            scenarios.append(scenario)
    return scenarios


class _Reader:
    """Reads one scenario; gathers its problems."""

    def __init__(self, place: Place, rulebook: Rulebook) -> None:
        self.place = place
        self.rulebook = rulebook
        self.problems: list[str] = []

    def read(self, raw: object) -> Scenario | None:
        """Return the scenario, None where nothing can be made of it."""
        if not isinstance(raw, Mapping):
            self.problems.append("a scenario is a mapping with name, policy, as_of, given and expect")
            return None
        self._known_keys(raw, SCENARIO_KEYS, "a scenario")
        if raw.get("policy") is None:
            self.problems.append("policy is missing: the policy that is assessed")
            return None
        policy = self.rulebook.policies.get(str(raw["policy"]))
        if policy is None:
            known = ", ".join(sorted(self.rulebook.policies))
            hint = nearest(str(raw["policy"]), self.rulebook.policies) or f"there are: {known}"
            self.problems.append(f"no policy is called {raw['policy']}; {hint}")
            return None
        if "as_of" not in raw:
            self.problems.append("as_of is missing: the day it is assessed on")
            return None
        subjects, expects = self._subjects(raw, policy)
        return Scenario(
            name=str(raw.get("name", "")),
            policy=policy.id,
            as_of=self._date(raw["as_of"]) or date.min,
            subjects=subjects,
            expects=expects,
            history=self._history(raw, policy),
            budget=None if raw.get("budget") is None else self._number(raw["budget"], "budget"),
            clause=self._clause(raw, policy),
            parameters=self._parameters(raw),
            inventory=tuple(str(item) for item in _listed(raw.get("inventory"))) or policy.inventory,
            because=str(raw.get("because", "")),
            place=self.place,
        )

    def _known_keys(self, raw: Mapping[object, object], known: tuple[str, ...], what: str) -> None:
        for key in raw:
            if str(key) not in known:
                self.problems.append(f"{what} has no key {key}; {nearest(str(key), known) or ', '.join(known)}")

    def _subjects(
        self, raw: Mapping[object, object], policy: Policy
    ) -> tuple[tuple[Subject, ...], tuple[Mapping[str, object], ...]]:
        if "subjects" not in raw:
            payee = raw.get("payee") or self._only_payee(raw)
            name = str(raw.get("subject") or payee or "subject")
            period = self._period(raw.get("claim_period"))
            subject = Subject(name, self._given(raw.get("given"), policy), str(payee) if payee else None, period)
            return (subject,), (self._expect(raw.get("expect")),)
        if "given" in raw:
            self.problems.append("given and subjects cannot stand together")
        subjects, expects = [], []
        for item in _listed(raw["subjects"]):
            if not isinstance(item, Mapping):
                self.problems.append("a subject is a mapping with id, given and expect")
                continue
            self._known_keys(item, SUBJECT_KEYS, "a subject")
            payee = item.get("payee")
            period = self._period(item.get("claim_period"))
            facts = self._given(item.get("given"), policy)
            subjects.append(Subject(str(item.get("id", "")), facts, str(payee) if payee else None, period))
            expects.append(self._expect(item.get("expect")))
        if len({subject.id for subject in subjects}) != len(subjects):
            self.problems.append("two subjects have the same id")
        return tuple(subjects), tuple(expects)

    def _only_payee(self, raw: Mapping[object, object]) -> object:
        """A scenario of one subject need not repeat the payee that its history names."""
        payees = {item.get("payee") for item in _listed(raw.get("history")) if isinstance(item, Mapping)} - {None}
        return payees.pop() if len(payees) == 1 else None

    def _given(self, raw: object, policy: Policy) -> dict[str, FactValue]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            self.problems.append("given must be a mapping from facts to values")
            return {}
        values, problems = read_given(raw, self.rulebook.facts, fact_names(self.rulebook, policy))
        self.problems.extend(problems)
        return dict(values)

    def _expect(self, raw: object) -> Mapping[str, object]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            self.problems.append("expect must be a mapping")
            return {}
        return {str(key): value for key, value in raw.items()}

    def _history(self, raw: Mapping[object, object], policy: Policy) -> tuple[Award, ...]:
        awards = []
        for item in _listed(raw.get("history")):
            if not isinstance(item, Mapping):
                self.problems.append("an entry of history is a mapping with clause, payee, period, amount, date")
                continue
            self._known_keys(item, HISTORY_KEYS, "an entry of history")
            clause = str(item.get("clause") or policy.versions[0].clauses[0].id)
            payee = item.get("payee") or raw.get("payee") or self._only_payee(raw) or raw.get("subject") or "subject"
            amount = item.get("amount")
            awards.append(
                Award(
                    clause=clause if "/" in clause else f"{policy.id}/{clause}",
                    payee=str(payee),
                    period=self._period(item.get("period")),
                    amount=None if amount is None else self._number(amount, "amount"),
                    day=None if item.get("date") is None else self._date(item["date"]),
                    subject=None if item.get("subject") is None else str(item["subject"]),
                    stage=str(item.get("stage") or ""),
                )
            )
        return tuple(awards)

    def _clause(self, raw: Mapping[object, object], policy: Policy) -> str | None:
        clause = raw.get("clause")
        if clause is None:
            return None
        known = {item.id for version in policy.versions for item in version.clauses}
        if str(clause) not in known:
            self.problems.append(f"the policy has no clause {clause}; {', '.join(sorted(known))}")
        return str(clause)

    def _parameters(self, raw: Mapping[object, object]) -> Mapping[str, Decimal | str | None]:
        given = raw.get("parameters")
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            self.problems.append("parameters must be a mapping from parameter ids to values")
            return {}
        figures: dict[str, Decimal | str | None] = {}
        names = {name: item.id for item in self.rulebook.parameters.values() for name in (item.id, item.name.zh)}
        for name, value in given.items():
            if str(name) not in names:
                self.problems.append(
                    f"no parameter is called {name}; {nearest(str(name), names) or 'see parameters/ of the pack'}"
                )
            elif value is None or value == "unknown":
                figures[names[str(name)]] = None
            else:
                figures[names[str(name)]] = self._number(value, str(name))
        return figures

    def _number(self, raw: object, what: str) -> Decimal | None:
        try:
            return number_of(raw, MONEY)
        except GivenProblem as problem:
            self.problems.append(f"{what}: {problem}")
            return None

    def _period(self, raw: object) -> int | None:
        if raw is None:
            return None
        try:
            return int(number_of(raw, COUNT))
        except GivenProblem as problem:
            self.problems.append(f"period: {problem}")
            return None

    def _date(self, raw: object) -> date | None:
        try:
            return date_of(raw)
        except GivenProblem as problem:
            self.problems.append(str(problem))
            return None


def _listed(raw: object) -> list[object]:
    return [] if raw is None else list(raw) if isinstance(raw, list | tuple) else [raw]
