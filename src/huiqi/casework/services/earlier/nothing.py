"""Somebody states that nothing was paid under a clause before the zone began with Huiqi, another confirms it; or it is taken back.

It opens limits as a list of payments closes them, so it takes two people as well.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.earlier.states import AGREE, SAY_NONE
from huiqi.casework.models import EarlierPayment, NothingBefore
from huiqi.casework.queries.earlier.clauses import clauses_for
from huiqi.casework.services.earlier.failing import CannotBringIn, why
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.ids import new_id
from huiqi.kernel.waiting import wait_for
from huiqi.register import queries as register


@transaction.atomic
def state_nothing(*, zone: UUID, clause: str, reason: str, actor: Actor, now: datetime) -> NothingBefore:
    """State that nothing was paid under a clause ("policy/clause") before Huiqi: it waits for another; raises CannotBringIn."""
    _require_zone(zone, *SAY_NONE, actor=actor)
    wait_for(f"nothing/{zone}/{clause}")
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
def confirm_nothing(*, zone: UUID, clause: str, actor: Actor, now: datetime) -> NothingBefore:
    """Confirm what somebody else stated: limits go by it from now on. Raises CannotBringIn."""
    _require_zone(zone, *AGREE, actor=actor)
    there = _standing(zone, clause)
    if there.confirmed_at is not None:
        raise CannotBringIn("confirmed_already", by=there.confirmed_by_name)
    if there.said_by is None or actor.person in {None, there.said_by}:
        raise CannotBringIn("own_statement")
    if EarlierPayment.objects.filter(counts_in=zone, policy=there.policy, clause=there.clause).exists():
        raise CannotBringIn("brought_in_already")
    there.confirmed_at, there.confirmed_by, there.confirmed_by_name = now, actor.person, actor.name
    there.save(update_fields=("confirmed_at", "confirmed_by", "confirmed_by_name"))
    _note("confirmed", there, actor=actor, now=now)
    return there


@transaction.atomic
def take_back_nothing(*, zone: UUID, clause: str, actor: Actor, now: datetime) -> None:
    """Take back, or do not agree to, that nothing was paid before under a clause; raises CannotBringIn."""
    _require_zone(zone, *SAY_NONE, *AGREE, actor=actor)
    there = _standing(zone, clause)
    there.taken_back_at, there.taken_back_by_name = now, actor.name
    there.save(update_fields=("taken_back_at", "taken_back_by_name"))
    _note("taken_back", there, actor=actor, now=now)


def _standing(zone: UUID, clause: str) -> NothingBefore:
    """Return what stands of a clause, locked; raises CannotBringIn."""
    policy, _, name = clause.partition("/")
    rows = NothingBefore.objects.select_for_update().filter(zone=zone, policy=policy, clause=name, taken_back_at=None)
    found = rows.first()
    if found is None:
        raise CannotBringIn("no_such_clause", clause=clause)
    return found


def _require_zone(zone: UUID, *roles: Role, actor: Actor) -> None:
    if not register.within_reach(actor, *roles).filter(pk=zone, kind="zone").exists():
        raise CannotBringIn("not_allowed", actor=actor.name)


def _note(act: str, one: NothingBefore, *, actor: Actor, now: datetime) -> None:
    audit.record(
        f"casework.nothing_before.{act}",
        actor=actor, subject_kind="nothing_before", subject=one.pk, organisation=one.zone_id, now=now,
        after={"clause": f"{one.policy}/{one.clause}", "reason": one.reason},
    )  # fmt: skip
