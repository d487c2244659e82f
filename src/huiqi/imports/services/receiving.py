"""A file comes in: judged by its content, kept as it is, its first rows looked at. Nothing of it is in the register yet."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from huiqi.imports.domain.states import State
from huiqi.imports.models import SheetFile, SheetImport, Source
from huiqi.imports.queries.files import on_disk
from huiqi.imports.services.allowing import CannotImport, allowed
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.register.domain.files import Kind, shown_name
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.services.allowing import allowed as allowed_place
from huiqi.rulebook.queries import sheets
from huiqi.rulebook.queries.sheet_heads import head_of, looked_at
from huiqi.rulebook.queries.sheets import ProvedFile, SheetInfo

_SHEETS_MOST = 50


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name that its sender gave it, and its content. Neither is trusted."""

    name: str
    content: bytes


@transaction.atomic
def receive_sheet(
    *, organisation: UUID, source: str, upload: Upload, actor: Actor, now: datetime, file: ProvedFile | None = None
) -> SheetImport:
    """Keep a file of a source for the register of a zone or park; raises CannotImport, CannotReadSheet, CannotKeep.

    `file` is the upload, where the caller has looked at it already (`looked_at`).
    """
    place = allowed_place(organisation, actor=actor, roles=KEEP_REGISTER)
    if place.kind not in {"zone", "park"}:
        raise CannotImport("no_place", organisation=place.name)
    name = " ".join(source.split())[:80]
    if not name:
        raise CannotImport("no_source_name")
    with looked_at(upload.content) if file is None else nullcontext(file) as proved:
        ending, found = proved.path.suffix, proved.sheets[:_SHEETS_MOST]
        chosen = next((one for one in found if one.rows > 1), found[0] if found else SheetInfo("", 0, 0))
        head = head_of(proved, chosen.name)
    known, _ = Source.objects.get_or_create(
        organisation_id=place.pk, name=name, defaults={"id": new_id(now), "added_at": now}
    )
    with stored(upload, ending, now=now) as file_row:
        added = SheetImport.objects.create(
            id=new_id(now), organisation_id=place.pk, source=known, file=file_row, sheets=[asdict(one) for one in found],
            sheet=chosen.name, head=head, received_at=now, received_by=actor.person, received_by_name=actor.name,
        )  # fmt: skip
        audit.record(
            "imports.sheet.received",
            actor=actor, subject_kind="import", subject=added.pk, organisation=place.pk, now=now,
            after={"source": name, "file": file_row.name, "digest": file_row.digest, "size_bytes": file_row.size_bytes},
        )  # fmt: skip
    return added


@contextmanager
def stored(upload: Upload, ending: str, *, now: datetime) -> Iterator[SheetFile]:
    """Keep the content of an upload and give its row; what fails within takes the content back."""
    stored_as = f"imports/{secrets.token_hex(16)}"
    try:
        # Inside: on a full disk the beginning of the file is there already.
        default_storage.save(stored_as, ContentFile(upload.content))
        yield SheetFile.objects.create(
            id=new_id(now), name=shown_name(upload.name, Kind("", ending)), ending=ending,
            digest=hashlib.sha256(upload.content).hexdigest(), size_bytes=len(upload.content), stored_as=stored_as,
        )  # fmt: skip
    except BaseException:
        with suppress(OSError):
            default_storage.delete(stored_as)
        raise


@transaction.atomic
def choose_sheet(*, sheet: UUID, name: str, actor: Actor, now: datetime) -> SheetImport:
    """Take another sheet of the file; raises CannotImport, CannotReadSheet, CannotSeeImport."""
    found = allowed(sheet, actor=actor, states=(State.RECEIVED, State.CHECKED))
    with on_disk(found.file) as path:
        head = head_of(sheets.proved(path), name)
    before = found.sheet
    found.sheet, found.head, found.map, found.state = name, head, None, State.RECEIVED.value
    found.save(update_fields=("sheet", "head", "map", "state"))
    audit.record(
        "imports.sheet.chosen",
        actor=actor, subject_kind="import", subject=sheet, organisation=found.organisation_id, now=now,
        before={"sheet": before}, after={"sheet": name},
    )  # fmt: skip
    return found
