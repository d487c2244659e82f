"""Companies move into undertakings, graduate and leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import IntegrityError, transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.undertakings import Outcome
from huiqi.register.models import Organisation, Residency
from huiqi.register.services.allowing import CannotKeep, allowed
from huiqi.register.services.undertakings import locked


class CannotMove(Cannot):
    """The company cannot move in or out like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "there_already": ("{names}在这段时间已在“{place}”内。", "{names}: in “{place}” already at that time."),
        "nobody": ("请至少写一家企业。", "name one company at least."),
        "left_already": ("这家企业已经在{day}离开。", "this company left on {day} already."),
        "ends_before": ("{day}不晚于入驻日{start}。", "{day} is not later than the day it moved in, {start}."),
        "unknown_outcome": ("没有{outcome!r}这种离开方式。", "there is no way to leave called {outcome!r}."),
    }


@transaction.atomic
def admit_companies(
    *, undertaking: UUID, companies: Sequence[UUID], day: date, source: str, actor: Actor, now: datetime
) -> tuple[Residency, ...]:
    """Let companies in from a day on, all or none; raises CannotMove, CannotKeep, CannotSee."""
    place = locked(undertaking, actor=actor)
    if not companies:
        raise CannotMove("nobody")
    if not source.strip():
        raise CannotKeep("no_source")
    seen = queries.organisations(actor, kind=Organisation.Kind.COMPANY).in_bulk(list(companies))
    hidden = next((key for key in companies if key not in seen), None)
    if hidden is not None:
        raise queries.CannotSee("not_found", what="company", id=hidden)
    rows = [
        Residency(id=new_id(now), undertaking=place, company=seen[key], entered_on=day, source=source, recorded_at=now)
        for key in dict.fromkeys(companies)
    ]
    meeting = Residency.objects.filter(undertaking=place, company__in=seen).exclude(left_on__lte=day)
    if there := list(meeting.values_list("company__name", flat=True)):
        raise CannotMove("there_already", names="、".join(there[:10]), place=place.name)
    try:
        with transaction.atomic():
            Residency.objects.bulk_create(rows, batch_size=1000)
    except IntegrityError as error:
        raise CannotMove("there_already", names="–", place=place.name) from error
    audit.record(
        "register.residency.begun",
        actor=actor, subject_kind=place.group, subject=place.pk, organisation=place.organisation_id, now=now,
        after={"companies": [row.company_id for row in rows], "day": day, "source": source},
    )  # fmt: skip
    return tuple(rows)


@transaction.atomic
def release_company(*, residency: UUID, day: date, outcome: str, actor: Actor, now: datetime) -> Residency:
    """Let a company out: `day` is the first on which it is no longer there. Raises CannotMove, CannotKeep, CannotSee."""
    stay = queries.residency(actor, id=residency)
    allowed(stay.undertaking.organisation_id, actor=actor, roles=KEEP_REGISTER)
    stay.refresh_from_db(fields=("left_on", "outcome"))
    if outcome not in list(Outcome):
        raise CannotMove("unknown_outcome", outcome=outcome)
    if stay.left_on is not None:
        raise CannotMove("left_already", day=stay.left_on)
    if day <= stay.entered_on:
        raise CannotMove("ends_before", day=day, start=stay.entered_on)
    stay.left_on, stay.outcome = day, outcome
    stay.save(update_fields=("left_on", "outcome"))
    place = stay.undertaking
    audit.record(
        "register.residency.ended",
        actor=actor, subject_kind=place.group, subject=place.pk, organisation=place.organisation_id, now=now,
        before={"company": stay.company_id, "entered_on": stay.entered_on}, after={"day": day, "outcome": outcome},
    )  # fmt: skip
    return stay
