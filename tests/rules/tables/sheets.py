"""The dictionary and the sheets that these tests share."""

from __future__ import annotations

from decimal import Decimal

import openpyxl

from huiqi_rules.tables.columns import ColumnType

ZERO = Decimal(0)
FACTS = (
    ColumnType("revenue", "年销售收入", "money", annual=True, minimum=ZERO),
    ColumnType("rd_expense", "研发费用", "money", annual=True, minimum=ZERO),
    ColumnType("staff", "职工总数", "int", minimum=ZERO),
    ColumnType("technicians", "科技人员数", "int", minimum=ZERO),
    ColumnType("assets", "资产总额", "money", minimum=ZERO),
    ColumnType("founded", "成立日期", "date"),
    ColumnType("share", "持股比例", "ratio", minimum=ZERO, maximum=Decimal(1)),
    ColumnType("listed", "是否上市", "bool"),
    ColumnType("address", "注册地址", "text"),
)


def workbook(path, rows, sheet="企业", then=None):
    """Write rows to a workbook, let `then` change the sheet, and return the path as text."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    if then is not None:
        then(page)
    book.save(path)
    return str(path)
