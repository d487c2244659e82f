"""What an officer says of doubtful rows, and an import given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.imports.domain.states import Choice, Doubt, State
from huiqi.imports.models import SheetImport, SheetRow
from huiqi.imports.queries.meeting import Decision
from huiqi.imports.services.allowing import CannotImport, allowed
from huiqi.imports.services.plans import forget_reading
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor


@transaction.atomic
def decide_rows(*, sheet: UUID, decisions: Mapping[int, Decision | None], actor: Actor, now: datetime) -> SheetImport:
    """Say of doubtful rows which company they are about; None takes a decision back. Raises CannotImport.

    The next check counts with it; until then nothing else changes.
    """
    found = allowed(sheet, actor=actor, states=(State.CHECKED,))
    rows = {row.row: row for row in SheetRow.objects.filter(sheet=found, row__in=decisions).exclude(doubt="")}
    for number, decision in decisions.items():
        row = rows.get(number)
        if row is None or not may_be(row, decision):
            raise CannotImport("no_such_choice", row=number)
        row.choice = decision.choice.value if decision is not None else ""
        row.chosen = decision.company if decision is not None else None
    SheetRow.objects.bulk_update(rows.values(), ("choice", "chosen"), batch_size=1000)
    said = {
        str(number): f"{one.choice} {one.company or ''}".strip() if one else "" for number, one in decisions.items()
    }
    audit.record(
        "imports.rows.decided",
        actor=actor, subject_kind="import", subject=sheet, organisation=found.organisation_id, now=now,
        after={"rows": said},
    )  # fmt: skip
    return found


@transaction.atomic
def decide_rest(
    *, sheet: UUID, choice: Choice, actor: Actor, now: datetime, said: Mapping[int, Decision] | None = None
) -> SheetImport:
    """Say of all doubtful rows that nobody decided that they are new, or left out, where that can be; raises CannotImport.

    What is `said` of some of them counts first.
    """
    known = said or {}
    open_rows = SheetRow.objects.filter(sheet=sheet, choice="").exclude(doubt="")
    if choice is Choice.NEW:
        open_rows = open_rows.exclude(doubt=Doubt.OTHER_NAME.value)
    numbers = open_rows.values_list("row", flat=True)
    rest = {row: Decision(choice) for row in numbers if row not in known}
    return decide_rows(sheet=sheet, decisions={**known, **rest}, actor=actor, now=now)


def may_be(row: SheetRow, decision: Decision | None) -> bool:
    """Return whether a row can be decided like that."""
    if decision is None or decision.choice is Choice.LEAVE:
        return True
    if decision.choice is Choice.NEW:
        return row.doubt != Doubt.OTHER_NAME.value
    return any(str(decision.company) == one["id"] for one in row.candidates)


@transaction.atomic
def give_up(*, sheet: UUID, actor: Actor, now: datetime) -> SheetImport:
    """Give an import up before it is brought in; raises CannotImport("wrong_state")."""
    found = allowed(sheet, actor=actor, states=(State.RECEIVED, State.CHECKED))
    before = found.state
    found.state = State.LEFT.value
    found.save(update_fields=("state",))
    forget_reading(found)
    audit.record(
        "imports.sheet.left",
        actor=actor, subject_kind="import", subject=sheet, organisation=found.organisation_id, now=now,
        before={"state": before}, after={"state": found.state},
    )  # fmt: skip
    return found
