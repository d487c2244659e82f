"""An officer with a dirty Excel: columns, faults and the marked workbook, doubts, a clean import, where a figure is from, undo."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from huiqi.imports import tasks
from huiqi.imports.models import SheetImport
from huiqi.kernel.models import Job
from huiqi.register import queries
from tests.browser import DESK, PHONE, flaws, needs_chromium, new_page, open_browser
from tests.cast import NORTH_CODE, SYSTEM, visit
from tests.imports.desk import FREE, make_desk, workbook

pytestmark = needs_chromium
HEADER = (
    "统一社会信用代码（必填）",
    "单位名称",
    "所属园区",
    "报告年度",
    "职工总数(人)",
    "2025年销售收入(万元)",
    "备注",
)
DIRTY = (
    HEADER,
    (NORTH_CODE, "重庆长安科技有限公司", "北园", 2025, "１２０人", "3,000", ""),
    (FREE[0], "厦门新创科技有限公司", "北园", 2025, "约8", 5.5, "新企业"),
    (FREE[1], "阿尔法芯片有限公司", "南园", 2025, 30, "12万", ""),
    ("91350200MA0000015X", "福州抄错代码有限公司", "南园", 2025, 3, 7, ""),
    (FREE[2], "泉州没有园区有限公司", "西园", 2025, 3, 7, ""),
    ("", "合计", "", "", 9, 9, ""),
)


@pytest.fixture
def browser() -> Iterator[Any]:
    with open_browser() as opened:
        yield opened


def work() -> SheetImport:
    """What a worker does, for the import that was started last."""
    job = Job.objects.latest("added_at")
    found = SheetImport.objects.get(job=job.pk)
    tasks.work(job=str(job.pk), sheet=str(found.pk), work=job.kind.removeprefix("imports."), person=str(job.owner))
    return SheetImport.objects.get(pk=found.pk)


def upload(page: Any, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    page.goto("/imports/")
    page.get_by_role("link", name="导入表格").click()
    page.get_by_label("文件").set_input_files(str(path))
    page.get_by_label("数据来源").fill("园区月报")
    page.get_by_role("button", name="下一步：核对各列").click()


def finish(page: Any) -> SheetImport:
    """The worker works while the page watches, and the page leads to the result."""
    page.get_by_text("排队等待").wait_for()
    found = work()
    page.get_by_role("link", name="查看结果").click()
    return found


def test_from_a_dirty_sheet_to_a_clean_import_and_back(
    browser: Any, live_server: Any, cast: Any, tmp_path: Path, settings: Any
) -> None:
    desk = make_desk(cast)
    page = new_page(browser, live_server.url, client=visit(desk.officer), size=DESK)
    shots = Shots(page)

    upload(page, tmp_path / "月报.xlsx", workbook(DIRTY))
    shots.take("columns")
    assert page.get_by_label("所属园区：含义").input_value() == "所属园区"
    assert page.get_by_label("备注：含义").input_value() == ""
    page.get_by_role("button", name="保存并检查全部各行").click()
    finish(page)
    shots.take("checked")

    page.get_by_role("link", name="有问题的单元格").click()
    assert "校验位不对" in page.content()
    shots.take("faults")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标注后的工作簿").click()
    marked = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert "不是确切的数" in marked.worksheets[0]["E3"].comment.text
    assert marked.worksheets[0]["E3"].fill.fgColor.rgb.endswith("FDE68A")

    page.go_back()
    page.get_by_role("link", name="确认企业").click()
    shots.take("doubts")
    page.get_by_label("不导入这一行").check()
    page.get_by_role("button", name="保存本页").click()
    page.get_by_role("button", name="重新检查").click()
    finish(page)

    # The office mended its sheet by the comments: the same source, so that no column has to be said again.
    clean = [list(row) for row in DIRTY[:6]]
    clean[2][4], clean[3][0], clean[3][5], clean[4][0], clean[5][2] = 8, FREE[3], 12, FREE[1], "南园"
    clean[3][1] = "阿尔法芯片（北方）有限公司"
    upload(page, tmp_path / "月报（更正）.xlsx", workbook(clean))
    assert "第1版" in page.content()
    page.get_by_role("button", name="保存并检查全部各行").click()
    finish(page)
    page.get_by_role("button", name="导入", exact=True).click()
    applied = finish(page)
    assert applied.state == "applied"
    assert desk.known(NORTH_CODE, "staff") == Decimal(120)
    assert desk.known(NORTH_CODE, "yearly_sales", "2025") == Decimal(30_000_000)
    assert queries.organisations(SYSTEM, kind="company").count() == 6
    page.goto(f"/companies/{cast.north_company.pk}/facts/staff")
    assert "园区月报 · 月报（更正）.xlsx" in page.content()
    assert "企业!E2" in page.content()
    page.go_back()

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="撤销这次导入").click()
    finish(page)
    page.get_by_text("全部撤销了").wait_for()
    shots.take("undone")
    assert queries.organisations(SYSTEM, kind="company").count() == 2
    assert not queries.facts(SYSTEM, subject=cast.north_company.pk) or all(
        one.value is not None for one in queries.facts(SYSTEM, subject=cast.north_company.pk)
    )
    assert page.said == []


class Shots:
    """Every page that the journey passes: axe finds nothing on it, light on a desk and dark on a phone, and it fits there."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def take(self, name: str) -> None:
        found = []
        for scheme, label, size in (("dark", "phone", PHONE), ("light", "desk", DESK)):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.page.set_viewport_size(size)
            found += flaws(self.page)
            if folder := os.environ.get("HUIQI_SHOTS"):
                self.page.screenshot(path=f"{folder}/imports-{name}-{label}-{scheme}.png", full_page=True)
        assert found == [], name
