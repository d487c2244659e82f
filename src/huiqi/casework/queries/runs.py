"""Runs as an actor may see them: those of the zones and parks for which a role is held, or for one above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db.models import Count, QuerySet

from huiqi.casework.domain.answers import Answers, unpacked
from huiqi.casework.domain.rights import SEE_RUNS, START_RUNS
from huiqi.casework.domain.snapshot_files import Companies
from huiqi.casework.models import Run, RunClause
from huiqi.casework.queries import snapshots
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import evaluating

_BIG = ("answers", "words", "adjustments", "borne")
# Runs offered for a comparison.
COMPARED_MOST = 30


class CannotSeeRun(NotVisible):
    """There is no such run, or no such clause in it, for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这项测算。", "there is no such run that you may see.")
    }


@dataclass(frozen=True, slots=True)
class Scope:
    """A zone or park over which somebody may start runs, with the zone whose rules count there."""

    id: UUID
    name: str
    zone: UUID


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody may run: over which zones and parks, under which policies (titles in both languages by id)."""

    scopes: tuple[Scope, ...]
    policies: Mapping[str, tuple[str, str]]


def runs(actor: Actor, *, trials: bool = False) -> QuerySet[Run]:
    """Return the runs that the actor may see, the latest first; those of what-ifs apart, and those over applications."""
    seen = register.within_reach(actor, *SEE_RUNS)
    found = Run.objects.filter(scope__in=seen, is_trial=trials, intake=None).select_related("scope", "snapshot")
    return found.annotate(clause_count=Count("clauses")).order_by("-started_at", "-id")


def run_of(actor: Actor, *, id: UUID) -> Run:
    """Return one run, of a what-if too; raises CannotSeeRun."""
    seen = register.within_reach(actor, *SEE_RUNS)
    found = (
        Run.objects.filter(pk=id, scope__in=seen)
        .select_related("scope", "snapshot", "past", "repeats__snapshot", "intake")
        .first()
    )
    if found is None:
        raise CannotSeeRun("not_found")
    return found


def clauses_of(run: Run) -> QuerySet[RunClause]:
    """Return the clauses of a run that the actor was let in to, without the answers themselves."""
    return run.clauses.defer(*_BIG)


def clause_of(run: Run, *, policy: str, clause: str) -> RunClause:
    """Return one clause of a run that the actor was let in to, with its answers; raises CannotSeeRun."""
    found = run.clauses.filter(policy=policy, clause=clause).first()
    if found is None:
        raise CannotSeeRun("not_found")
    return found


def answers_of(clause: RunClause) -> Answers:
    """Return the answers of a clause, column by column."""
    return unpacked(bytes(clause.answers))


def companies_of(run: Run) -> Companies:
    """Return the companies of a finished run that the actor was let in to; raises CannotSeeRun, CannotReadSnapshot."""
    if run.snapshot is None:
        raise CannotSeeRun("not_found")
    return snapshots.companies(run.snapshot.digest)


def scopes(actor: Actor) -> tuple[Scope, ...]:
    """Return the zones and parks over which the actor may start runs, zones first."""
    found = register.within_reach(actor, *START_RUNS).filter(kind__in=("zone", "park"))
    rows = sorted(
        found.values_list("kind", "name_key", "pk", "name", "within"), key=lambda row: (row[0] != "zone", row[1])
    )
    zones = actor.zones | {pk for kind, _, pk, _, _ in rows if kind == "zone"}
    return tuple(Scope(pk, name, next(one for one in within if one in zones)) for _, _, pk, name, within in rows)


def book_for(run: Run) -> Book:
    """Return the rules that decided, or are to decide, a run; raises CannotFindBook, CannotRead."""
    book = rulebook.book_of(hash=run.pack_hash)
    return rulebook.book_with(book, run.files) if run.files else book


def figures_for(run: Run) -> dict[str, Decimal | str | None]:
    """Return the figures that a what-if sets, by parameter; a number is kept as its exact text."""
    return {name: Decimal(said["number"]) if "number" in said else said["text"] for name, said in run.figures.items()}


def offered_runs(actor: Actor, *, now: datetime) -> Offered:
    """Return what the actor may run; no policies where none is published."""
    found = scopes(actor)
    policies: dict[str, tuple[str, str]] = {}
    for zone in dict.fromkeys(one.zone for one in found):
        try:
            book = rulebook.current_book(zone=zone, now=now)
        except rulebook.CannotFindBook:
            continue
        day = day_in_china(now)
        in_force = {head.policy for head in evaluating.clauses_in_force(book, day=day)}
        titles = evaluating.policies_for_companies(book)
        policies |= {name: title for name, title in titles.items() if name in in_force}
    return Offered(found, policies)


def comparable_runs(actor: Actor, *, run: Run) -> QuerySet[Run]:
    """Return the finished runs with which a run can be compared: of the same zone or park, the latest first."""
    return runs(actor).filter(scope=run.scope_id, state=Run.State.DONE).exclude(pk=run.pk)[:COMPARED_MOST]


def unreadable_words(run: Run) -> list[tuple[str, str, int]]:
    """Return the facts that could not be read as the dictionary has them, in both languages, with how many cells."""
    if not run.unreadable:
        return []
    known = rulebook.facts_of(book_for(run))
    return [(known[name].zh, known[name].en, count) for name, count in run.unreadable.items() if name in known]
