"""The workbook to send back: the rows as they came, wrong cells coloured with a comment, and no text ever becomes a formula."""

from __future__ import annotations

import io

import openpyxl

from huiqi.imports import services
from huiqi.kernel.models import AuditEntry
from tests.cast import NORTH_CODE
from tests.imports.desk import HEADER, Desk, workbook

ROWS = (
    (*HEADER, "备注"),
    (NORTH_CODE, "重庆长安科技有限公司", "约120", 5, '=HYPERLINK("http://evil")'),
    ("91110000600037341X", "=cmd|' /C calc'!A0", 1, "+1+1", "@SUM(A1)"),
)


def marked(desk: Desk, *, english: bool) -> openpyxl.Workbook:
    def as_text(page: object) -> None:
        for place in ("E2", "B3", "D3", "E3"):
            page[place].data_type = "s"

    found = desk.receive(workbook(ROWS, then=as_text))
    desk.say(found)
    desk.check(found)
    name, opened = services.annotated_workbook(sheet=found.pk, english=english, actor=desk.officer, now=desk.later())
    assert name.endswith(".xlsx")
    with opened:
        return openpyxl.load_workbook(io.BytesIO(opened.read()))


def test_wrong_cells_are_coloured_and_commented(desk: Desk) -> None:
    page = marked(desk, english=False).worksheets[0]
    assert page["C2"].value == "约120"
    assert page["C2"].fill.fgColor.rgb.endswith("FDE68A")
    assert "职工总数：“约120”带有“约”" in page["C2"].comment.text
    assert "填写确切的数" in page["C2"].comment.text
    assert page["A3"].fill.fgColor.rgb.endswith("F8B4B4")
    assert page["D2"].comment is None
    assert page["D2"].value == 5


def test_it_is_written_in_english_where_that_is_read(desk: Desk) -> None:
    book = marked(desk, english=True)
    assert "is not an exact number" in book.worksheets[0]["C2"].comment.text
    assert {row[0].value for row in book.worksheets[1].iter_rows(min_row=2)} >= {"C2", "A3"}


def test_no_cell_of_it_is_a_formula(desk: Desk) -> None:
    book = marked(desk, english=False)
    kinds = {cell.data_type for page in book.worksheets for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book.worksheets[0]["B3"].value == "=cmd|' /C calc'!A0"


def test_each_time_is_in_the_trail(desk: Desk) -> None:
    marked(desk, english=False)
    assert AuditEntry.objects.latest("number").code == "imports.workbook.opened"
