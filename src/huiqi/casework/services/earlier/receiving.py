"""A list of earlier payments comes in: judged by its content, kept as it is, its columns said. Nothing of it counts yet."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from huiqi.casework.domain.earlier.states import ENTER, OPEN, State
from huiqi.casework.models import EarlierFile, EarlierSource
from huiqi.casework.queries.earlier.columns import map_faults
from huiqi.casework.services.earlier.failing import CannotBringIn, at_hand, note
from huiqi.kernel import jobs
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.kernel.models import Job
from huiqi.register import queries as register
from huiqi.register.domain.files import Kind, shown_name
from huiqi.rulebook.domain.sheet_maps import SheetMap
from huiqi.rulebook.queries import sheets
from huiqi.rulebook.queries.sheet_heads import head_of, looked_at, on_disk
from huiqi.rulebook.queries.sheets import SheetInfo

CHECK = "huiqi.casework.tasks.check_earlier"
_SHEETS_MOST = 50


@transaction.atomic
def receive_earlier(*, place: UUID, source: str, name: str, content: bytes, actor: Actor, now: datetime) -> EarlierFile:
    """Keep a list of a source for a zone or park; raises CannotBringIn, CannotReadSheet."""
    where = register.within_reach(actor, *ENTER).filter(pk=place, kind__in=("zone", "park")).first()
    if where is None:
        raise CannotBringIn("no_place")
    said = " ".join(source.split())[:80]
    if not said:
        raise CannotBringIn("no_source_name")
    with looked_at(content) as proved:
        ending, found = proved.path.suffix, proved.sheets[:_SHEETS_MOST]
        chosen = next((one for one in found if one.rows > 1), found[0] if found else SheetInfo("", 0, 0))
        head = head_of(proved, chosen.name)
    known, _ = EarlierSource.objects.get_or_create(place=where, name=said, defaults={"id": new_id(now)})
    stored_as = f"earlier/{secrets.token_hex(16)}"
    try:
        # Inside: on a full disk the beginning of the file is there already.
        default_storage.save(stored_as, ContentFile(content))
        added = EarlierFile.objects.create(
            id=new_id(now), zone_id=where.within[0], place=where, source=known, name=shown_name(name, Kind("", ending)),
            ending=ending, digest=hashlib.sha256(content).hexdigest(), size_bytes=len(content), stored_as=stored_as,
            sheets=[asdict(one) for one in found], sheet=chosen.name, head=head, received_at=now, received_by_name=actor.name,
        )  # fmt: skip
        note("received", added, actor=actor, now=now, source=said, size_bytes=len(content))
    except BaseException:
        with suppress(OSError):
            default_storage.delete(stored_as)
        raise
    return added


@transaction.atomic
def choose_sheet(*, file: UUID, name: str, actor: Actor, now: datetime) -> EarlierFile:
    """Take another sheet of the file; raises CannotBringIn, CannotReadSheet, CannotSeeEarlier."""
    found = at_hand(file, *ENTER, states=OPEN, actor=actor)
    with on_disk(found.stored_as, found.ending) as path:
        found.head = head_of(sheets.proved(path), name)
    found.sheet, found.map, found.state = name, None, State.RECEIVED.value
    found.save(update_fields=("sheet", "head", "map", "state"))
    note("sheet_chosen", found, actor=actor, now=now, sheet=name)
    return found


@transaction.atomic
def say_columns(*, file: UUID, said: SheetMap, actor: Actor, now: datetime) -> Job:
    """Save what the columns mean, for this list and later ones of its source, and start the check.

    Raises CannotBringIn with everything that is wrong, CannotSeeEarlier.
    """
    found = at_hand(file, *ENTER, states=OPEN, actor=actor)
    faults = map_faults(found, said)
    if faults:
        raise CannotBringIn(
            "map_wrong", count=len(faults), zh="；".join(zh for zh, _ in faults), en="; ".join(en for _, en in faults)
        )
    # What the sheet of a file is called is not remembered.
    written: Mapping[str, object] = replace(said, sheet="").written()
    found.source.map = found.map = written
    found.source.save(update_fields=("map",))
    found.state = State.RECEIVED.value
    found.save(update_fields=("map", "state"))
    note("columns_said", found, actor=actor, now=now, map=written)
    return start_check(found, actor=actor, now=now)


@transaction.atomic
def check_again(*, file: UUID, actor: Actor, now: datetime) -> Job:
    """Start the check once more; raises CannotBringIn, CannotSeeEarlier."""
    found = at_hand(file, *ENTER, states=OPEN, actor=actor)
    if found.map is None:
        raise CannotBringIn("not_mapped")
    note("check_started", found, actor=actor, now=now)
    return start_check(found, actor=actor, now=now)


def start_check(found: EarlierFile, *, actor: Actor, now: datetime) -> Job:
    """Put the check of a file into the queue."""
    title = f"检查此前支付 {found.name}", f"Check earlier payments: {found.name}"
    job = jobs.open_job(kind="casework.earlier", title=title, actor=actor, now=now)
    found.job = job.pk
    found.save(update_fields=("job",))
    person = str(actor.person) if actor.person else None
    jobs.put_into_queue(CHECK, job=str(job.pk), file=str(found.pk), person=person)
    return job
