"""An import carried out: in one transaction exactly what the check showed, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from huiqi.imports.domain.states import Outcome, State
from huiqi.imports.models import SheetImport
from huiqi.imports.queries.planning import Plan, PlannedCompany
from huiqi.imports.queries.reach import sheet_import
from huiqi.imports.services.allowing import CannotImport, allowed, one_at_a_time, require
from huiqi.imports.services.checking import column_letters, write_down
from huiqi.imports.services.plans import forget_reading, plan_of, read_file
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.collecting import without_collecting
from huiqi.kernel.copying import copy_rows
from huiqi.kernel.jobs import Progress, counted, part
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.queries import within_reach
from huiqi.register.services.batch_companies import (
    bring_back,
    give_codes,
    give_identifiers,
    keep_former_names,
    rename_companies,
)
from huiqi.register.services.batches import Line, NewCompany, add_companies, record_batch, said_since
from huiqi.rulebook.queries.sheets import ReadSheet

_EFFECT_COLUMNS = ("sheet_id", "company", "kind", "before", "after")


@without_collecting()
def apply_sheet(*, sheet: UUID, actor: Actor, now: datetime, progress: Progress | None = None) -> SheetImport:
    """Bring a checked sheet in; raises CannotImport, with a new check written down where the register has changed since.

    An import that was brought in already is left as it is: work that was started twice is done once.
    """
    seen = sheet_import(actor, id=sheet)
    if seen.state == State.APPLIED.value:
        return seen
    require(seen, (State.CHECKED,))
    read = read_file(seen, now=now, progress=part(progress, 0, 25))
    try:
        with transaction.atomic():
            found = allowed(sheet, actor=actor, states=(State.CHECKED, State.APPLIED))
            if found.state != State.APPLIED.value:
                _bring_in(found, read, actor=actor, now=now, progress=part(progress, 25, 95))
            return found
    except (ChangedError, IntegrityError) as error:
        # Somebody added a code, or said something of these companies, since the check.
        _check_anew(sheet, read, actor=actor, now=now)
        raise CannotImport("changed_meanwhile") from error


class ChangedError(Exception):
    """The register is not what it was at the check."""


def _check_anew(sheet: UUID, read: ReadSheet, *, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        found = allowed(sheet, actor=actor, states=(State.CHECKED,))
        write_down(found, plan_of(found, read, actor=actor, now=now), actor=actor, now=now)


def _bring_in(found: SheetImport, read: ReadSheet, *, actor: Actor, now: datetime, progress: Progress) -> None:
    one_at_a_time(found)
    plan = plan_of(found, read, actor=actor, now=now, holding=True, progress=part(progress, 0, 25))
    if plan.digest != found.plan_digest:
        raise ChangedError
    waiting = sum(one.outcome is Outcome.DOUBTFUL for one in plan.met)
    if waiting:
        raise CannotImport("doubts_open", count=waiting)
    carry_out(found, plan, sheet=read.sheet, actor=actor, now=now, progress=part(progress, 25, 100))


def carry_out(
    found: SheetImport, plan: Plan, *, sheet: str, actor: Actor, now: datetime, progress: Progress | None = None
) -> None:
    """Do what a plan says, made in this transaction; raises CannotImport("nothing_to_do"), ChangedError, IntegrityError."""
    if said_since([one.id for one in plan.companies if one.known is not None], now=now):
        raise ChangedError
    if not plan.lines and not any(map(_does_something, plan.companies)):
        raise CannotImport("nothing_to_do")
    _companies(found, plan, actor=actor, now=now)
    source = f"{found.source.name} · {found.file.name}"[:200]
    # What is left then goes by the set: the standings, and the end of the transaction.
    lines = counted(_lines(plan, sheet), total=len(plan.lines), progress=part(progress, 0, 60))
    record_batch(found.pk, lines, source=source, actor=actor, now=now)
    part(progress, 0, 100)(1, 1)
    found.state, found.applied_at, found.applied_by_name = State.APPLIED.value, now, actor.name
    found.save(update_fields=("state", "applied_at", "applied_by_name"))
    forget_reading(found)
    audit.record(
        "imports.sheet.applied",
        actor=actor, subject_kind="import", subject=found.pk, organisation=found.organisation_id, now=now,
        after={"file_digest": found.file.digest, "plan_digest": plan.digest, "source": source, **found.counts},
    )  # fmt: skip


def _lines(plan: Plan, sheet: str) -> Iterator[Line]:
    """Yield what is said, each with its place as a spreadsheet names it: `企业名单!C17`."""
    before = f"{sheet}!" if sheet else ""
    letters = column_letters(plan)
    companies = [one.id for one in plan.companies]
    for place, fact, period, value, row, column in plan.lines:
        yield Line(companies[place], fact, period, value, f"{before}{letters[column]}{row}")


def _does_something(one: PlannedCompany) -> bool:
    """Return whether a company itself is changed, beyond its facts."""
    return one.outcome is not Outcome.MATCHED or bool(one.new_name or one.new_code or one.new_issued)


def _companies(found: SheetImport, plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Add companies, take some back in, rename, and keep what they are known by; each written down to be taken back."""
    places = {
        one.pk: one for one in within_reach(actor, *KEEP_REGISTER).filter(pk__in={c.parent for c in plan.companies})
    }
    new = [one for one in plan.companies if one.outcome is Outcome.NEW]
    back = [one for one in plan.companies if one.outcome is Outcome.BACK]
    add_companies([NewCompany(one.id, one.name, one.new_code or None, places[one.parent]) for one in new], now=now)
    bring_back({one.id: places[one.parent] for one in back})
    coded = {one.id: one.new_code for one in plan.companies if one.new_code and one.outcome is not Outcome.NEW}
    give_codes(coded)
    issued = [(one.id, kind, value) for one in plan.companies for kind, value in one.new_issued]
    give_identifiers(issued)
    renamed = rename_companies({one.id: one.new_name for one in plan.companies if one.new_name}, now=now)
    former = keep_former_names({one.id: one.former_names for one in plan.companies if one.former_names}, now=now)
    effects = [(one.id, "added", "", "") for one in new] + [(one.id, "back", "", "") for one in back]
    effects += [(key, "code", "", code) for key, code in coded.items()]
    effects += [(key, kind.value, "", value) for key, kind, value in issued]
    effects += [(one.id, "name", one.before, one.after) for one in renamed]
    effects += [(key, "former_name", "", name) for key, names in former.items() for name in names]
    copy_rows("imports_sheeteffect", _EFFECT_COLUMNS, ((found.pk, *one) for one in effects))
    _say_whom(found, {row.row: one.id for one in new for row in one.rows})


def _say_whom(found: SheetImport, added: Mapping[int, UUID]) -> None:
    """Write down which company the rows about new ones are about."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update imports_sheetrow kept set company = added.company"
            " from unnest(%s::bigint[], %s::uuid[]) as added (number, company)"
            " where kept.sheet_id = %s and kept.row = added.number",
            [list(added), list(added.values()), found.pk],
        )
