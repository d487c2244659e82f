"""The desk at which sheets come in: an officer of a zone that has published a dictionary, and workbooks made for the test."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import openpyxl

from huiqi.imports import queries, services
from huiqi.imports.domain.states import Choice, Codeless
from huiqi.imports.models import SheetFault, SheetImport, SheetRow
from huiqi.imports.queries.mapping import book_for, latest_version, map_for
from huiqi.imports.queries.meeting import Decision
from huiqi.kernel.actor import Actor, Role
from huiqi.register import queries as register
from huiqi.register.domain.values import Value
from huiqi.rulebook import services as rulebook
from huiqi.rulebook.domain.sheet_maps import SheetMap
from tests.cast import NOW, SYSTEM, Cast

ROOT = Path(__file__).resolve().parents[2]
HEADER = ("统一社会信用代码", "企业名称", "职工总数", "资产总额")
# Valid codes that nobody of the cast has.
FREE = ("91350200MA2XYABC1F", "91350200MA0000015A", "91350200MA00000235", "91350200123456788X", "91350200MA0000A19F")


def workbook(
    rows: Sequence[Sequence[object]], *, sheet: str = "企业", then: Callable[[object], None] | None = None
) -> bytes:
    """The bytes of an .xlsx file with these rows; `then` changes its sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if then is not None:
        then(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass
class Desk:
    """Somebody who brings sheets in; every act is a minute after the one before."""

    cast: Cast
    officer: Actor
    now: datetime = field(default=NOW + timedelta(hours=1))

    def later(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def receive(
        self, content: bytes, *, source: str = "年报", name: str = "表.xlsx", place: UUID | None = None
    ) -> SheetImport:
        return services.receive_sheet(
            organisation=place or self.cast.zone.pk,
            source=source,
            upload=services.Upload(name, content),
            actor=self.officer,
            now=self.later(),
        )

    def say(
        self,
        found: SheetImport,
        said: SheetMap | None = None,
        *,
        codeless: Codeless = Codeless.LEAVE,
        takes_names: bool = False,
    ) -> SheetImport:
        """Say the columns, as proposed where nothing else is said."""
        found = queries.sheet_import(self.officer, id=found.pk)
        latest = latest_version(found.source)
        return services.save_map(
            sheet=found.pk,
            said=said or map_for(found, book_for(found, now=self.now)),
            seen=latest.number if latest else 0,
            codeless=codeless,
            takes_names=takes_names,
            actor=self.officer,
            now=self.later(),
        )

    def check(self, found: SheetImport) -> SheetImport:
        return services.check_sheet(sheet=found.pk, actor=self.officer, now=self.later())

    def checked(self, rows: Sequence[Sequence[object]], *, said: SheetMap | None = None, codeless: Codeless = Codeless.LEAVE,
                takes_names: bool = False, source: str = "年报", place: UUID | None = None) -> SheetImport:  # fmt: skip
        """A sheet of these rows, checked."""
        found = self.receive(workbook(rows), source=source, place=place)
        self.say(found, said, codeless=codeless, takes_names=takes_names)
        return self.check(found)

    def apply(self, found: SheetImport) -> SheetImport:
        return services.apply_sheet(sheet=found.pk, actor=self.officer, now=self.later())

    def brought_in(self, rows: Sequence[Sequence[object]], **options: object) -> SheetImport:
        return self.apply(self.checked(rows, **options))

    def undo(self, found: SheetImport) -> SheetImport:
        return services.undo_sheet(sheet=found.pk, actor=self.officer, now=self.later())

    def decide(self, found: SheetImport, row: int, choice: Choice, company: UUID | None = None) -> SheetImport:
        services.decide_rows(
            sheet=found.pk, decisions={row: Decision(choice, company)}, actor=self.officer, now=self.later()
        )
        return self.check(found)

    def known(self, code: str, name: str, period: str = "") -> Value:
        company = register.organisations(SYSTEM, kind="company").get(credit_code=code)
        return register.fact(SYSTEM, subject=company.pk, name=name, period=period)


def make_desk(cast: Cast) -> Desk:
    """A desk in the zone of the cast, with the national dictionary published."""
    rulebook.install_pack(zone=cast.zone.pk, folder=ROOT / "packs" / "national", actor=SYSTEM, now=NOW)
    return Desk(cast, cast.person("许专员", (Role.SERVICE_OFFICER, cast.zone)))


def faults(found: SheetImport) -> set[tuple[str, str]]:
    """Where what is wrong."""
    return set(SheetFault.objects.filter(sheet=found).values_list("cell", "code"))


def outcomes(found: SheetImport) -> dict[int, str]:
    """What becomes of each row."""
    return dict(SheetRow.objects.filter(sheet=found).values_list("row", "outcome"))
