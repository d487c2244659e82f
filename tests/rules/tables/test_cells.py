"""What one cell says. The texts stand in cells.txt; here are the typed cells, the options, and the laws."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi_rules.core.values import ABSENT
from huiqi_rules.tables.cells import CellOptions, cell_reader, read_cell
from huiqi_rules.tables.columns import ColumnType, Problem
from huiqi_rules.tables.numerals import Numeral, fold, parse_numeral

OPTIONS = {"options": ("manufacturing", "services"), "labels": {"manufacturing": "制造业", "services": "服务业"}}
COLUMNS = {
    "money": ColumnType("m", "金额", "money"),
    "int": ColumnType("i", "人数", "int", minimum=Decimal(0)),
    "number": ColumnType("n", "数", "number"),
    "ratio": ColumnType("r", "占比", "ratio", minimum=Decimal(0), maximum=Decimal(1)),
    "bool": ColumnType("b", "是否", "bool"),
    "date": ColumnType("d", "日期", "date"),
    "text": ColumnType("t", "文字", "text"),
    "enum": ColumnType("e", "行业", "enum", **OPTIONS),
    "set": ColumnType("s", "行业", "set", **OPTIONS),
}
CASES = [
    tuple(part.strip() for part in line.split("|"))
    for line in Path(__file__).with_name("cells.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def written(reading):
    if reading is None:
        return "?"
    if reading is ABSENT:
        return "none"
    if isinstance(reading, Problem):
        return f"!{reading.code}"
    if isinstance(reading, bool):
        return "yes" if reading else "no"
    if isinstance(reading, tuple):
        return "+".join(reading)
    return f"{reading:f}" if isinstance(reading, Decimal) else str(reading)


@pytest.mark.parametrize(("kind", "text", "wanted"), CASES, ids=[f"{kind}-{text}" for kind, text, _ in CASES])
def test_a_text_cell_reads_as_the_list_says(kind, text, wanted):
    raw = json.loads(text) if text.startswith('"') else text
    assert written(read_cell(raw, COLUMNS[kind])) == wanted
    assert written(cell_reader(COLUMNS[kind])(raw)) == wanted


@pytest.mark.parametrize(
    ("kind", "raw", "wanted"),
    (
        ("money", 552609080.63, "552609080.63"),
        ("money", 0.1 + 0.2, "0.3"),
        ("money", 0.0, "0"),
        ("money", -0.0, "0"),
        ("money", 1e14, "100000000000000"),
        ("money", 1234567890123456.0, "!digits-lost"),
        ("money", float("nan"), "!not-a-number"),
        ("money", float("inf"), "!not-a-number"),
        ("money", 1e300, "!too-large"),
        ("money", Decimal("1.10"), "1.10"),
        ("money", Decimal("NaN"), "!not-a-number"),
        ("money", 7, "7"),
        ("money", True, "!truth-cell"),
        ("money", datetime.date(2023, 5, 4), "!date-cell"),
        ("money", datetime.time(1, 2), "!date-cell"),
        ("money", None, "?"),
        ("money", b"x", "!not-a-number"),
        ("int", 12.0, "12"),
        ("int", 12.5, "!not-whole"),
        ("int", -3.0, "!impossible"),
        ("ratio", 0.05, "0.05"),
        ("ratio", 5.0, "!ratio-above-one"),
        ("ratio", -0.1, "!impossible"),
        ("bool", True, "yes"),
        ("bool", 1.0, "yes"),
        ("bool", 0, "no"),
        ("bool", 2.0, "!not-yes-or-no"),
        ("date", datetime.datetime(2023, 5, 4, 12, 0), "2023-05-04"),  # noqa: DTZ001 - cells know no zones
        ("date", datetime.date(2023, 5, 4), "2023-05-04"),
        ("date", datetime.time(1, 2), "!not-a-date"),
        ("date", 45050.0, "!serial"),
        ("date", 20230504.0, "2023-05-04"),
        ("text", 1.0, "1"),
        ("text", 0.25, "0.25"),
        ("text", 123456789012345678.0, "!digits-lost"),
        ("text", datetime.date(2023, 1, 2), "!date-cell"),
        ("enum", 1.0, "!not-an-option"),
        ("set", ["services", None, "manufacturing"], "manufacturing+services"),
    ),
)
def test_a_typed_cell_reads_as_its_type_says(kind, raw, wanted):
    assert written(read_cell(raw, COLUMNS[kind])) == wanted
    assert written(cell_reader(COLUMNS[kind])(raw)) == wanted


@pytest.mark.parametrize(
    ("kind", "raw", "options", "wanted"),
    (
        ("money", -1.0, CellOptions(unknown=("-1",)), "?"),
        ("money", "-1.00", CellOptions(unknown=("-1",)), "?"),
        ("money", "未披露", CellOptions(unknown=("未披露",)), "?"),
        ("int", 0.0, CellOptions(unknown=("0",)), "?"),
        ("int", "0", CellOptions(unknown=("0",)), "?"),
        ("money", 30.0, CellOptions(unit="万元"), "300000"),
        ("money", "30.5", CellOptions(unit="万元"), "305000"),
        ("money", -1.0, CellOptions(unknown=("-1",), unit="万元"), "?"),
        ("money", "30元", CellOptions(unit="万元"), "30"),
        ("money", "30万元", CellOptions(unit="万元"), "300000"),
        ("money", "30万", CellOptions(unit="万元"), "!unit-twice"),
        ("ratio", 5.0, CellOptions(unit="%"), "0.05"),
        ("ratio", "5%", CellOptions(unit="%"), "0.05"),
        ("ratio", 105.0, CellOptions(unit="%"), "!impossible"),
        ("date", 45050.0, CellOptions(excel_serial=True), "2023-05-04"),
        ("date", "45050", CellOptions(excel_serial=True), "2023-05-04"),
        ("date", 60.0, CellOptions(excel_serial=True), "!serial"),
        ("date", 2958466.0, CellOptions(excel_serial=True), "!serial"),
        ("date", 0.0, CellOptions(unknown=("0",), excel_serial=True), "?"),
    ),
)
def test_what_the_map_says_of_a_column_counts(kind, raw, options, wanted):
    assert written(read_cell(raw, COLUMNS[kind], options)) == wanted
    assert written(cell_reader(COLUMNS[kind], options)(raw)) == wanted


def test_every_problem_has_a_reason_and_a_remedy_in_both_languages():
    for kind, text, wanted in CASES:
        reading = read_cell(json.loads(text) if text.startswith('"') else text, COLUMNS[kind])
        if wanted.startswith("!"):
            assert all(reading.reason(language) and reading.remedy(language) for language in ("zh", "en"))


def test_a_ratio_above_one_is_told_both_ways_out():
    reading = read_cell("5", COLUMNS["ratio"])
    assert "5 per cent or 5 times" in reading.reason("en")
    assert "“5%”" in reading.remedy("zh")


cents = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@given(cents)
def test_a_number_typed_into_a_spreadsheet_comes_back_to_the_fen(amount):
    assert read_cell(float(amount), COLUMNS["money"]) == amount


@given(cents, st.sampled_from(["{:f}", "{:,f}", "{:f}元", "{:,f} 元", "¥{:f}"]))
def test_a_number_typed_as_text_comes_back_exactly(amount, form):
    assert read_cell(form.format(amount), COLUMNS["money"]) == amount


@given(cents)
def test_full_width_digits_are_the_same_number(amount):
    wide = "".join(chr(ord(char) + 0xFEE0) for char in f"{amount:,f}")
    assert read_cell(wide, COLUMNS["money"]) == amount


@given(st.decimals(min_value=0, max_value=10**6, places=3), st.sampled_from([("万元", 4), ("亿元", 8), ("千元", 3)]))
def test_a_scale_multiplies_exactly(number, scale):
    assert read_cell(f"{number:f}{scale[0]}", COLUMNS["money"]) == number.scaleb(scale[1])


@given(st.text(max_size=60) | st.text(alphabet="0123456789.,-+()（）％万亿元约人eE ~至", max_size=30))
def test_any_text_gives_a_reading_and_a_number_only_where_digits_stand(text):
    for column in COLUMNS.values():
        reading = read_cell(text, column)
        assert written(cell_reader(column)(text)) == written(reading)
        if isinstance(reading, Decimal):
            assert any("0" <= char <= "9" for char in fold(text))


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_the_short_way_for_numbers_agrees_with_the_long_one(raw):
    for kind in ("money", "int", "number", "ratio"):
        for options in (
            CellOptions(),
            CellOptions(unknown=("-1", "0")),
            CellOptions(unit="万元" if kind == "money" else None),
        ):
            assert written(cell_reader(COLUMNS[kind], options)(raw)) == written(read_cell(raw, COLUMNS[kind], options))


@given(st.text(alphabet="0123456789,", max_size=12))
def test_commas_part_thousands_or_the_text_is_no_number(text):
    numeral = parse_numeral(text)
    if isinstance(numeral, Numeral) and "," in text:
        assert f"{numeral.value:,f}" == text.lstrip("0") or text.startswith("0")
