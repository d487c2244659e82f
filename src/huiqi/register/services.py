"""Changing the register: one function, one use case, one transaction, one row of the audit trail.

Who may do what is checked here, so that no door (page, import, API) has rules of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain import credit_code as codes
from huiqi.register.domain import names
from huiqi.register.domain.rights import GIVE_ROLES, KEEP_REGISTER, forbidden_together
from huiqi.register.domain.values import Value, columns, is_period
from huiqi.register.models import Fact, FormerName, Organisation, Person, RoleGrant, Subject


class CannotKeep(Cannot):
    """The register cannot be changed like that."""

    messages: ClassVar[Mapping[str, str]] = {
        "not_allowed": "{actor} may not do this for {organisation}.",
        "code_taken": "the credit code {code} belongs to {name} already.",
        "code_missing": "a company needs its credit code.",
        "no_parent": "a {kind} has to be in a zone or in a part of one.",
        "zone_in_zone": "a zone is in nothing.",
        "bad_name": "{name!r} is no name.",
        "same_name": "it is called {name} already.",
        "bad_period": "{period!r} is no period: 2025, 2025-H1, 2025-Q1 or 2025-03.",
        "bad_validity": "{name}: from {valid_from} to {valid_to} is no day.",
        "bad_value": "{name}: {reason}.",
    }


class CannotGrant(Cannot):
    """The role cannot be given."""

    messages: ClassVar[Mapping[str, str]] = {
        "forbidden_pair": "{person} is {held} already, and nobody may be {role} as well.",
        "held_already": "{person} holds the role {role} there already.",
        "consent_missing": "an agent needs the company's recorded consent, with its end.",
        "to_oneself": "nobody gives a role to oneself.",
    }


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a subject: name and period of the fact, value, and from when to when it holds."""

    name: str
    value: Value
    period: str = ""
    evidence: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def add_organisation(
    *, kind: str, name: str, actor: Actor, now: datetime, parent: UUID | None = None, credit_code: str = ""
) -> Organisation:
    """Add a zone (the system alone does), or what is in one; raises CannotKeep, CannotReadCode."""
    above = allowed_parent(kind, parent, actor=actor)
    code = codes.read(credit_code) if credit_code else None
    if kind == Organisation.Kind.COMPANY and code is None:
        raise CannotKeep("code_missing")
    holder = Organisation.objects.filter(credit_code=code).first() if code else None
    if holder is not None:
        raise CannotKeep("code_taken", code=code, name=holder.name)
    added = Organisation(id=new_id(now), kind=kind, parent=above, credit_code=code, added_at=now)
    added.within = [*(above.within if above else ()), added.pk]
    call(added, name)
    try:
        with transaction.atomic():
            added.save(force_insert=True)
    except IntegrityError as error:
        # Somebody added the same code between the look and the write.
        raise CannotKeep("code_taken", code=code, name=name) from error
    Subject.objects.create(id=added.pk, kind=kind, organisation=added)
    after = {"kind": kind, "name": added.name, "credit_code": code, "parent": above.pk if above else None}
    audit.record(
        "register.organisation.added",
        actor=actor, subject_kind=kind, subject=added.pk, organisation=added.pk, now=now, after=after,
    )  # fmt: skip
    return added


@transaction.atomic
def rename_organisation(*, id: UUID, name: str, actor: Actor, now: datetime) -> Organisation:
    """Give a new name and keep the old one to be found by; raises CannotKeep."""
    renamed = allowed(id, actor=actor, roles=KEEP_REGISTER)
    before = renamed.name
    call(renamed, name)
    if renamed.name == before:
        raise CannotKeep("same_name", name=before)
    renamed.save(update_fields=("name", "name_key", "name_initials"))
    FormerName.objects.create(organisation=renamed, name=before, until=now)
    audit.record(
        "register.organisation.renamed",
        actor=actor, subject_kind=renamed.kind, subject=id, organisation=id, now=now,
        before={"name": before}, after={"name": renamed.name},
    )  # fmt: skip
    return renamed


@transaction.atomic
def add_person(*, name: str, organisation: UUID, actor: Actor, now: datetime) -> Person:
    """Add a person whose facts belong to an organisation; raises CannotKeep."""
    home = allowed(organisation, actor=actor, roles=(*KEEP_REGISTER, *GIVE_ROLES))
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
) -> RoleGrant:
    """Give a role from now on, until a moment or without end; raises CannotGrant, CannotKeep("not_allowed")."""
    place = allowed(organisation, actor=actor, roles=GIVE_ROLES)
    if actor.person == person:
        raise CannotGrant("to_oneself")
    if role == Role.COMPANY_AGENT and not (consent and until):
        raise CannotGrant("consent_missing")
    holder = Person.objects.select_for_update().get(pk=person)
    meanwhile = DateTimeTZRange(now, until)
    for held in RoleGrant.objects.filter(person=holder, period__overlap=meanwhile):
        if forbidden_together(Role(held.role), role):
            raise CannotGrant("forbidden_pair", person=holder.name, held=held.role, role=role.value)
        if (held.role, held.organisation_id) == (role.value, place.pk):
            raise CannotGrant("held_already", person=holder.name, role=role.value)
    grant = RoleGrant.objects.create(
        id=new_id(now), person=holder, organisation=place, role=role.value, period=meanwhile, consent=consent
    )
    after = {"role": role, "until": until, "consent": consent}
    audit.record(
        "register.role.granted",
        actor=actor, subject_kind="person", subject=person, organisation=place.pk, now=now, after=after,
    )  # fmt: skip
    return grant


