"""People and what they may do: added, given roles for a time, roles ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.kernel.waiting import wait_for
from huiqi.register.domain import names
from huiqi.register.domain.rights import COMPANY, GIVE_ROLES, KEEP_REGISTER, forbidden_together, givers, is_sensible
from huiqi.register.models import Account, Organisation, Person, RoleGrant, Subject
from huiqi.register.services.allowing import allowed, tidy


class CannotGrant(Cannot):
    """The role cannot be given, or not be ended."""

    messages: ClassVar[Mapping[str, Words]] = {
        "forbidden_pair": (
            "{person}是{held}，任何人不得同时又是{role}。请先结束原来的角色，或者另选一人。",
            "{person} is {held}, and nobody may be {role} at the same time. End that role first, or choose somebody else.",
        ),
        "same_mail": (
            "{other}的账户用的是同一邮箱{mail}，且是{held}，任何人不得同时又是{role}。请先核实是不是同一个人：不是的，请给其中一个账户换邮箱。",
            "the account of {other}, who is {held}, has the same mail address {mail}; nobody may be {role} at the same time. If they are two people, give one of them another address.",
        ),
        "held_already": ("{person}在那里已是{role}。", "{person} is {role} there already."),
        "consent_missing": (
            "代办人须有企业书面同意：写明同意书的出处、代办范围和截止时间。",
            "an agent needs the company's recorded consent: where it is kept, what it allows, and its end.",
        ),
        "no_end": (
            "{role}须写明最后一天：评审结束或到期，角色即失效。",
            "the role {role} needs a last day; it ends there, or when the competition is closed.",
        ),
        "no_place": ("{role}只能对高新区或园区担任。", "the role {role} can be held for a zone or park only."),
        "to_oneself": ("不能给自己授权，也不能结束自己的角色。", "nobody gives a role to oneself, or ends one's own."),
        "ends_before": ("截止时间{until}已经过去。", "the end {until} has passed."),
        "wrong_place": ("{role}只能在企业里担任。", "the role {role} can be held at a company only."),
        "no_institution": ("{role}只能在机构里担任。", "the role {role} can be held at an institution only."),
        "ended_already": ("这个角色已经结束。", "that role has ended."),
    }


@transaction.atomic
def add_person(*, name: str, organisation: UUID, actor: Actor, now: datetime) -> Person:
    """Add a person whose facts belong to an organisation; raises CannotKeep."""
    home = allowed(organisation, actor=actor, roles=(*KEEP_REGISTER, *GIVE_ROLES, Role.COMPANY_OWNER))
    tidied = tidy(name)
    person = Person.objects.create(id=new_id(now), name=tidied, name_key=names.sort_key(tidied), added_at=now)
    Subject.objects.create(id=person.pk, kind="person", organisation=home)
    audit.record(
        "register.person.added",
        actor=actor, subject_kind="person", subject=person.pk, organisation=home.pk, now=now, after={"name": tidied},
    )  # fmt: skip
    return person


@transaction.atomic
def grant_role(
    *,
    person: UUID,
    role: Role,
    organisation: UUID,
    actor: Actor,
    now: datetime,
    until: datetime | None = None,
    consent: str = "",
    scope: str = "",
) -> RoleGrant:
    """Give a role from now on, until a moment or without end; raises CannotGrant, CannotKeep("not_allowed")."""
    place = allowed(organisation, actor=actor, roles=givers(role))
    if actor.person == person:
        raise CannotGrant("to_oneself")
    require_sense(role, place, until=until, consent=consent, scope=scope, now=now)
    holder = Person.objects.select_for_update().get(pk=person)
    meanwhile = DateTimeTZRange(now, until)
    for held in RoleGrant.objects.filter(person=holder, period__overlap=meanwhile):
        if forbidden_together(Role(held.role), role):
            raise CannotGrant("forbidden_pair", person=holder.name, held=Role(held.role).words, role=role.words)
        if (held.role, held.organisation_id) == (role.value, place.pk):
            raise CannotGrant("held_already", person=holder.name, role=role.words)
    mail = Account.objects.filter(person=holder).values_list("email", flat=True).first() or ""
    refuse_same_mail(holder, mail, roles=[(role, place)], meanwhile=meanwhile)
    grant = RoleGrant.objects.create(
        id=new_id(now),
        person=holder,
        organisation=place,
        role=role.value,
        period=meanwhile,
        consent=consent,
        scope=scope,
    )
    after = {"role": role, "until": until, "consent": consent, "scope": scope}
    audit.record(
        "register.role.granted",
        actor=actor, subject_kind="person", subject=person, organisation=place.pk, now=now, after=after,
    )  # fmt: skip
    return grant


def refuse_same_mail(
    holder: Person, mail: str, *, roles: Sequence[tuple[Role, Organisation]], meanwhile: DateTimeTZRange
) -> None:
    """Refuse what would make one human, known by the mail address of two accounts, hold what excludes each other in a zone; raises CannotGrant."""
    if not mail or not roles:
        return
    wait_for(f"mail/{mail.lower()}")
    others = RoleGrant.objects.filter(person__account__email__iexact=mail, period__overlap=meanwhile)
    for held in others.exclude(person=holder).select_related("person", "organisation"):
        for role, place in roles:
            if held.organisation.within[0] == place.within[0] and forbidden_together(Role(held.role), role):
                other = held.person.name
                raise CannotGrant("same_mail", other=other, mail=mail, held=Role(held.role).words, role=role.words)


def require_sense(
    role: Role, place: Organisation, *, until: datetime | None, consent: str, scope: str, now: datetime
) -> None:
    """Raise CannotGrant for a role that makes no sense there, or without what it needs."""
    if not is_sensible(role, kind=place.kind):
        wrong = "wrong_place" if role in COMPANY else "no_place" if role == Role.EXPERT else "no_institution"
        raise CannotGrant(wrong, role=role.words)
    if role == Role.EXPERT and until is None:
        raise CannotGrant("no_end", role=role.words)
    if role == Role.COMPANY_AGENT and not (consent and scope and until):
        raise CannotGrant("consent_missing")
    if until is not None and until <= now:
        raise CannotGrant("ends_before", until=until)


@transaction.atomic
def end_experts(*, people: Collection[UUID], actor: Actor, now: datetime) -> int:
    """End the roles of outside experts that are done with: the rule ends them, nobody else; return how many."""
    grants = RoleGrant.objects.filter(person__in=people, role=Role.EXPERT.value, period__contains=now).order_by("pk")
    for grant in grants:
        end_role(grant=grant.pk, actor=actor, now=now)
    return len(grants)


@transaction.atomic
def end_role(*, grant: UUID, actor: Actor, now: datetime) -> RoleGrant:
    """End a role now; raises CannotKeep("not_allowed"), CannotGrant("to_oneself", "ended_already")."""
    ended = RoleGrant.objects.select_for_update().filter(pk=grant).first()
    if ended is None:
        raise CannotGrant("ended_already")
    allowed(ended.organisation_id, actor=actor, roles=givers(Role(ended.role)))
    if actor.person == ended.person_id:
        raise CannotGrant("to_oneself")
    before = ended.period.upper
    if before is not None and before <= now:
        raise CannotGrant("ended_already")
    ended.period = DateTimeTZRange(ended.period.lower, now)
    ended.save(update_fields=("period",))
    audit.record(
        "register.role.ended",
        actor=actor, subject_kind="person", subject=ended.person_id, organisation=ended.organisation_id, now=now,
        before={"role": ended.role, "until": before}, after={"until": now},
    )  # fmt: skip
    return ended
