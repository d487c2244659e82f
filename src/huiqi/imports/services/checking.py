"""A dry run: the whole sheet read and matched, everything that would be done and everything that is wrong written down."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.imports.domain.states import Outcome, State
from huiqi.imports.models import SheetChange, SheetFault, SheetImport, SheetRow
from huiqi.imports.queries.planning import Plan
from huiqi.imports.queries.reach import sheet_import
from huiqi.imports.services.allowing import allowed, require
from huiqi.imports.services.plans import keep_reading, plan_of, read_file
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.collecting import without_collecting
from huiqi.kernel.copying import copy_lines, copy_rows, written
from huiqi.kernel.jobs import Progress, counted, part
from huiqi.rulebook.queries.sheets import cell_name

OPEN = (State.RECEIVED, State.CHECKED)
_ROW_COLUMNS = ("sheet_id", "row", "outcome", "code", "name", "company", "doubt", "candidates", "choice", "chosen")
_FAULT_COLUMNS = (
    "sheet_id", "row", "column", "cell", "code", "what", "is_error", "zh", "zh_remedy", "en", "en_remedy",
)  # fmt: skip
_CHANGE_COLUMNS = ("sheet_id", "company", "company_name", "row", "cell", "fact", "period", "before", "after")


@without_collecting()
def check_sheet(*, sheet: UUID, actor: Actor, now: datetime, progress: Progress | None = None) -> SheetImport:
    """Read and match the whole sheet and write down what it would do; raises CannotImport, CannotReadSheet, CannotFitMap."""
    seen = sheet_import(actor, id=sheet)
    require(seen, OPEN)
    read = read_file(seen, now=now, progress=part(progress, 0, 45))
    with transaction.atomic():
        found = allowed(sheet, actor=actor, states=OPEN)
        plan = plan_of(found, read, actor=actor, now=now, progress=part(progress, 45, 75))
        write_down(found, plan, actor=actor, now=now, progress=part(progress, 75, 95))
        keep_reading(found, read, now=now)
        return found


def write_down(
    found: SheetImport, plan: Plan, *, actor: Actor, now: datetime, progress: Progress | None = None
) -> None:
    """Put what a plan found in the place of what the check before had found."""
    kept = {
        row: (choice, chosen)
        for row, choice, chosen in SheetRow.objects.filter(sheet=found)
        .exclude(choice="")
        .values_list("row", "choice", "chosen")
    }
    for table in (SheetRow, SheetFault, SheetChange):
        table.objects.filter(sheet=found).delete()
    copy_rows("imports_sheetrow", _ROW_COLUMNS, list(_rows(found, plan, kept)))
    copy_rows("imports_sheetfault", _FAULT_COLUMNS, _faults(found, plan))
    lines = counted(_changes(found, plan), total=len(plan.changes), progress=progress)
    copy_lines("imports_sheetchange", _CHANGE_COLUMNS, lines)
    found.state, found.checked_at = State.CHECKED.value, now
    found.plan_digest, found.counts = plan.digest, counts(plan)
    found.save(update_fields=("state", "checked_at", "plan_digest", "counts"))
    audit.record(
        "imports.sheet.checked",
        actor=actor, subject_kind="import", subject=found.pk, organisation=found.organisation_id, now=now,
        after={"digest": plan.digest, **found.counts},
    )  # fmt: skip


def counts(plan: Plan) -> dict[str, int]:
    """Return what a plan does, in numbers."""
    outcomes = Counter(one.outcome for one in plan.met)
    return {
        "rows": len(plan.met),
        **{f"rows_{outcome.value}": outcomes[outcome] for outcome in Outcome},
        "companies": len(plan.companies),
        "companies_new": sum(one.outcome is Outcome.NEW for one in plan.companies),
        "companies_back": sum(one.outcome is Outcome.BACK for one in plan.companies),
        "companies_renamed": sum(bool(one.new_name) for one in plan.companies),
        "facts_new": len(plan.lines) - len(plan.changes),
        "facts_changed": len(plan.changes),
        "facts_same": plan.same,
        "faults": len(plan.faults),
    }


def _rows(found: SheetImport, plan: Plan, kept: dict[int, tuple[str, UUID | None]]) -> Iterator[tuple[object, ...]]:
    for one in plan.met:
        own = one.identity
        # A decision about a company that is no candidate any more is void.
        is_decided = one.doubt is not None and one.outcome is not Outcome.DOUBTFUL
        choice, chosen = kept.get(own.row, ("", None)) if is_decided else ("", None)
        code = own.code or next(iter(own.issued.values()), "")
        candidates = [
            {
                "id": str(each.company.id), "name": each.company.name, "code": each.company.credit_code or "",
                "zh": each.zh, "en": each.en,
            }
            for each in one.candidates
        ]  # fmt: skip
        yield (
            found.pk, own.row, one.outcome.value, code, own.name, one.company.id if one.company else None,
            one.doubt.value if one.doubt else "", json.dumps(candidates, ensure_ascii=False), choice, chosen,
        )  # fmt: skip


def _faults(found: SheetImport, plan: Plan) -> Iterator[tuple[object, ...]]:
    for one in sorted(plan.faults, key=lambda fault: (fault.row, fault.column)):
        yield (
            found.pk, one.row, one.column, cell_name(one.row, one.column), one.code, one.what[:400], one.is_error,
            one.zh, one.zh_remedy, one.en, one.en_remedy,
        )  # fmt: skip


def _changes(found: SheetImport, plan: Plan) -> Iterator[str]:
    # Hundreds of thousands of them: what is the same in those of one company is written once.
    place, start = -1, ""
    letters = column_letters(plan)
    for one in plan.changes:
        line = one.line
        if line.place != place:
            place, company = line.place, plan.companies[line.place]
            name = company.known.name if company.known else company.name
            start = f"{found.pk}\t{company.id}\t{written(name)}"
        cell = f"{letters[line.column]}{line.row}"
        values = f"{written(one.before)}\t{written(one.after)}"
        yield f"{start}\t{line.row}\t{cell}\t{line.fact}\t{line.period}\t{values}\n"


def column_letters(plan: Plan) -> dict[int | None, str]:
    """Return the letters of the columns that a plan speaks of; a sum has none."""
    numbers = {line.column for line in plan.lines}
    return {column: cell_name(1, column)[:-1] if column is not None else "" for column in numbers}
