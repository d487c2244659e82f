"""The pages of one import, and of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiqi.imports.domain.states import State
from huiqi.imports.models import SheetImport, SheetRow
from huiqi.imports.queries.reach import imports, sheet_import, sources
from huiqi.imports.queries.source_page import fact_names
from huiqi.kernel.actor import Actor
from huiqi.kernel.models import Job
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.queries import within_reach


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One import: the work that was started last, rows that wait for a decision, and earlier imports of the very same file."""

    found: SheetImport
    job: Job | None
    is_busy: bool
    open_doubts: int
    decided_doubts: int
    twins: tuple[SheetImport, ...]
    counts: Mapping[str, Any]
    names: Mapping[str, tuple[str, str]]

    @property
    def kept(self) -> list[dict[str, Any]]:
        """Return facts that stayed when the import was taken back, because somebody had changed them."""
        found: list[dict[str, Any]] = self.counts.get("kept", [])
        return [one | {"name": self.names.get(one["fact"], (one["fact"], one["fact"]))} for one in found]

    @property
    def may_check(self) -> bool:
        """Return whether the columns can be said and the sheet can be checked."""
        return self.found.state in {State.RECEIVED.value, State.CHECKED.value}

    @property
    def needs_check(self) -> bool:
        """Return whether decisions were taken that the last check does not know."""
        waiting: int = self.counts.get("rows_doubtful", 0)
        return self.found.state == State.CHECKED.value and waiting != self.open_doubts

    @property
    def may_apply(self) -> bool:
        """Return whether it can be brought in as it was checked."""
        does = ("facts_new", "facts_changed", "companies_new", "companies_back", "companies_renamed")
        has_work = any(self.counts.get(key) for key in does)
        return self.found.state == State.CHECKED.value and not self.open_doubts and not self.needs_check and has_work


@dataclass(frozen=True, slots=True)
class ReceivingPage:
    """What a new import can choose from: places (identifier, name) and known sources."""

    places: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def sheet_page(actor: Actor, *, id: UUID, now: datetime) -> SheetPage:
    """Return the page of an import; raises CannotSeeImport."""
    found = sheet_import(actor, id=id)
    job = Job.objects.filter(pk=found.job).first() if found.job else None
    rows = SheetRow.objects.filter(sheet=found).exclude(doubt="")
    twins = imports(actor).filter(file__digest=found.file.digest, state=State.APPLIED.value).exclude(pk=found.pk)
    return SheetPage(
        found=found,
        job=job,
        is_busy=job is not None and job.state in {Job.State.WAITING, Job.State.RUNNING},
        open_doubts=rows.filter(choice="").count(),
        decided_doubts=rows.exclude(choice="").count(),
        twins=tuple(twins[:5]),
        counts=found.counts,
        names=fact_names(found, now=now) if found.state == State.UNDONE.value else {},
    )


def receiving_page(actor: Actor) -> ReceivingPage:
    """Return where a new import may go, widest first, and which sources there are."""
    places = within_reach(actor, *KEEP_REGISTER).filter(kind__in=("zone", "park")).order_by("parent_id", "name_key")
    rows = sorted(places.values_list("pk", "name", "kind"), key=lambda row: row[2] != "zone")
    names = sources(actor).values_list("name", flat=True).distinct()
    return ReceivingPage(tuple((str(key), name) for key, name, _ in rows), tuple(dict.fromkeys(names)))
