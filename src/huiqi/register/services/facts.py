"""Facts are said of subjects; nothing that was said before is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit, events
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.values import Value, columns, is_period
from huiqi.register.models import Fact, Subject
from huiqi.register.services.allowing import CannotKeep, allowed
from huiqi.register.services.standing import refresh


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
def record_facts(*, subject: UUID, said: Sequence[Said], source: str, actor: Actor, now: datetime) -> tuple[Fact, ...]:
    """Add what is said of a subject; nothing that was said before is lost. Raises CannotKeep, CannotSee."""
    seen = queries.visible_subject(actor, id=subject)
    allowed(seen.organisation_id, actor=actor, roles=KEEP_REGISTER)
    rows = keep(seen, said, source=source, actor=actor, now=now)
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


def keep(subject: Subject, said: Sequence[Said], *, source: str, actor: Actor, now: datetime) -> tuple[Fact, ...]:
    """Add the rows of a service that has asked for rights and writes the audit trail itself; raises CannotKeep."""
    # What is said later in one breath is later: its identifier breaks the tie of the moment.
    ids = sorted(new_id(now) for _ in said)
    rows = tuple(
        fact_row(one, subject, part, source=source, actor=actor, now=now) for one, part in zip(ids, said, strict=True)
    )
    Fact.objects.bulk_create(rows, batch_size=1000)
    refresh([subject.pk], now=now)
    events.announce("register.facts.recorded", subjects=(subject.pk,), facts=tuple({part.name for part in said}))
    return rows


def fact_row(id: UUID, subject: Subject, said: Said, *, source: str, actor: Actor, now: datetime) -> Fact:
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
        id=id,
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
