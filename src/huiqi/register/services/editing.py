"""One fact put right by hand. Whoever edits has seen what stood there; where somebody else was quicker, nothing is changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.register import queries
from huiqi.register.domain.evidence import naming
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.values import MISSING, Value, columns
from huiqi.register.models import Fact, Subject
from huiqi.register.queries import KnownFact
from huiqi.register.services.allowing import CannotKeep, allowed
from huiqi.register.services.facts import Said, keep, shown
from huiqi.register.services.files import Upload, kept

UNDONE = "撤销更改"


@transaction.atomic
def correct_fact(
    *,
    subject: UUID,
    said: Said,
    source: str,
    seen: UUID | None,
    actor: Actor,
    now: datetime,
    upload: Upload | None = None,
) -> Fact:
    """Add or correct one fact, with a file as its evidence if there is one.

    `seen` is the row that the actor saw as the last one. Raises CannotKeep, CannotKeepFile, CannotSee.
    """
    found, last = last_seen(subject, said, seen=seen, actor=actor)
    if not source.strip():
        raise CannotKeep("no_source")
    if upload is None:
        (row,) = keep(found, [said], source=source.strip(), actor=actor, now=now)
    else:
        with kept(upload, organisation=found.organisation, actor=actor, now=now) as file:
            with_file = Said(said.name, said.value, said.period, naming(file.pk), said.valid_from, said.valid_to)
            (row,) = keep(found, [with_file], source=source.strip(), actor=actor, now=now)
    note("corrected", found, row, last, actor=actor, now=now)
    return row


@transaction.atomic
def undo_fact(*, subject: UUID, name: str, period: str, seen: UUID | None, actor: Actor, now: datetime) -> Fact:
    """Say again, as a later row, what stood there before the last row; missing where nothing did. Raises CannotKeep, CannotSee."""
    found, last = last_seen(subject, Said(name, MISSING, period), seen=seen, actor=actor)
    before = queries.history(actor, subject=subject, name=name, period=period)[1:2]
    said = Said(name, MISSING, period)
    if before:
        (one,) = before
        said = Said(name, one.value, period, one.evidence, one.valid_from, one.valid_to)
    source = f"{UNDONE}：{before[0].source}"[:200] if before else UNDONE
    (row,) = keep(found, [said], source=source, actor=actor, now=now)
    note("undone", found, row, last, actor=actor, now=now)
    return row


def last_seen(subject: UUID, said: Said, *, seen: UUID | None, actor: Actor) -> tuple[Subject, KnownFact | None]:
    """Return the subject, its organisation locked, and the last row, which has to be the one that was seen."""
    found = queries.visible_subject(actor, id=subject)
    allowed(found.organisation_id, actor=actor, roles=KEEP_REGISTER)
    told = queries.history(actor, subject=subject, name=said.name, period=said.period)[:1]
    last = told[0] if told else None
    if (last.id if last else None) != seen:
        raise CannotKeep("changed_meanwhile", name=last.recorded_by_name if last else "?")
    return found, last


def note(act: str, subject: Subject, row: Fact, last: KnownFact | None, *, actor: Actor, now: datetime) -> None:
    """Write the act into the audit trail."""
    audit.record(
        f"register.fact.{act}",
        actor=actor, subject_kind=subject.kind, subject=subject.pk, organisation=subject.organisation_id, now=now,
        before=told(row, last.value, last.source) if last else None, after=told(row, row.value, row.source),
    )  # fmt: skip


def told(row: Fact, value: Value, source: str) -> dict[str, object]:
    """Return what was said as the audit trail shows it; where there is no value, its state says why."""
    said = Said(row.name, value, row.period)
    state = columns(value).state.value
    return {"name": row.name, "period": row.period, "value": shown(said), "source": source, "state": state}
