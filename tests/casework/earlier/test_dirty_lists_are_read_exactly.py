"""A list of payments as people keep them is read to the fen; whatever cannot be trusted is told at its cell, all at once."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from huiqi.casework.models import EarlierPayment
from huiqi.casework.services.earlier import reading
from tests.casework.earlier.desk import FIRST_NAME, HEADER, Finance, faults, outcomes
from tests.cast import NORTH_CODE, SOUTH_CODE
from tests.imports.desk import workbook

YUAN = (*HEADER[:4], "金额", *HEADER[5:])


@pytest.mark.parametrize(
    ("written", "said"),
    (
        ("12.5万", "125000"), ("1,234.50", "1234.50"), ("１２３４５．６", "12345.60"), ("￥3,000元", "3000"), (30, "30"),
        (0.1 + 0.2, "0.30"), (" 5000 ", "5000"),
    ),
)  # fmt: skip
def test_amounts_are_read_to_the_fen(finance: Finance, written: object, said: str) -> None:
    found = finance.checked([(NORTH_CODE, "", FIRST_NAME, 2025, written, date(2025, 3, 1), "1", "")], header=YUAN)
    (row,) = EarlierPayment.objects.filter(file=found)
    assert (row.outcome, row.amount) == ("ready", Decimal(said))


def test_the_unit_of_the_header_counts_where_the_cell_says_none(finance: Finance) -> None:
    rows = [
        (NORTH_CODE, "", FIRST_NAME, 2025, 30, date(2025, 3, 1), "1", ""),
        (SOUTH_CODE, "", FIRST_NAME, 2025, "123456.78元", date(2025, 3, 1), "2", ""),
    ]
    found = finance.checked(rows)
    amounts = EarlierPayment.objects.filter(file=found).values_list("amount", flat=True)
    assert list(amounts) == [Decimal(300_000), Decimal("123456.78")]
    assert found.counts["amount"] == "423456.78"


@pytest.mark.parametrize(
    "written",
    (date(2025, 3, 5), 45721, 45721.39, "45721", "2025-03-05", "2025年3月5日", "2025.3.5", "20250305", "２０２５/３/５"),
)  # fmt: skip
def test_days_are_read_however_they_are_written(finance: Finance, written: object) -> None:
    found = finance.checked([(NORTH_CODE, "", FIRST_NAME, "", 30, written, "1", "")])
    (row,) = EarlierPayment.objects.filter(file=found)
    assert (row.paid_on, row.year) == (date(2025, 3, 5), 2025), "a blank year is that of the payment"


@pytest.mark.parametrize(
    ("written", "year"), ((2024, 2024), ("2024年度", 2024), ("2024年上半年", 2024), ("２０２４", 2024))
)
def test_periods_are_years(finance: Finance, written: object, year: int) -> None:
    found = finance.checked([(NORTH_CODE, "", FIRST_NAME, written, 30, date(2025, 3, 5), "1", "")])
    assert EarlierPayment.objects.get(file=found).year == year


def test_everything_that_is_wrong_is_told_at_its_cell_at_once(finance: Finance) -> None:
    day = date(2025, 3, 5)
    rows = [
        ("91110000600037341X", "重庆长安科技有限公司", FIRST_NAME, 2025, 30, day, "1", ""),
        (NORTH_CODE, "", "", 2025, -3, day, "2", ""),
        (NORTH_CODE, "", FIRST_NAME, 2025, None, None, "3", ""),
        (NORTH_CODE, "", FIRST_NAME, "去年", "约30", "3月份", "4", ""),
        (NORTH_CODE, "", FIRST_NAME, 2027, 0, date(2027, 1, 1), "5", ""),
        (NORTH_CODE, "", FIRST_NAME, 2025, "0.0000001", day, "6", ""),
        ("", "没有登记的有限公司", FIRST_NAME, 2025, 30, day, "7", ""),
        ("", "", FIRST_NAME, 2025, 30, day, "8", ""),
        ("合计", "", "", "", 300, "", "", ""),
    ]
    found = finance.checked(rows)
    assert set(outcomes(found).values()) == {"refused"}
    assert faults(found) >= {
        (2, 1, "bad_code"), (3, 3, "no_clause"), (3, 5, "not_positive"), (4, 5, "no_amount"), (4, 6, "no_day"),
        (5, 4, "bad_year"), (6, 4, "year_ahead"), (6, 5, "not_positive"), (6, 6, "day_ahead"), (7, 5, "too_fine"),
        (8, 2, "not_found"), (9, 1, "nobody"), (10, 1, "total-row"),
    }  # fmt: skip
    told = EarlierPayment.objects.get(file=found, row=2).faults[0]["zh"]
    assert NORTH_CODE in told, "the code of the company of that name"
    assert {(row, column) for row, column, _ in faults(found) if row == 5} == {(5, 4), (5, 5), (5, 6)}


def test_the_workbook_goes_back_with_its_faults_at_the_cells(finance: Finance) -> None:
    found = finance.checked([(NORTH_CODE, "", FIRST_NAME, 2025, -3, date(2025, 3, 5), "1", "")])
    name, opened = reading.annotated_earlier(file=found.pk, english=False, actor=finance.maker, now=finance.later())
    with opened:
        book = openpyxl.load_workbook(io.BytesIO(opened.read()))
    assert name == "2025年拨付-标注.xlsx"
    texts = [str(cell.value) for page in book for row in page.iter_rows() for cell in row] + [
        cell.comment.text for row in book.worksheets[0].iter_rows() for cell in row if cell.comment
    ]
    assert any("应大于0" in text for text in texts)


def test_twice_in_the_file_counts_once_and_is_told(finance: Finance) -> None:
    day = date(2025, 3, 5)
    rows = [
        (NORTH_CODE, "", FIRST_NAME, 2025, 30, day, "渝财〔2025〕1号", ""),
        (NORTH_CODE, "", FIRST_NAME, 2025, 30, day, "渝财〔2025〕1号 ", ""),
        (SOUTH_CODE, "", FIRST_NAME, 2025, 30, day, "", ""),
        (SOUTH_CODE, "", FIRST_NAME, 2025, 30, day, "", ""),
        (SOUTH_CODE, "", FIRST_NAME, 2025, 31, day, "", ""),
    ]
    found = finance.checked(rows)
    assert outcomes(found) == {2: "ready", 3: "refused", 4: "ready", 5: "refused", 6: "ready"}
    assert faults(found) == {(3, 7, "same_in_file"), (5, 5, "same_in_file")}


def test_a_csv_in_the_office_encoding_is_read_as_well(finance: Finance) -> None:
    lines = [
        "信用代码,收款单位,政策名称,年度,拨付金额（元）,到账日期,凭证号",
        f'{NORTH_CODE},,{FIRST_NAME},2025,"1,234.50",45721,7',
    ]
    found = finance.say(finance.receive("\r\n".join(lines).encode("gb18030"), name="台账.csv"))
    row = EarlierPayment.objects.get(file=found)
    assert (row.outcome, row.amount, row.paid_on) == ("ready", Decimal("1234.50"), date(2025, 3, 5))


def test_a_title_above_the_header_is_no_header(finance: Finance) -> None:
    rows = [("2025年奖补资金拨付台账",), HEADER, (NORTH_CODE, "", FIRST_NAME, 2025, 30, date(2025, 3, 5), "1", "")]
    found = finance.say(finance.receive(workbook(rows)))
    assert outcomes(found) == {3: "ready"}
