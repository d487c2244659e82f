"""Files of an import handed out: as they came, or with what is wrong written at the cells. Each time is in the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from huiqi.imports.models import SheetImport
from huiqi.imports.queries.files import on_disk
from huiqi.imports.queries.reach import faults, sheet_import
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.rulebook.queries.sheets import Note, annotate


@transaction.atomic
def open_file(*, sheet: UUID, actor: Actor, now: datetime) -> tuple[SheetImport, File[bytes]]:
    """Return the file as it came, opened; raises CannotSeeImport."""
    found = sheet_import(actor, id=sheet)
    _record("imports.file.opened", found, actor, now)
    return found, default_storage.open(found.file.stored_as, "rb")


@transaction.atomic
def annotated_workbook(*, sheet: UUID, english: bool, actor: Actor, now: datetime) -> tuple[str, BinaryIO]:
    """Return the name and content of the workbook to send back: the rows as they came, what is wrong at the cells.

    Raises CannotSeeImport, CannotReadSheet.
    """
    found = sheet_import(actor, id=sheet)
    _record("imports.workbook.opened", found, actor, now)
    with on_disk(found.file) as path:
        out = path.with_name("annotated.xlsx")
        annotate(path, found.sheet, _notes(actor, found, english=english), out)
        # On a system with POSIX files the open file outlives its folder.
        return f"{Path(found.file.name).stem}-{'marked' if english else '标注'}.xlsx", out.open("rb")


def _notes(actor: Actor, found: SheetImport, *, english: bool) -> Iterator[Note]:
    for one in faults(actor, sheet=found.pk).iterator(chunk_size=2000):
        text, remedy = (one.en, one.en_remedy) if english else (one.zh, one.zh_remedy)
        said = f"{one.what}：{text}" if one.what and not english else f"{one.what}: {text}" if one.what else text
        yield Note(one.row, one.column, one.code, said, remedy, one.is_error)


def _record(code: str, found: SheetImport, actor: Actor, now: datetime) -> None:
    audit.record(
        code, actor=actor, subject_kind="import", subject=found.pk, organisation=found.organisation_id, now=now,
        after={"file": found.file.name, "digest": found.file.digest},
    )  # fmt: skip
