"""Taking a snapshot: the register is read, the file is put in its place, then the row is added."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.snapshot_files import Column, Companies, Content
from huiqi.casework.models import Snapshot
from huiqi.casework.queries.snapshots import path_of
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries as register
from huiqi.register.queries import Population


class CannotTakeSnapshot(Cannot):
    """The register cannot be kept as it is."""

    messages: ClassVar[Mapping[str, Words]] = {
        "disk": (
            "快照文件无法写入数据目录（{reason}）。请管理员检查磁盘空间后重新开始。",
            "the snapshot cannot be written into the data folder ({reason}): have the disk checked, then start again.",
        ),
    }


def read_register(
    *, scope: UUID, day: date, actor: Actor, now: datetime, among: Collection[UUID] | None = None
) -> Content:
    """Return the companies of a zone or park, or those `among` some, with their facts as they hold on a day and are known now; raises CannotSee."""
    found = register.population(actor, scope=scope, day=day, known_at=now, among=among)
    return content_of(found, scope=scope, day=day)


def keep_snapshot(content: Content, digest: str, file: bytes, *, actor: Actor, now: datetime) -> Snapshot:
    """Keep a content under its digest and return its row: the same of one day is kept once. Raises CannotTakeSnapshot."""
    put_in_place(path_of(digest), file)
    scope, day = UUID(content.about["scope"]), date.fromisoformat(content.about["day"])
    with transaction.atomic():
        snapshot, is_new = Snapshot.objects.get_or_create(
            scope_id=scope,
            day=day,
            digest=digest,
            defaults={
                "id": new_id(now),
                "known_at": now,
                "companies": len(content.companies.ids),
                "values": content.values,
                "size_bytes": len(file),
                "made_by": actor.person,
                "made_by_name": actor.name,
            },
        )
        if is_new:
            after = {"day": day, "digest": digest, "companies": snapshot.companies, "values": snapshot.values}
            audit.record(
                "casework.snapshot.taken",
                actor=actor, subject_kind="snapshot", subject=snapshot.pk, organisation=scope, now=now, after=after,
            )  # fmt: skip
    return snapshot


def content_of(found: Population, *, scope: UUID, day: date) -> Content:
    """Return what the register said as a snapshot holds it."""
    places = {park: place for place, park in enumerate(found.parks)}
    companies = Companies(
        ids=[str(one.id) for one in found.members],
        names=[one.name for one in found.members],
        initials=[one.initials for one in found.members],
        codes=[one.credit_code for one in found.members],
        parks=[None if one.park is None else places[one.park] for one in found.members],
        park_ids=[str(park) for park in found.parks],
        park_names=list(found.parks.values()),
        by_name=list(found.by_name),
    )
    columns = {key: Column(column.cells, column.absent) for key, column in found.columns.items()}
    return Content({"scope": str(scope), "day": day.isoformat()}, companies, columns)


def put_in_place(path: Path, file: bytes) -> None:
    """Write a file so that it is there whole or not at all; raises CannotTakeSnapshot."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with aside.open("xb") as opened:
                opened.write(file)
                opened.flush()
                os.fsync(opened.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise CannotTakeSnapshot("disk", reason=error.strerror or error) from error
