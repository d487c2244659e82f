"""Schemes of responsibility and the companies that they look after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.grid import Duty
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.models import GridPlace, KeyCompany, Scheme
from huiqi.register.services.allowing import CannotKeep, allowed, tidy


class CannotScheme(Cannot):
    """The scheme cannot be like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "name_taken": ("这里已有叫“{name}”的责任制。", "there is a scheme called “{name}” here already."),
        "unknown_duty": ("没有{duty!r}这种职责。", "there is no duty {duty!r}."),
        "bad_interval": ("联系间隔至少一天。", "the interval is at least a day."),
        "changed_meanwhile": (
            "有人刚刚改过“{name}”，您的更改没有保存。请重新打开后再改。",
            "somebody has just changed “{name}”; your change was not kept. Open it again.",
        ),
        "nobody": ("请至少写一家企业。", "name one company at least."),
        "not_within": ("{name}不在{place}内。", "{name} is not in {place}."),
        "not_key": ("{name}不在服务名单里。", "{name} is not one of the companies looked after."),
    }


@dataclass(frozen=True, slots=True)
class SchemeSaid:
    """What is said of a scheme: `duties` beside the officer; `contact_every_days` only where the source sets it."""

    name: str
    source: str
    duties: tuple[str, ...] = ()
    needs_department: bool = False
    contact_every_days: int | None = None


@transaction.atomic
def open_scheme(*, organisation: UUID, said: SchemeSaid, actor: Actor, now: datetime) -> Scheme:
    """Open a scheme of a zone or park; raises CannotScheme, CannotKeep."""
    home = allowed(organisation, actor=actor, roles=KEEP_REGISTER)
    opened = Scheme(id=new_id(now), organisation=home, added_at=now)
    write(opened, said, now=now)
    opened.save(force_insert=True)
    note("opened", opened, actor=actor, now=now, after=asdict(said))
    return opened


@transaction.atomic
def change_scheme(*, id: UUID, said: SchemeSaid, seen_at: datetime, actor: Actor, now: datetime) -> Scheme:
    """Change a scheme as it was seen at a moment; raises CannotScheme, CannotKeep, CannotSee."""
    changed = locked_scheme(id, actor=actor)
    if changed.changed_at != seen_at:
        raise CannotScheme("changed_meanwhile", name=changed.name)
    before = {field.name: getattr(changed, field.name) for field in fields(said)}
    write(changed, said, now=now)
    changed.save()
    note("changed", changed, actor=actor, now=now, before=before, after=asdict(said))
    return changed


@transaction.atomic
def name_key_companies(
    *, scheme: UUID, companies: Sequence[UUID], reason: str, actor: Actor, now: datetime
) -> tuple[int, int]:
    """Take companies into a scheme, all or none; return how many are new and how many were in it. Raises as above."""
    place = locked_scheme(scheme, actor=actor)
    if not companies:
        raise CannotScheme("nobody")
    seen = queries.organisations(actor, kind="company").in_bulk(list(companies))
    for key in companies:
        if key not in seen:
            raise queries.CannotSee("not_found", what="company", id=key)
        if place.organisation_id not in seen[key].within:
            raise CannotScheme("not_within", name=seen[key].name, place=place.organisation.name)
    current = KeyCompany.objects.filter(scheme=place, company__in=seen, period__contains=now)
    there = set(current.values_list("company", flat=True))
    new = [key for key in dict.fromkeys(companies) if key not in there]
    period = DateTimeTZRange(now, None)
    KeyCompany.objects.bulk_create(
        [KeyCompany(id=new_id(now), scheme=place, company_id=key, reason=tidy(reason), period=period) for key in new],
        batch_size=1000,
    )
    if new:
        note("companies_named", place, actor=actor, now=now, after={"companies": new, "reason": reason})
    return len(new), len(there)


@transaction.atomic
def release_key_company(*, scheme: UUID, company: UUID, actor: Actor, now: datetime) -> None:
    """Look after a company no longer: its place in a grid ends as well. Raises CannotScheme, CannotKeep, CannotSee."""
    place = locked_scheme(scheme, actor=actor)
    found = queries.organisation(actor, id=company)
    row = KeyCompany.objects.filter(scheme=place, company=found, period__contains=now).first()
    if row is None:
        raise CannotScheme("not_key", name=found.name)
    row.period = DateTimeTZRange(row.period.lower, now)
    row.save(update_fields=("period",))
    for one in GridPlace.objects.filter(scheme=place, company=found, period__contains=now, undone_at=None):
        end_place(one, now=now)
    note("company_released", place, actor=actor, now=now, before={"company": company, "reason": row.reason})


def end_place(place: GridPlace, *, now: datetime) -> None:
    """End a place now; one that began this very moment never was."""
    if place.period.lower >= now:
        place.undone_at = now
    else:
        place.period = DateTimeTZRange(place.period.lower, now)
    place.save(update_fields=("period", "undone_at", "ended_by"))


def locked_scheme(id: UUID, *, actor: Actor) -> Scheme:
    """Return a scheme that the actor may change, its zone or park locked; raises CannotSee, CannotKeep."""
    seen = queries.scheme(actor, id=id)
    allowed(seen.organisation_id, actor=actor, roles=KEEP_REGISTER)
    return Scheme.objects.select_related("organisation").get(pk=id)


def write(row: Scheme, said: SchemeSaid, *, now: datetime) -> None:
    """Set what is said; raises CannotScheme, CannotKeep."""
    for duty in said.duties:
        if duty not in {Duty.LEADER.value, Duty.DEPUTY.value}:
            raise CannotScheme("unknown_duty", duty=duty)
    if said.contact_every_days is not None and said.contact_every_days < 1:
        raise CannotScheme("bad_interval")
    if not said.source.strip():
        raise CannotKeep("no_source")
    row.name = tidy(said.name)
    if Scheme.objects.filter(organisation=row.organisation_id, name=row.name).exclude(pk=row.pk).exists():
        raise CannotScheme("name_taken", name=row.name)
    row.duties = list(dict.fromkeys(said.duties))
    row.needs_department = said.needs_department
    row.contact_every_days = said.contact_every_days
    row.source = said.source.strip()
    row.changed_at = now


def note(done: str, row: Scheme, *, actor: Actor, now: datetime, **told: Mapping[str, object]) -> None:
    """Write the audit row."""
    audit.record(
        f"register.scheme.{done}",
        actor=actor, subject_kind="scheme", subject=row.pk, organisation=row.organisation_id, now=now, **told,
    )  # fmt: skip
