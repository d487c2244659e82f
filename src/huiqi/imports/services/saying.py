"""The columns of an import are said and the sheet is checked at once: one act for the officer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.imports.domain.meanings import OWN
from huiqi.imports.domain.states import Codeless, State
from huiqi.imports.models import SheetImport
from huiqi.imports.queries.mapping import book_for, latest_version
from huiqi.imports.services.allowing import allowed
from huiqi.imports.services.mapping import save_map
from huiqi.imports.services.receiving import choose_sheet
from huiqi.imports.services.starting import start_work
from huiqi.kernel.actor import Actor
from huiqi.kernel.models import Job
from huiqi.rulebook.domain.sheet_maps import SheetMap
from huiqi.rulebook.queries.sheet_mapping import map_in_yaml


@transaction.atomic
def say_columns(
    *, sheet: UUID, said: SheetMap, seen: int, codeless: Codeless, takes_names: bool, actor: Actor, now: datetime
) -> Job:
    """Save what the columns mean and start the check; raises CannotImport."""
    save_map(sheet=sheet, said=said, seen=seen, codeless=codeless, takes_names=takes_names, actor=actor, now=now)
    return start_work(sheet=sheet, work="check", actor=actor, now=now)


@transaction.atomic
def take_map_file(*, sheet: UUID, text: bytes, actor: Actor, now: datetime) -> SheetImport:
    """Take what the columns mean from a YAML file; raises CannotFitMap, CannotImport."""
    found = allowed(sheet, actor=actor, states=(State.RECEIVED, State.CHECKED))
    said = map_in_yaml(text, own=OWN, book=book_for(found, now=now))
    if said.sheet not in {"", found.sheet}:
        found = choose_sheet(sheet=sheet, name=said.sheet, actor=actor, now=now)
    latest = latest_version(found.source)
    return save_map(
        sheet=sheet,
        said=said,
        seen=latest.number if latest else 0,
        codeless=Codeless(found.codeless),
        takes_names=found.takes_names,
        actor=actor,
        now=now,
    )
