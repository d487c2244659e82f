"""Lists of earlier payments handed out: as they came, or with what is wrong written at the cells. Each time is in the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from huiqi.casework.models import EarlierFile, EarlierPayment
from huiqi.casework.queries.earlier.files import file_of
from huiqi.casework.services.earlier.failing import note
from huiqi.kernel.actor import Actor
from huiqi.rulebook.queries.sheet_heads import on_disk
from huiqi.rulebook.queries.sheets import Note, annotate


@transaction.atomic
def open_earlier(*, file: UUID, actor: Actor, now: datetime) -> tuple[EarlierFile, File[bytes]]:
    """Return the file as it came, opened; raises CannotSeeEarlier."""
    found = file_of(actor, id=file)
    note("opened", found, actor=actor, now=now)
    return found, default_storage.open(found.stored_as, "rb")


@transaction.atomic
def annotated_earlier(*, file: UUID, english: bool, actor: Actor, now: datetime) -> tuple[str, BinaryIO]:
    """Return the name and content of the workbook to send back: the rows as they came, what is wrong at the cells.

    Raises CannotSeeEarlier, CannotReadSheet.
    """
    found = file_of(actor, id=file)
    note("workbook_opened", found, actor=actor, now=now)
    with on_disk(found.stored_as, found.ending) as path:
        out = path.with_name("annotated.xlsx")
        annotate(path, found.sheet, _notes(found, english=english), out)
        # On a system with POSIX files the open file outlives its folder.
        return f"{Path(found.name).stem}-{'marked' if english else '标注'}.xlsx", out.open("rb")


def _notes(found: EarlierFile, *, english: bool) -> Iterator[Note]:
    text, remedy = ("en", "en_remedy") if english else ("zh", "zh_remedy")
    rows = EarlierPayment.objects.filter(file=found).exclude(faults=[]).order_by("row")
    for row, faults in rows.values_list("row", "faults").iterator(chunk_size=2000):
        for one in faults:
            yield Note(row, one["column"], one["code"], one[text], one[remedy], one["is_error"])
