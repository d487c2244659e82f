"""Stand-ins: who approves in another's place for some days, named by the one who is away or by who gives roles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework.domain.claims.rights import APPROVE
from huiqi.casework.models import StandIn
from huiqi.casework.queries.claims import approving as known
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.messages.services import Said, tell
from huiqi.register import queries as register
from huiqi.register.domain.rights import forbidden_together


class CannotStandIn(Cannot):
    """A stand-in cannot be named or ended like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样设置。", "{actor} may not set this here."),
        "no_role": ("{role}不能审批。", "a {role} does not approve."),
        "not_held": ("{name}在这里不是{role}。", "{name} is no {role} here."),
        "forbidden": (
            "{name}的角色与{role}不能由一人兼任，不能代理。",
            "{name} holds a role that one person may not hold together with {role}.",
        ),
        "no_approver": (
            "{name}在这里不审批，不能代理。",
            "{name} approves nothing here, and cannot stand in.",
        ),
        "same_person": ("不能请本人代理。", "nobody stands in for oneself."),
        "no_days": ("结束日早于开始日，或已经过去。", "the last day is before the first, or over."),
        "no_reason": ("请写明原因。", "say why."),
        "ended_already": ("这一代理已经结束。", "it has ended already."),
        "not_found": ("没有这一代理。", "there is no such stand-in."),
    }


@transaction.atomic
def stand_in(
    *, zone: UUID, role: Role, away: UUID, person: UUID, first_day: date, last_day: date, reason: str,
    actor: Actor, now: datetime,
) -> StandIn:  # fmt: skip
    """Name somebody who approves in another's place for some days; raises CannotStandIn."""
    # One names one's own stand-in; who gives roles names one for somebody who cannot any more.
    names = actor.person == away or register.within_reach(actor, Role.ADMINISTRATOR).filter(pk=zone).exists()
    if not names:
        raise CannotStandIn("not_allowed", actor=actor.name)
    if role not in APPROVE:
        raise CannotStandIn("no_role", role=role.words)
    if person == away:
        raise CannotStandIn("same_person")
    if last_day < max(first_day, day_in_china(now)):
        raise CannotStandIn("no_days")
    if not reason.strip():
        raise CannotStandIn("no_reason")
    one_away, one_there = (register.actor_of(person=one, now=now) for one in (away, person))
    if not register.within_reach(one_away, role).filter(pk=zone).exists():
        raise CannotStandIn("not_held", name=one_away.name, role=role.words)
    if any(forbidden_together(role, grant.role) for grant in one_there.grants):
        raise CannotStandIn("forbidden", name=one_there.name, role=role.words)
    if not register.within_reach(one_there, *APPROVE).filter(pk=zone).exists():
        raise CannotStandIn("no_approver", name=one_there.name)
    made = StandIn.objects.create(
        id=new_id(now), zone_id=zone, role=role.value, away=away, away_name=one_away.name, person=person,
        person_name=one_there.name, first_day=first_day, last_day=last_day, reason=reason.strip(), made_at=now,
        made_by_name=actor.name,
    )  # fmt: skip
    audit.record(
        "casework.stand_in.named",
        actor=actor, subject_kind="stand_in", subject=made.pk, organisation=zone, now=now,
        after={"role": role.value, "away": away, "person": person, "first_day": first_day, "last_day": last_day},
    )  # fmt: skip
    tell_both(made, actor=actor, now=now)
    return made


def tell_both(made: StandIn, *, actor: Actor, now: datetime) -> None:
    """Tell who stands in, and who is away unless that one said so: for whom, as what, from when to when, why."""
    role, days = Role(made.role).words, f"{made.first_day:%Y-%m-%d} – {made.last_day:%Y-%m-%d}"
    said = Said(
        kind="approval.stand_in",
        key=f"stand_in:{made.pk}",
        title=(f"{made.person_name}代{made.away_name}审批", f"{made.person_name} approves for {made.away_name}"),
        body=(
            f"{days}，{made.person_name}代{made.away_name}以{role[0]}身份审批（{made.reason}）。由{made.made_by_name}指定。",
            f"{days}: {made.person_name} approves as {role[1]} for {made.away_name} ({made.reason}). Named by {made.made_by_name}.",
        ),
        link=reverse("casework:approving"),
    )
    tell(persons={made.person, made.away} - {actor.person}, said=said, now=now)


@transaction.atomic
def end_stand_in(*, id: UUID, actor: Actor, now: datetime) -> StandIn:
    """End a stand-in before its last day; raises CannotStandIn."""
    found = StandIn.objects.select_for_update().filter(pk=id).first()
    if found is None or not known.stand_ins(actor).filter(pk=id).exists():
        raise CannotStandIn("not_found")
    mine = actor.person in {found.away, found.person}
    if not (mine or register.within_reach(actor, Role.ADMINISTRATOR).filter(pk=found.zone_id).exists()):
        raise CannotStandIn("not_allowed", actor=actor.name)
    if found.ended_at is not None:
        raise CannotStandIn("ended_already")
    found.ended_at = now
    found.save(update_fields=("ended_at",))
    audit.record(
        "casework.stand_in.ended",
        actor=actor, subject_kind="stand_in", subject=found.pk, organisation=found.zone_id, now=now,
    )  # fmt: skip
    return found