@transaction.atomic
def end_role(*, grant: UUID, actor: Actor, now: datetime) -> RoleGrant:
    """End a role now; raises CannotKeep("not_allowed"), and RoleGrant.DoesNotExist for one that ran out before."""
    ended = RoleGrant.objects.select_for_update().get(pk=grant, period__contains=now)
    allowed(ended.organisation_id, actor=actor, roles=GIVE_ROLES)
    before = ended.period.upper
    ended.period = DateTimeTZRange(ended.period.lower, now)
    ended.save(update_fields=("period",))
    audit.record(
        "register.role.ended",
        actor=actor, subject_kind="person", subject=ended.person_id, organisation=ended.organisation_id, now=now,
        before={"role": ended.role, "until": before}, after={"until": now},
    )  # fmt: skip
    return ended


@transaction.atomic
def record_facts(*, subject: UUID, said: Sequence[Said], source: str, actor: Actor, now: datetime) -> tuple[Fact, ...]:
    """Add what is said of a subject; nothing that was said before is lost. Raises CannotKeep, CannotSee."""
    seen = queries.visible_subject(actor, id=subject)
    allowed(seen.organisation_id, actor=actor, roles=KEEP_REGISTER)
    rows = tuple(fact_row(seen, part, source=source, actor=actor, now=now) for part in said)
    Fact.objects.bulk_create(rows, batch_size=1000)
    after = {
        "source": source,
        "facts": [
            {"name": row.name, "period": row.period, "state": row.state, "value": shown(part)}
            for row, part in zip(rows, said, strict=True)
        ],
    }
    audit.record(
        "register.facts.recorded",
        actor=actor, subject_kind=seen.kind, subject=subject, organisation=seen.organisation_id, now=now, after=after,
    )  # fmt: skip
    return rows


def fact_row(subject: Subject, said: Said, *, source: str, actor: Actor, now: datetime) -> Fact:
    """Return the row of what is said; raises CannotKeep."""
    if not is_period(said.period):
        raise CannotKeep("bad_period", period=said.period)
    if said.valid_from and said.valid_to and said.valid_from >= said.valid_to:
        raise CannotKeep("bad_validity", name=said.name, valid_from=said.valid_from, valid_to=said.valid_to)
    try:
        value = columns(said.value)
    except ValueError as error:
        raise CannotKeep("bad_value", name=said.name, reason=error) from error
    return Fact(
        id=new_id(now),
        subject=subject,
        name=said.name,
        period=said.period,
        state=value.state.value,
        number=value.number,
        text=value.text,
        day=value.day,
        truth=value.truth,
        source=source,
        evidence=said.evidence,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        recorded_at=now,
        recorded_by=actor.person,
        recorded_by_name=actor.name,
    )


def shown(said: Said) -> object:
    """Return the value for the audit trail; where there is none, its state says why."""
    value = columns(said.value)
    return next((part for part in (value.number, value.text, value.day, value.truth) if part is not None), None)


def allowed_parent(kind: str, parent: UUID | None, *, actor: Actor) -> Organisation | None:
    """Return what the new organisation is in, if the actor may add there; raises CannotKeep."""
    if kind == Organisation.Kind.ZONE:
        if parent is not None:
            raise CannotKeep("zone_in_zone")
        if not actor.is_system:
            raise CannotKeep("not_allowed", actor=actor.name, organisation="a new zone")
        return None
    if parent is None:
        raise CannotKeep("no_parent", kind=kind)
    return allowed(parent, actor=actor, roles=KEEP_REGISTER)


def allowed(organisation: UUID, *, actor: Actor, roles: tuple[Role, ...]) -> Organisation:
    """Return the organisation, locked, if the actor holds one of the roles for it; raises CannotKeep("not_allowed")."""
    found = queries.within_reach(actor, *roles).select_for_update().filter(pk=organisation).first()
    if found is None:
        raise CannotKeep("not_allowed", actor=actor.name, organisation=organisation)
    return found


def call(organisation: Organisation, name: str) -> None:
    """Set a name with its keys; raises CannotKeep("bad_name")."""
    organisation.name = tidy(name)
    organisation.name_key = names.sort_key(organisation.name)
    organisation.name_initials = names.initials(organisation.name)


def tidy(name: str) -> str:
    """Return the name as it is kept; raises CannotKeep("bad_name")."""
    try:
        return names.tidy(name)
    except ValueError as error:
        raise CannotKeep("bad_name", name=name[:40]) from error
