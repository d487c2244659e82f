"""Making the plan of an import from the file, the register as it stands, and the decisions that were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from huiqi.imports.domain.faults import Fault
from huiqi.imports.domain.meanings import OWN
from huiqi.imports.domain.states import Choice, Codeless, Outcome
from huiqi.imports.models import SheetImport, SheetReading, SheetRow
from huiqi.imports.queries.files import on_disk
from huiqi.imports.queries.identities import Identity, identities
from huiqi.imports.queries.mapping import book_for
from huiqi.imports.queries.meeting import Decision, Met, meet, neighbourhood, with_known_codes
from huiqi.imports.queries.planning import Ground, Plan, period_of, planned, standing_key
from huiqi.imports.services.allowing import CannotImport
from huiqi.kernel.actor import Actor
from huiqi.kernel.jobs import Progress, part
from huiqi.register.domain.likeness import same_key
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.queries import within_reach
from huiqi.register.queries.known import identifiers_of, standings_of
from huiqi.register.services.batches import hold_companies
from huiqi.rulebook.domain.sheet_maps import map_from
from huiqi.rulebook.queries import Book
from huiqi.rulebook.queries.kept_sheets import FORMAT, packed, unpacked
from huiqi.rulebook.queries.sheets import CellFault, ProvedFile, ReadSheet, proved, read


def read_file(
    found: SheetImport, *, now: datetime, progress: Progress | None = None, file: ProvedFile | None = None
) -> ReadSheet:
    """Return the whole sheet of an import as its map says; raises CannotImport, CannotReadSheet, CannotFitMap.

    Where a check has read the same already, as it was kept. `file` is the import's, where the caller has looked at it already.
    """
    if found.map is None:
        raise CannotImport("not_mapped")
    book = book_for(found, now=now)
    kept = SheetReading.objects.filter(sheet=found, key=_key(found, book)).values_list("content", flat=True).first()
    if kept is not None:
        return unpacked(bytes(kept))
    wanted = replace(map_from(found.map.content), sheet=found.sheet)
    if file is not None:
        return read(file, wanted, own=OWN, book=book, progress=progress)
    with on_disk(found.file) as path:
        return read(proved(path), wanted, own=OWN, book=book, progress=progress)


def keep_reading(found: SheetImport, sheet: ReadSheet, *, now: datetime) -> None:
    """Keep what was read for the check after this one, and for the bringing in."""
    key = _key(found, book_for(found, now=now))
    if not SheetReading.objects.filter(sheet=found, key=key).exists():
        SheetReading.objects.update_or_create(sheet=found, defaults={"key": key, "content": packed(sheet)})


def forget_reading(found: SheetImport) -> None:
    """Remove what was kept of an import that is over."""
    SheetReading.objects.filter(sheet=found).delete()


def _key(found: SheetImport, book: Book | None) -> str:
    assert found.map is not None, "nothing is read without a map"
    parts = (str(FORMAT), found.file.digest, found.sheet, str(found.map.pk), book.hash if book is not None else "")
    return "|".join(parts)[:300]


def plan_of(
    found: SheetImport,
    sheet: ReadSheet,
    *,
    actor: Actor,
    now: datetime,
    holding: bool = False,
    progress: Progress | None = None,
) -> Plan:
    """Return what the import would do now; `holding` keeps others from changing its companies until the transaction ends."""
    told_of = part(progress, 0, 100)
    rows, wrong = identities(sheet)
    around = neighbourhood(actor, rows, within=found.organisation_id)
    told_of(1, 3)
    met, unmet = meet(rows, around, codeless=Codeless(found.codeless), decisions=decisions(found))
    ground = ground_of(found, sheet, met, actor=actor, holding=holding)
    told_of(2, 3)
    plan = planned(sheet, met, ground, takes_names=found.takes_names, now=now)
    plan.faults = [*map(told, sheet.faults), *with_known_codes(wrong, rows, around), *unmet, *plan.faults]
    plan.met += unread(sheet, len(rows))
    return plan


def decisions(found: SheetImport) -> dict[int, Decision]:
    """Return what was decided about rows."""
    rows = SheetRow.objects.filter(sheet=found).exclude(choice="").values_list("row", "choice", "chosen")
    return {row: Decision(Choice(choice), chosen) for row, choice, chosen in rows}


def ground_of(found: SheetImport, sheet: ReadSheet, met: Sequence[Met], *, actor: Actor, holding: bool) -> Ground:
    """Return what a plan stands on beside the sheet."""
    ids = list({one.company.id: None for one in met if one.company is not None and one.outcome is not Outcome.DOUBTFUL})
    if holding:
        hold_companies(ids)
    places = within_reach(actor, *KEEP_REGISTER).filter(within__contains=[found.organisation_id])
    parks = list(places.filter(kind__in=("park", "zone")).values_list("pk", "name", "kind"))
    return Ground(
        issued=identifiers_of(ids),
        standings=standings_of(ids, keys=keys_in(sheet)),
        parks={same_key(name): key for key, name, kind in parks if kind == "park"},
        park_names={key: name for key, name, _ in parks},
        into=found.organisation_id,
    )


def keys_in(sheet: ReadSheet) -> set[str]:
    """Return what a sheet may say, as `Standing` names it: facts, those of a year with each of the years."""
    found = set()
    for column in sheet.columns:
        years = set(column.years) if column.years is not None else {column.year}
        found |= {standing_key(column.meaning, period_of(year)) for year in years}
    return found


def told(one: CellFault) -> Fault:
    """Return what the reader found at a cell, in both languages."""
    (zh, zh_remedy), (en, en_remedy) = one.said(english=False), one.said(english=True)
    return Fault(one.row, one.column, one.code, one.what, one.is_error, zh, zh_remedy, en, en_remedy)


def unread(sheet: ReadSheet, count: int) -> list[Met]:
    """Return the rows that were not read at all, as refused: what is wrong with them is told at their cells."""
    seen = set(sheet.rows)
    gone = sorted({one.row for one in sheet.faults if one.is_error and one.row not in seen})
    nobody = Identity(index=count, row=0, is_refused=True)
    return [Met(replace(nobody, row=row), Outcome.REFUSED) for row in gone]
