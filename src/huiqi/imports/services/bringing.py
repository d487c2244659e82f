"""A file brought in in one go, for the command line: received, its columns said, checked, and carried out in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from huiqi.imports.domain.meanings import OWN
from huiqi.imports.domain.states import Codeless, State
from huiqi.imports.models import SheetImport
from huiqi.imports.queries.mapping import book_for, latest_version, map_for
from huiqi.imports.services.allowing import CannotImport, allowed, one_at_a_time
from huiqi.imports.services.applying import ChangedError, carry_out
from huiqi.imports.services.checking import write_down
from huiqi.imports.services.deciding import give_up
from huiqi.imports.services.mapping import save_map
from huiqi.imports.services.plans import plan_of, read_file
from huiqi.imports.services.receiving import Upload, choose_sheet, receive_sheet
from huiqi.kernel.actor import Actor
from huiqi.kernel.collecting import without_collecting
from huiqi.kernel.jobs import Progress, part
from huiqi.rulebook.queries.sheet_heads import looked_at
from huiqi.rulebook.queries.sheet_mapping import map_in_yaml
from huiqi.rulebook.queries.sheets import ProvedFile


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to be brought in: its map in YAML (else the source's own, or a proposed one), and what is decided at once."""

    map_text: bytes = b""
    codeless: Codeless = Codeless.LEAVE
    takes_names: bool = False
    is_dry_run: bool = False


@without_collecting()
def import_file(
    *,
    organisation: UUID,
    source: str,
    upload: Upload,
    wishes: Wishes,
    actor: Actor,
    now: datetime,
    progress: Progress | None = None,
) -> SheetImport:
    """Bring a file in, or only say what that would do; doubtful rows are left out, to be decided on the pages.

    Raises CannotImport, CannotReadSheet, CannotFitMap, CannotKeep.
    """
    with looked_at(upload.content) as file:
        found = _mapped(
            organisation=organisation, source=source, upload=upload, file=file, wishes=wishes, actor=actor, now=now
        )
        read = read_file(found, now=now, progress=part(progress, 0, 25), file=file)
    try:
        with transaction.atomic():
            found = allowed(found.pk, actor=actor, states=(State.RECEIVED,))
            one_at_a_time(found)
            holding = not wishes.is_dry_run
            plan = plan_of(found, read, actor=actor, now=now, holding=holding, progress=part(progress, 25, 40))
            write_down(found, plan, actor=actor, now=now, progress=part(progress, 40, 50))
            if not wishes.is_dry_run:
                carry_out(found, plan, sheet=read.sheet, actor=actor, now=now, progress=part(progress, 50, 95))
    except (CannotImport, ChangedError, IntegrityError) as error:
        give_up(sheet=found.pk, actor=actor, now=now)
        if isinstance(error, CannotImport):
            raise
        raise CannotImport("changed_meanwhile") from error
    return found


@transaction.atomic
def _mapped(
    *,
    organisation: UUID,
    source: str,
    upload: Upload,
    file: ProvedFile,
    wishes: Wishes,
    actor: Actor,
    now: datetime,
) -> SheetImport:
    found = receive_sheet(organisation=organisation, source=source, upload=upload, actor=actor, now=now, file=file)
    book = book_for(found, now=now)
    said = map_in_yaml(wishes.map_text, own=OWN, book=book) if wishes.map_text else map_for(found, book)
    if said.sheet not in {"", found.sheet}:
        found = choose_sheet(sheet=found.pk, name=said.sheet, actor=actor, now=now)
    latest = latest_version(found.source)
    return save_map(
        sheet=found.pk,
        said=said,
        seen=latest.number if latest is not None else 0,
        codeless=wishes.codeless,
        takes_names=wishes.takes_names,
        actor=actor,
        now=now,
    )
