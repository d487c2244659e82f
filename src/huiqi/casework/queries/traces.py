"""Why a company has its answer in a run: decided again from the snapshot by the rules of the run, reason by reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from huiqi.casework.domain.answers import Answers
from huiqi.casework.domain.snapshot_files import Companies
from huiqi.casework.models import Run, RunClause
from huiqi.casework.queries import snapshots
from huiqi.casework.queries.clause_rows import ClauseRow, clause_rows
from huiqi.casework.queries.past import Earlier, had_before, past_given
from huiqi.casework.queries.runs import CannotSeeRun, answers_of, book_for, clause_of, figures_for, run_of
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register
from huiqi.register.domain.rights import SEE_SENSITIVE
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import ClauseHead, Trace, UsedFact


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: its period, who said it and when, and from when to when it holds."""

    period: str
    source: str
    recorded_at: datetime
    recorded_by: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SourcedFact:
    """A fact that the answer looked at, with where its values come from."""

    fact: UsedFact
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class CompanyTrace:
    """A company's answer as the run kept it, and why; `agrees` says that deciding again gave the same.

    `trace` is None for an actor who may not see the sensitive facts (`hidden`) of which its sentences speak.
    """

    run: Run
    clause: RunClause
    row: ClauseRow
    trace: Trace | None
    facts: tuple[SourcedFact, ...]
    agrees: bool
    hidden: tuple[UsedFact, ...] = field(default=())
    # What the company had been awarded before, which limits look at.
    past: tuple[Earlier, ...] = field(default=())


def company_trace(actor: Actor, *, run: UUID, policy: str, clause: str, company: UUID, english: bool) -> CompanyTrace:
    """Return why a company has its answer under a clause of a run; that the actor looked at sensitive facts is written down.

    Raises CannotSeeRun, CannotReadSnapshot.
    """
    seen = run_of(actor, id=run)
    if seen.snapshot is None:
        raise CannotSeeRun("not_found")
    found = clause_of(seen, policy=policy, clause=clause)
    companies, answers = snapshots.companies(seen.snapshot.digest), answers_of(found)
    if str(company) not in companies.ids:
        raise CannotSeeRun("not_found")
    place = companies.ids.index(str(company))
    row = clause_rows(companies, answers)[place]
    why = _trace(seen, found, companies, answers, place, english=english)
    kept = (row.outcome, row.low, row.high)
    agrees = kept == (why.own.outcome, why.own.low, why.own.high)
    open_to = register.within_reach(actor, *SEE_SENSITIVE).filter(pk=company).first()
    sensitive = tuple(one for one in why.facts if one.is_sensitive)
    hidden = () if open_to else sensitive
    shown = [one for one in why.facts if one not in hidden]
    # Of a company that left the register since, the look is noted at the place of the run.
    named, marked = {one.id for one in shown}, {one.id for one in shown if one.is_sensitive}
    register.note_look(actor, organisations=[open_to or seen.scope], names=named, marked=marked)
    facts = tuple(SourcedFact(one, origins) for one, origins in _origins(actor, seen, company, shown))
    past = tuple(had_before(seen, company))
    return CompanyTrace(seen, found, row, None if hidden else why, facts, agrees, hidden, past)


def _trace(run: Run, clause: RunClause, companies: Companies, answers: Answers, place: int, *, english: bool) -> Trace:
    book = book_for(run)
    heads = evaluating.clauses_in_force(book, day=run.day, policies=[clause.policy])
    head = next(one for one in heads if one.clause == clause.clause)
    rows = _claimants(head, answers, place)
    assert run.snapshot is not None, "a finished run stands on a snapshot"
    columns = snapshots.rows(run.snapshot.digest, rows)
    values = evaluating.values_of(book, [head], columns=columns, size=len(rows), day=run.day)
    known = [
        {name: cells[at] for name, cells in values.facts.items() if cells[at] is not None} for at in range(len(rows))
    ]
    each = [(companies.names[row], companies.ids[row], facts) for row, facts in zip(rows, known, strict=True)]
    return evaluating.trace(
        book, head, companies=each, which=rows.index(place), day=run.day, english=english, figures=figures_for(run),
        past=past_given(run),
    )  # fmt: skip


def _claimants(head: ClauseHead, answers: Answers, place: int) -> list[int]:
    """Return the rows that have to be looked at together: those that limits weigh against each other, else the one alone."""
    if not head.has_limits:
        return [place]
    refused = [any(name in head.needs for name in failed) for failed, _ in answers.reasons]
    return [row for row, why in enumerate(answers.why) if row == place or not refused[why]]


def _origins(actor: Actor, run: Run, company: UUID, facts: list[UsedFact]) -> list[tuple[UsedFact, tuple[Origin, ...]]]:
    """Return the facts with where their values come from, as it was known for the run."""
    assert run.snapshot is not None, "a finished run stands on a snapshot"
    try:
        known = register.facts(
            actor, subject=company, names={one.id for one in facts}, valid_on=run.day, known_on=run.snapshot.known_at
        )
    except register.CannotSee:
        # The company left the register, or this part of it, since: the run keeps its answer, the register tells no more.
        known = ()
    by_name: dict[str, list[Origin]] = {}
    for one in known:
        origin = Origin(one.period, one.source, one.recorded_at, one.recorded_by_name, one.valid_from, one.valid_to)
        by_name.setdefault(one.name, []).append(origin)
    return [(fact, tuple(by_name.get(fact.id, ()))) for fact in facts]
