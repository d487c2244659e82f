"""Companies worth reading: one that is paid, one that is near, one that is unknown, one that met a limit.

They are chosen from the answers themselves, so that every register brings its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol, TypeAlias

from huiqi_rules.api.engine import Circumstances, Engine, Subject
from huiqi_rules.api.register import Answer
from huiqi_rules.api.why import distances
from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.check.tree import NameKind, Reference, Typed, walk
from huiqi_rules.explain.changes import Change
from huiqi_rules.model.decision import Determination, Outcome
from huiqi_rules.model.facts import Text
from huiqi_rules.model.limits import NO_LIMITS
from huiqi_rules.report.findings import ClauseFindings, Findings
from huiqi_rules.scalar.program import Figures


class TellingLine(Protocol):
    """One sentence: how deep it stands, its mark (✓ ✗ ? ·), its text."""

    @property
    def level(self) -> int: ...

    @property
    def mark(self) -> str: ...

    @property
    def text(self) -> str: ...


class Telling(Protocol):
    """A decision in sentences, as `explain_determination` gives it."""

    @property
    def headline(self) -> str: ...

    @property
    def lines(self) -> Sequence[TellingLine]: ...

    @property
    def advice(self) -> Sequence[TellingLine]: ...


Explain: TypeAlias = Callable[[Engine, Determination, str, Circumstances], Telling]

# The award that the mission asks to understand; where no company gets exactly it, the largest exact one stands in.
TOLD_AMOUNT: Final = Decimal(300_000)
_QUESTIONS_MOST: Final = 4
_TRIED_MOST: Final = 200
_FACTS_TOLD: Final = (2, 3)


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One company under one clause, why it was chosen, and the determination that it rests on.

    `contest` are all that compete for the same places, by row, the first place first; empty where nothing is ranked.
    """

    kind: str
    title: Text
    findings: ClauseFindings
    answer: Answer
    determination: Determination
    conditions: tuple[tuple[str, bool | None, tuple[str, ...]], ...]
    circumstances: Circumstances
    contest: tuple[tuple[int, Determination], ...] = ()


def worked_examples(findings: Findings, figures: Figures) -> tuple[WorkedExample, ...]:
    """Return the examples that the register gives, at most one of each kind; `figures` are those set for the runs."""
    chosen = (
        ("paid", Text("拿到钱的一家", "One that is paid"), _paid(findings)),
        ("near", Text("还差一点的一家", "One that is nearly there"), _near(findings, figures)),
        ("unknown", Text("还不能判断的一家", "One that nobody can tell yet"), _unknown(findings)),
        ("limited", Text("受名次或上限影响的一家", "One that a ranking or a cap decides"), _limited(findings)),
    )
    return tuple(_worked(findings, figures, kind, title, *pair) for kind, title, pair in chosen if pair is not None)


Pair: TypeAlias = tuple[ClauseFindings, Answer]


def _paid(findings: Findings) -> Pair | None:
    exact = [(each, answer) for each, answer in _met_with_money(findings) if isinstance(answer.amount, Decimal)]
    told = [pair for pair in exact if pair[1].amount == TOLD_AMOUNT and pair[0].clause.limits.ranking is None]
    return min(told or exact, key=lambda pair: (-_amount(pair[1]), pair[1].row), default=None)


def _near(findings: Findings, figures: Figures) -> Pair | None:
    """One condition of many fails, nothing is missing, and no money comes from elsewhere either."""
    paid = {company.row for company in findings.companies}
    found = [
        (each, answer)
        for each in findings.clauses
        for answer in each.answers
        if answer.outcome is False and len(answer.failed) == 1 and answer.failed[0] in each.clause.needs
    ]
    tried = sorted(
        found,
        key=lambda pair: (not _tells_distance(*pair), pair[1].row in paid, -len(pair[0].clause.needs), pair[1].row),
    )
    return next((pair for pair in tried[:_TRIED_MOST] if _is_whole(findings, figures, *pair)), next(iter(tried), None))


def _unknown(findings: Findings) -> Pair | None:
    """A few facts are missing that the register has a column for: more than one, so that their order matters."""
    found = [
        (each, answer)
        for each in findings.clauses
        for answer in each.answers
        if answer.outcome is None and answer.missing and all(key in each.run.register.values for key in answer.missing)
    ]
    return min(
        found,
        key=lambda pair: (
            abs(min(len(pair[1].missing), _QUESTIONS_MOST + 1) - 2),
            pair[0].clause.amount is None,
            -len(pair[0].clause.needs),
            pair[1].row,
        ),
        default=None,
    )


