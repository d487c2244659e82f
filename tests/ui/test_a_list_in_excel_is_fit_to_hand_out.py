"""An exported list: columns as wide as what stands in them, money with its fen, heads on every printed page, no text that counts as a formula."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

from huiqi.ui.exports import Sheet, sheet_name, write_workbook

NAME = "重庆长安智能制造科技有限公司"


def test_a_list_reads_and_prints_well(tmp_path: Path) -> None:
    rows = [[NAME, Decimal("68818000.50"), date(2026, 3, 1), 2026, "=1+1"], ["甲" * 90, Decimal(3), None, 7, ""]]
    write_workbook(tmp_path / "list.xlsx", [Sheet("欠付", ["企业", "金额（元）", "日期", "年度", "备注"], rows)])
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").active
    widths = {key: round(one.width) for key, one in sheet.column_dimensions.items()}
    assert widths["A"] == 49, "as wide as may be, however long a text is"
    assert 12 <= widths["B"] <= 18
    assert widths["B"] > widths["D"]
    assert (sheet["B2"].number_format, sheet["D2"].number_format) == ("#,##0.00", "General"), "a year is no amount"
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=1+1", "s")
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("A2", "$1:$1", "landscape")


def test_a_sheet_is_called_like_its_list() -> None:
    assert sheet_name("拨付批次 202611140001") == "拨付批次 202611140001"
    assert sheet_name("2026/03: [甲]*?") == "2026 03 甲"
    assert len(sheet_name(NAME * 9)) == 31
    assert sheet_name("?") == "1"
