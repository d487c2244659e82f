"""The desk of finance at which lists of earlier payments come in: one who enters, one who confirms, workbooks made for the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from huiqi.casework.models import EarlierFile, EarlierPayment
from huiqi.casework.queries.earlier.columns import map_for, map_of
from huiqi.casework.services.earlier import agreeing, deciding, receiving
from huiqi.casework.services.earlier.checking import check_earlier
from huiqi.kernel.actor import Actor, Role
from huiqi.rulebook.domain.sheet_maps import SheetMap
from tests.casework.earlier.made import HEADER
from tests.cast import NOW, Cast
from tests.imports.desk import workbook

# What Ganzhou's pack calls it, and as a zone's own list may call it.
FIRST_NAME, OWN_NAME = "首次认定奖励30万元", "高企首次认定奖"


@dataclass
class Finance:
    """Two people of finance; every act is a minute after the one before."""

    cast: Cast
    now: datetime = field(default=NOW + timedelta(hours=1))
    maker: Actor = field(init=False)
    checker: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.maker = self.cast.person("周经办", (Role.FINANCE_OFFICER, self.cast.zone))
        self.checker = self.cast.person("吴复核", (Role.FINANCE_APPROVER, self.cast.zone))

    def later(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def receive(
        self, content: bytes, *, source: str = "财政局拨付台账", name: str = "2025年拨付.xlsx", place: UUID | None = None,
        actor: Actor | None = None,
    ) -> EarlierFile:  # fmt: skip
        where = place or self.cast.zone.pk
        return receiving.receive_earlier(
            place=where, source=source, name=name, content=content, actor=actor or self.maker, now=self.later()
        )

    def checked(
        self, rows: Sequence[Sequence[object]], *, header: Sequence[str] = HEADER, said: SheetMap | None = None, **options: object
    ) -> EarlierFile:  # fmt: skip
        """A list of these rows below the usual header, its columns as proposed, checked."""
        found = self.receive(workbook([header, *rows]), **options)
        return self.say(found, said)

    def receive_rows(self, header: Sequence[str], rows: Sequence[Sequence[object]]) -> EarlierFile:
        return self.receive(workbook([header, *rows]))

    def map(self, found: EarlierFile, *, unit: str = "", **columns: str) -> SheetMap:
        """What the columns mean, by meaning: `amount="多少"`."""
        return map_of(found, {f"earlier.{key}": header for key, header in columns.items()}, header_row=1, unit=unit)

    def say(self, found: EarlierFile, said: SheetMap | None = None) -> EarlierFile:
        receiving.say_columns(file=found.pk, said=said or map_for(found), actor=self.maker, now=self.later())
        return self.check(found)

    def check(self, found: EarlierFile) -> EarlierFile:
        return check_earlier(file=found.pk, actor=self.maker, now=self.later())

    def clauses(self, found: EarlierFile, **said: str) -> EarlierFile:
        deciding.say_clauses(file=found.pk, said=said, actor=self.maker, now=self.later())
        return self.check(found)

    def decide(self, found: EarlierFile, choices: dict[int, str], *, only_one: bool = False) -> EarlierFile:
        deciding.decide_rows(file=found.pk, choices=choices, only_one=only_one, actor=self.maker, now=self.later())
        return self.check(found)

    def entered(self, found: EarlierFile) -> EarlierFile:
        return agreeing.enter(file=found.pk, seen=found.rows_digest, actor=self.maker, now=self.later())

    def confirmed(self, found: EarlierFile) -> EarlierFile:
        """The list, handed over and confirmed by the other."""
        entered = self.entered(found)
        return agreeing.confirm_earlier(file=found.pk, seen=entered.rows_digest, actor=self.checker, now=self.later())


def outcomes(found: EarlierFile) -> dict[int, str]:
    """What becomes of each row."""
    return dict(EarlierPayment.objects.filter(file=found).values_list("row", "outcome"))


def faults(found: EarlierFile) -> set[tuple[int, int, str]]:
    """What is wrong, by row and column."""
    rows = EarlierPayment.objects.filter(file=found)
    return {(row.row, one["column"], one["code"]) for row in rows for one in row.faults}