def _limited(findings: Findings) -> Pair | None:
    limited = [each for each in findings.clauses if each.clause.limits != NO_LIMITS]
    ranked = [each for each in limited if each.clause.limits.ranking is not None]
    refused = [(each, answer) for each in ranked or limited for answer in each.answers if _by_limit(each, answer)]
    met = [(each, answer) for each in ranked or limited for answer in each.answers if answer.outcome is True]
    open_ = [(each, answer) for each in ranked or limited for answer in each.answers if answer.outcome is None]
    return min(met or refused or open_, key=lambda pair: pair[1].row, default=None)


def _worked(
    findings: Findings, figures: Figures, kind: str, title: Text, each: ClauseFindings, answer: Answer
) -> WorkedExample:
    rows = [answer.row]
    if each.clause.limits != NO_LIMITS:
        # Limits are about the others too: all that compete are settled again together.
        rows += [
            one.row
            for one in each.answers
            if one.row != answer.row and (one.outcome is not False or _by_limit(each, one))
        ]
    subjects = [Subject(findings.register.subjects[row], each.run.register.facts_of(row)) for row in sorted(rows)]
    around = Circumstances(figures=figures, clause=each.clause.id)
    determinations = each.run.engine.assess_all(each.policy.id, findings.day, subjects, around)
    placed = ((row, one, place_of(one)) for row, one in zip(sorted(rows), determinations, strict=True))
    ranked = sorted(((place, row, one) for row, one, place in placed if place is not None), key=lambda entry: entry[:2])
    contest = tuple((row, one) for _, row, one in ranked)
    # Who just missed the places learns more from the others than who won.
    row = next((row for row, one in contest if one.clauses[0].outcome is Outcome.NOT_MET), answer.row)
    answer = next(one for one in each.answers if one.row == row)
    determination = determinations[sorted(rows).index(row)]
    checked = each.run.engine.checked.version(each.policy.id, each.version.id)
    decided = determination.clauses[0].conditions
    conditions = tuple((need, decided[need], facts_of_condition(checked, need)) for need in each.clause.needs)
    return WorkedExample(kind, title, each, answer, determination, conditions, around, contest)


def place_of(determination: Determination) -> int | None:
    """Return the place in a ranking, also of a claim that is refused for it; None where nothing is ranked."""
    decision = determination.clauses[0]
    if decision.place is not None:
        return decision.place
    told = (adjustment.detail.get("place") for adjustment in decision.adjustments if adjustment.limit == "ranking")
    return next((place for place in told if isinstance(place, int)), None)


def facts_of_condition(checked: CheckedVersion, id: str) -> tuple[str, ...]:
    """Return the ids of the facts that a condition looks at, through values and other conditions."""
    found: dict[str, None] = {}
    seen: set[tuple[NameKind, str]] = set()
    _collect(checked, checked.step(NameKind.CONDITION, id).tree, found, seen)
    return tuple(found)


def _collect(
    checked: CheckedVersion, node: Typed | None, found: dict[str, None], seen: set[tuple[NameKind, str]]
) -> None:
    for part in walk(node) if node is not None else ():
        if not isinstance(part, Reference) or (part.kind, part.id) in seen:
            continue
        seen.add((part.kind, part.id))
        if part.kind is NameKind.FACT:
            found[part.id] = None
        elif part.kind in (NameKind.VALUE, NameKind.CONDITION):
            _collect(checked, checked.step(part.kind, part.id).tree, found, seen)


def _tells_distance(each: ClauseFindings, answer: Answer) -> bool:
    """Return whether what failed weighs a few facts: its distance tells more than a yes or no, and can still be read."""
    checked = each.run.engine.checked.version(each.policy.id, each.version.id)
    return len(facts_of_condition(checked, answer.failed[0])) in _FACTS_TOLD


def _is_whole(findings: Findings, figures: Figures, each: ClauseFindings, answer: Answer) -> bool:
    """Return whether every other condition is met and the failed one wants a figure raised."""
    around = Circumstances(figures=figures, clause=each.clause.id)
    facts = each.run.register.facts_of(answer.row)
    determination = each.run.engine.assess(each.policy.id, findings.day, facts, around)
    if None in determination.clauses[0].conditions.values():
        return False
    options = [option for far in distances(each.run.engine, determination, around) for option in far.options]
    return bool(options) and bool(options[0].changes) and all(map(_raises, options[0].changes))


def _raises(change: Change) -> bool:
    before, to = change.before, change.to
    return isinstance(before, Decimal) and isinstance(to, Decimal) and to > before > 0


def _by_limit(each: ClauseFindings, answer: Answer) -> bool:
    return answer.outcome is False and any(key not in each.clause.needs for key in answer.failed)


def _met_with_money(findings: Findings) -> Iterable[Pair]:
    return ((each, answer) for company in findings.companies for each, answer in company.parts)


def _amount(answer: Answer) -> Decimal:
    assert isinstance(answer.amount, Decimal)
    return answer.amount
