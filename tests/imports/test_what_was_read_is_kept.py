"""A sheet is read once: a further check and the bringing in take what the first check read, as long as it is the same reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from huiqi.imports import services
from huiqi.imports.models import SheetReading
from huiqi.imports.queries.mapping import book_for, map_for
from huiqi.imports.services import plans
from huiqi.rulebook.queries.kept_sheets import packed, unpacked
from huiqi.rulebook.queries.sheets import DOES_NOT_APPLY, CellFault, ReadColumn, ReadSheet
from huiqi_rules.tables.columns import problem
from tests.cast import NORTH_CODE
from tests.imports.desk import FREE, HEADER, Desk

ROWS = (HEADER, (NORTH_CODE, "重庆长安科技有限公司", "约120", "30万元"), (FREE[0], "厦门新创科技有限公司", 8, 5))
CELLS = [
    None,
    True,
    False,
    Decimal("0.00"),
    Decimal("-1.5E+7"),
    Decimal(0),
    "",
    "n1",
    "文“本”",
    date(2024, 2, 29),
    DOES_NOT_APPLY,
]


def test_every_kind_of_cell_comes_back_as_it_was() -> None:
    fault = CellFault(2, 3, "职工总数", True, problem("approximate", shown="约120", word="约"))
    column = ReadColumn("staff", "职工总数", 3, None, [2024, None] * 5 + [2023], CELLS)
    sheet = ReadSheet(
        "企业", list(range(2, 13)), (column, ReadColumn("sum", "合计", None, 2024, None, CELLS)), (fault,), 4
    )
    found = unpacked(packed(sheet))
    assert found == sheet
    assert [repr(cell) for cell in found.columns[0].cells] == [repr(cell) for cell in CELLS]
    assert found.faults[0].said(english=False) == fault.said(english=False)


def unread(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The calls by which a file is read, from now on."""
    calls: list[object] = []
    read = plans.read

    def noted(*arguments: object, **named: object) -> ReadSheet:
        calls.append(arguments)
        return read(*arguments, **named)

    monkeypatch.setattr(plans, "read", noted)
    return calls


def test_it_is_read_once_and_what_was_kept_goes_when_it_is_brought_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = unread(monkeypatch)
    first = desk.checked(ROWS)
    digest, faults = first.plan_digest, list(first.faults.values_list("cell", "zh", "en"))
    again = desk.check(first)
    assert (again.plan_digest, list(again.faults.values_list("cell", "zh", "en"))) == (digest, faults)
    assert desk.apply(again).state == "applied"
    assert desk.known(NORTH_CODE, "total_assets") == Decimal(300_000)
    assert len(calls) == 1
    assert not SheetReading.objects.exists()


def test_another_map_is_another_reading(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = unread(monkeypatch)
    found = desk.checked(ROWS)
    whole = map_for(found, book_for(found, now=desk.now))
    checked = desk.check(desk.say(found, replace(whole, columns=whole.columns[:3])))
    assert len(calls) == 2
    assert checked.counts["facts_new"] == 1
    assert SheetReading.objects.count() == 1


def test_what_was_kept_of_an_import_that_is_given_up_goes(desk: Desk) -> None:
    found = desk.checked(ROWS)
    assert SheetReading.objects.filter(sheet=found).exists()
    services.give_up(sheet=found.pk, actor=desk.officer, now=desk.later())
    assert not SheetReading.objects.exists()
