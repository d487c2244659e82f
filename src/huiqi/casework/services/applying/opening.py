"""Opening and closing intakes: a clause, a place, days of one version of its text, and the terms that count for applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.applying.rights import OPEN_INTAKES
from huiqi.casework.domain.applying.ways import Way, pay_days_of, ways_of
from huiqi.casework.models import Intake
from huiqi.casework.queries.applying import intakes as opened
from huiqi.casework.services.applying.failing import CannotApply
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.ids import new_id
from huiqi.kernel.waiting import wait_for
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import ClauseHead

DAYS_MOST: Final = 250


@dataclass(frozen=True, slots=True)
class IntakeSaid:
    """What an officer says of an intake; days are working days, `pay_days` counts for a fast one whose clause says nothing."""

    policy: str
    clause: str
    first_day: date
    last_day: date
    way: str = ""
    notes: str = ""
    needs_proof: bool = True
    check_days: int = 5
    fix_days: int = 5
    pay_days: int | None = None


@transaction.atomic
def open_intake(*, scope: UUID, said: IntakeSaid, actor: Actor, now: datetime) -> Intake:
    """Let the companies of a zone or park apply under a clause in a period; raises CannotApply."""
    place = register.within_reach(actor, *OPEN_INTAKES).filter(pk=scope, kind__in=("zone", "park")).first()
    if place is None:
        raise CannotApply("not_allowed", actor=actor.name)
    check_terms(said, now=now)
    head = clause_of(place.within[0], said, now=now)
    way = way_of(head, said.way)
    # Two who open the same clause at the same moment do so one after the other.
    wait_for(f"intake/{place.pk}/{said.policy}/{said.clause}")
    here = Intake.objects.filter(
        scope=place, policy=said.policy, clause=said.clause, closed_at=None, first_day__lte=said.last_day,
        last_day__gte=said.first_day,
    )  # fmt: skip
    if here.exists():
        raise CannotApply("open_already")
    made = Intake.objects.create(
        id=new_id(now), zone_id=place.within[0], scope=place, policy=said.policy, version=head.version,
        clause=said.clause, policy_zh=head.policy_name[0], policy_en=head.policy_name[1], zh=head.name[0],
        en=head.name[1], article=head.article, way=way.value, first_day=said.first_day, last_day=said.last_day,
        notes=said.notes.strip(), needs_proof=said.needs_proof, check_days=said.check_days, fix_days=said.fix_days,
        pay_days=pay_days_of(way, clause=head.pay_within_days, said=said.pay_days), made_at=now,
        made_by=actor.person, made_by_name=actor.name,
    )  # fmt: skip
    after = {"clause": f"{said.policy}/{said.clause}", "from": said.first_day, "to": said.last_day, "way": way.value}
    note("begun", made, actor=actor, now=now, after=after)
    return made


@transaction.atomic
def close_intake(*, id: UUID, actor: Actor, now: datetime) -> Intake:
    """End an intake before its last day: what was submitted goes on. Raises CannotApply, CannotSeeApplication."""
    made = intake_to_change(id, actor=actor)
    if made.closed_at is not None:
        raise CannotApply("closed")
    made.closed_at, made.closed_by_name = now, actor.name
    made.save(update_fields=("closed_at", "closed_by_name"))
    note("ended", made, actor=actor, now=now)
    return made


def intake_to_change(id: UUID, *, actor: Actor) -> Intake:
    """Return an intake, locked, that the actor may change; raises CannotApply, CannotSeeApplication."""
    seen = opened.intake_of(actor, id=id)
    if not register.within_reach(actor, *OPEN_INTAKES).filter(pk=seen.scope_id).exists():
        raise CannotApply("not_allowed", actor=actor.name)
    return Intake.objects.select_for_update(of=("self",)).get(pk=id)


def check_terms(said: IntakeSaid, *, now: datetime) -> None:
    """Refuse terms that make no sense; raises CannotApply."""
    if said.last_day < said.first_day:
        raise CannotApply("turned_round")
    if said.last_day < day_in_china(now):
        raise CannotApply("is_past")
    for days in (said.check_days, said.fix_days, said.pay_days):
        if days is not None and not 1 <= days <= DAYS_MOST:
            raise CannotApply("no_days")


def clause_of(zone: UUID, said: IntakeSaid, *, now: datetime) -> ClauseHead:
    """Return the clause as it is in force over the whole period; raises CannotApply."""
    try:
        book = rulebook.current_book(zone=zone, now=now)
    except rulebook.CannotFindBook as error:
        raise CannotApply("no_clause", day=said.first_day) from error
    found = []
    for day in (said.first_day, said.last_day):
        heads = evaluating.clauses_in_force(book, day=day, policies=[said.policy])
        head = next((one for one in heads if one.clause == said.clause), None)
        if head is None:
            raise CannotApply("no_clause", day=day)
        found.append(head)
    first, last = found
    if first.version != last.version:
        raise CannotApply("changes_within", day=said.last_day)
    if not first.has_money:
        raise CannotApply("no_money")
    if not first.article.strip():
        raise CannotApply("no_article", zh=first.name[0], en=first.name[1])
    return first


def way_of(head: ClauseHead, said: str) -> Way:
    """Return how the intake deals with the clause; raises CannotApply where the clause says another way itself."""
    ways = ways_of(head.way)
    if said and said not in list(ways):
        raise CannotApply("wrong_way", way=ways[0].words)
    return Way(said) if said else ways[0]


def note(done: str, made: Intake, *, actor: Actor, now: datetime, after: dict[str, object] | None = None) -> None:
    """Write an act on an intake into the audit trail."""
    audit.record(
        f"casework.intake.{done}",
        actor=actor, subject_kind="intake", subject=made.pk, organisation=made.scope_id, now=now, after=after or {},
    )  # fmt: skip
