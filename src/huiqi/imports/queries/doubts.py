"""Doubtful rows with the companies that they may be about, side by side with what the sheet says."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from huiqi.imports.domain.states import State
from huiqi.imports.models import SheetRow
from huiqi.imports.queries.reach import imports, rows
from huiqi.kernel.actor import Actor


def doubts(actor: Actor, *, sheet: UUID, only_open: bool = False) -> QuerySet[SheetRow]:
    """Return the rows that a person has to look at, those not decided yet alone if so wished; raises CannotSeeImport."""
    found = rows(actor, sheet=sheet).exclude(doubt="").order_by("row")
    return found.filter(choice="") if only_open else found


def open_doubts(actor: Actor) -> QuerySet[SheetRow]:
    """Return the rows of all checked sheets on which nobody has said yet which company they are about."""
    checked = imports(actor).filter(state=State.CHECKED.value)
    return SheetRow.objects.filter(sheet__in=checked.only("pk"), choice="").exclude(doubt="")
