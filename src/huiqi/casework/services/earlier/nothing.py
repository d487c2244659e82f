"""Somebody states that nothing was paid under a clause before the zone began with Huiqi, or takes that back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.earlier.states import SAY_NONE
from huiqi.casework.models import EarlierPayment, NothingBefore
from huiqi.casework.queries.earlier.clauses import clauses_for
from huiqi.casework.services.earlier.failing import CannotBringIn, why
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.register import queries as register


@transaction.atomic
def state_nothing(*, zone: UUID, clause: str, reason: str, actor: Actor, now: datetime) -> NothingBefore:
    """State that nothing was paid under a clause ("policy/clause") before Huiqi; raises CannotBringIn."""
    _require_zone(zone, actor)
    if clause not in clauses_for(zone, said={}, now=now).names:
        raise CannotBringIn("no_such_clause", clause=clause)
    policy, _, name = clause.partition("/")
    there = NothingBefore.objects.filter(zone=zone, policy=policy, clause=name, taken_back_at=None).first()
    if there is not None:
        raise CannotBringIn("said_already", by=there.said_by_name)
    if EarlierPayment.objects.filter(counts_in=zone, policy=policy, clause=name).exists():
        raise CannotBringIn("brought_in_already")
    made = NothingBefore.objects.create(
        id=new_id(now), zone_id=zone, policy=policy, clause=name, reason=why(reason), said_at=now,
        said_by=actor.person, said_by_name=actor.name,
    )  # fmt: skip
    _note("stated", made, actor=actor, now=now)
    return made


@transaction.atomic
def take_back_nothing(*, zone: UUID, clause: str, actor: Actor, now: datetime) -> None:
    """Take back that nothing was paid before under a clause; raises CannotBringIn."""
    _require_zone(zone, actor)
    policy, _, name = clause.partition("/")
    there = NothingBefore.objects.filter(zone=zone, policy=policy, clause=name, taken_back_at=None).first()
    if there is None:
        raise CannotBringIn("no_such_clause", clause=clause)
    there.taken_back_at, there.taken_back_by_name = now, actor.name
    there.save(update_fields=("taken_back_at", "taken_back_by_name"))
    _note("taken_back", there, actor=actor, now=now)


def _require_zone(zone: UUID, actor: Actor) -> None:
    if not register.within_reach(actor, *SAY_NONE).filter(pk=zone, kind="zone").exists():
        raise CannotBringIn("not_allowed", actor=actor.name)


def _note(act: str, one: NothingBefore, *, actor: Actor, now: datetime) -> None:
    audit.record(
        f"casework.nothing_before.{act}",
        actor=actor, subject_kind="nothing_before", subject=one.pk, organisation=one.zone_id, now=now,
        after={"clause": f"{one.policy}/{one.clause}", "reason": one.reason},
    )  # fmt: skip
