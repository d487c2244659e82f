"""Imports as an actor may see them: those of the places whose register the actor keeps; an auditor looks on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final, TypedDict
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from huiqi.imports.models import SheetChange, SheetFault, SheetImport, SheetRow, Source
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.queries import within_reach

SEE_IMPORTS: Final = (*KEEP_REGISTER, Role.AUDITOR)


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Counts(TypedDict):
        imported: int
        last_at: datetime | None
        version: int | None

    CountedSource = WithAnnotations[Source, _Counts]


class CannotSeeImport(NotVisible):
    """There is no such import for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这一导入。", "there is no such import that you may see.")
    }


def imports(actor: Actor) -> QuerySet[SheetImport]:
    """Return the imports that the actor may see, the latest first, with source, file and place."""
    seen = SheetImport.objects.filter(organisation__in=within_reach(actor, *SEE_IMPORTS))
    return seen.select_related("source", "file", "organisation", "map").defer("head", "sheets")


def sheet_import(actor: Actor, *, id: UUID) -> SheetImport:
    """Return one import; raises CannotSeeImport."""
    found = imports(actor).defer(None).filter(pk=id).first()
    if found is None:
        raise CannotSeeImport("not_found")
    return found


def sources(actor: Actor) -> QuerySet[CountedSource]:
    """Return where sheets come from, with how many came and when the last one did (`imported`, `last_at`)."""
    seen = Source.objects.filter(organisation__in=within_reach(actor, *SEE_IMPORTS)).select_related("organisation")
    return seen.annotate(
        imported=Count("imports", distinct=True), last_at=Max("imports__received_at"), version=Max("versions__number")
    )


def source(actor: Actor, *, id: UUID) -> Source:
    """Return one source; raises CannotSeeImport."""
    found = sources(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeImport("not_found")
    return found


def rows(actor: Actor, *, sheet: UUID) -> QuerySet[SheetRow]:
    """Return what becomes of the rows of an import, in their order; raises CannotSeeImport."""
    return SheetRow.objects.filter(sheet=sheet_import(actor, id=sheet))


def faults(actor: Actor, *, sheet: UUID) -> QuerySet[SheetFault]:
    """Return what is wrong with cells of an import, in their order; raises CannotSeeImport."""
    return SheetFault.objects.filter(sheet=sheet_import(actor, id=sheet))


def changes(actor: Actor, *, sheet: UUID) -> QuerySet[SheetChange]:
    """Return the values that an import replaces, in the order of the sheet; raises CannotSeeImport."""
    return SheetChange.objects.filter(sheet=sheet_import(actor, id=sheet))
