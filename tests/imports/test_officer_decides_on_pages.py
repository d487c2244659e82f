"""What an officer sees and says on the pages of an import: columns in a sensible order, headers in two rows, doubts in one go."""

from __future__ import annotations

from django.urls import reverse

from huiqi.imports import queries
from huiqi.imports.models import SheetRow
from tests.cast import NORTH_CODE, SOUTH_CODE, visit
from tests.imports.desk import FREE, HEADER, Desk, faults, workbook

NORTH, SOUTH = "重庆长安科技有限公司", "阿尔法芯片有限公司"


def test_what_was_chosen_counts_beside_all_the_others(desk: Desk) -> None:
    rows = [(FREE[0], NORTH, 1, 1), (FREE[1], SOUTH, 2, 2), (NORTH_CODE, "完全不同的有限公司", 3, 3)]
    found = desk.checked([HEADER, *rows])
    answer = visit(desk.officer).post(
        reverse("imports:doubts", args=(found.pk,)), {"row-2": f"same {desk.cast.north_company.pk}", "rest": "new"}
    )
    assert answer.status_code == 302
    decided = SheetRow.objects.filter(sheet=found).order_by("row").values_list("choice", "chosen")
    # Under a code that somebody holds nobody new can be added: that row stays open.
    assert list(decided) == [("same", desk.cast.north_company.pk), ("new", None), ("", None)]


def test_the_preview_begins_with_whose_the_row_is_and_says_which_column_holds_the_year(desk: Desk) -> None:
    header = ("报告年度", "2024年销售收入", "年研发费用", "企业名称", "统一社会信用代码")
    found = desk.receive(workbook([header, (2023, 5, 6, NORTH, NORTH_CODE)]))
    page = queries.columns_page(desk.officer, sheet=found.pk, now=desk.now)
    assert [zh for zh, _ in page.preview.heads] == ["企业名称", "统一社会信用代码", "年销售收入 2024", "年研发费用"]
    assert [line.column.header for line in page.lines if line.says_year] == ["报告年度"]
    content = visit(desk.officer).get(reverse("imports:columns", args=(found.pk,))).content.decode()
    assert content.count("各行的年度") == 1


def test_headers_in_two_rows_with_merged_cells_are_read_by_the_lower_one(desk: Desk) -> None:
    def merge(page: object) -> None:
        page.merge_cells("A1:D1")
        page.merge_cells("A2:B2")
        page.merge_cells("C2:D2")

    rows = [
        ("企业基本情况表", "", "", ""),
        ("企业", "", "规模", ""),
        HEADER,
        (NORTH_CODE, NORTH, 7, "30万元"),
        (SOUTH_CODE, SOUTH, 8, 9),
    ]
    found = desk.receive(workbook(rows, then=merge))
    assert queries.columns_page(desk.officer, sheet=found.pk, now=desk.now).said.header_row == 3
    desk.say(found)
    checked = desk.check(found)
    assert faults(checked) == set()
    desk.apply(checked)
    assert desk.known(NORTH_CODE, "staff") == 7


def test_a_row_about_a_known_company_leads_to_it(desk: Desk) -> None:
    found = desk.checked([HEADER, (NORTH_CODE, NORTH, 1, 1), (FREE[0], "新创有限公司", 1, 1)])
    content = visit(desk.officer).get(reverse("imports:rows", args=(found.pk,))).content.decode()
    assert reverse("companies:portrait", args=(desk.cast.north_company.pk,)) in content
    assert "新创有限公司</a>" not in content


def test_while_the_work_goes_on_starting_again_is_not_the_next_step(desk: Desk) -> None:
    from huiqi.imports import services

    found = desk.receive(workbook([HEADER, (NORTH_CODE, NORTH, 1, 1)]))
    desk.say(found)
    client = visit(desk.officer)
    address = reverse("imports:sheet", args=(found.pk,))
    assert "检查全部各行" in client.get(address).content.decode()
    services.start_work(sheet=found.pk, work="check", actor=desk.officer, now=desk.later())
    assert "<summary>很久没有动静？</summary>" in client.get(address).content.decode()
