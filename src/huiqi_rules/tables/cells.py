"""One cell in, one reading out: a value, unknown, absent, or a problem with its reason.

`read_cell` is the meaning; `cell_reader` is the same for a whole column, with the answers for repeated texts kept.
Numbers stay exact. A spreadsheet stores a typed number as a binary float; its shortest text within 15 significant digits is
what was typed, because a spreadsheet keeps and shows no more than 15. So `552609080.63` comes back to the fen, and a
formula's 0.30000000000000004 is the 0.3 that everybody sees in the cell.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from huiqi_rules.core.values import ABSENT, EXACT
from huiqi_rules.tables.choices import read_choice, read_truth
from huiqi_rules.tables.columns import NUMERIC_KINDS, ColumnType, Problem, Reading, problem
from huiqi_rules.tables.numerals import COUNT_UNITS, DIGITS_MAXIMUM, Numeral, fold, parse_numeral, unit_factor

UNKNOWN_MARKS: Final = frozenset({
    "", "-", "--", "---", "—", "——", "–", "/", "//", "\\", "?", "??", "不详", "未知", "不清楚", "未填报", "null", "none", "nan",
})  # fmt: skip
ABSENT_MARKS: Final = frozenset({"无", "没有", "不适用", "n/a", "不涉及", "not applicable"})
ERROR_MARKS: Final = frozenset({
    "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!",
})  # fmt: skip
_FLOAT_EXACT_BELOW: Final = 1e15
_FLOAT_PLAIN_FROM: Final = 1e-15
_ZERO: Final = Decimal(0)
_DIGITS_PLAIN: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?").fullmatch
_KEPT_MAXIMUM: Final = 50_000


@dataclass(frozen=True, slots=True)
class CellOptions:
    """What a column map says of a column: texts or numbers that mean unknown, its unit, and whether dates are serials."""

    unknown: tuple[str, ...] = ()
    unit: str | None = None
    excel_serial: bool = False


PLAIN: Final = CellOptions()


def read_cell(raw: object, column: ColumnType, options: CellOptions = PLAIN) -> Reading:
    """Return what a cell says about a fact of the column's type.

    Takes what calamine, csv or DuckDB give (str, float, int, Decimal, bool, date, datetime, time, timedelta, list, None).
    Money comes back in yuan, ratios as fractions (5% is 0.05), all numbers as Decimal, sets as tuples in the order of the
    options. Raises ValueError for a unit in `options` that is not known.
    """
    if raw is None:
        return None
    if isinstance(raw, str):
        return _read_text(raw, column, options)
    if isinstance(raw, bool):
        return _read_bool_cell(raw, column)
    if isinstance(raw, (date, time, timedelta)):
        return _read_date_cell(raw, column)
    if isinstance(raw, (list, tuple)):
        return _read_text("、".join(str(item) for item in raw if item is not None), column, options)
    if isinstance(raw, (int, float, Decimal)):
        return _read_number_cell(raw, column, options)
    return problem("not-a-number", shown=f"{type(raw).__name__}")


def cell_reader(column: ColumnType, options: CellOptions = PLAIN) -> Callable[[object], Reading]:
    """Return `read_cell` for one column, which keeps what it answered for repeated texts and numbers."""
    read = partial(read_cell, column=column, options=options)
    read_float, read_digits = _plain_readers(column, options, read) if column.kind in NUMERIC_KINDS else (None, None)
    kept: dict[object, Reading] = {}

    def read_kept(raw: object) -> Reading:
        kind = raw.__class__
        if kind is float and read_float is not None:
            return read_float(raw)
        # Only texts are kept beside: True, 1 and Decimal(1) are one key to a dictionary and not one cell to a reader.
        if kind is not str:
            return read(raw)
        try:
            return kept[raw]
        except KeyError:
            answer = read(raw) if read_digits is None else read_digits(raw)
            if len(kept) < _KEPT_MAXIMUM:
                kept[raw] = answer
            return answer

    return read_kept


def _plain_readers(
    column: ColumnType, options: CellOptions, read: Callable[[object], Reading]
) -> tuple[Callable[[Any], Reading], Callable[[Any], Reading]]:
    """Return the short ways for plain number cells and plain digits; the rest goes the long way, which knows the reasons."""
    unknown = frozenset(_unknown_numbers(options.unknown))
    factor = _factor(options.unit) if options.unit is not None else None
    low, high, whole = column.minimum, column.maximum, column.kind == "int"

    def read_float(raw: float) -> Reading:
        if raw and not _FLOAT_PLAIN_FROM < abs(raw) < _FLOAT_EXACT_BELOW:
            return read(raw)
        return place(Decimal(f"{raw:.15g}") if raw else _ZERO, raw)

    def read_digits(raw: str) -> Reading:
        return place(Decimal(raw), raw) if _DIGITS_PLAIN(raw) and raw not in options.unknown else read(raw)

    def place(value: Decimal, raw: object) -> Reading:
        if value in unknown:
            return None
        if factor is not None:
            value = EXACT.multiply(value, factor)
        if (
            (whole and value != value.to_integral_value())
            or (low is not None and value < low)
            or (high is not None and value > high)
        ):
            return read(raw)
        return value.to_integral_value() if whole else value

    return read_float, read_digits


def exact_number(raw: float | Decimal) -> Decimal | Problem:
    """Return the decimal that was typed for a number cell, or the problem that its digits are lost or not finite."""
    if isinstance(raw, float):
        if not math.isfinite(raw):
            return problem("not-a-number", shown=raw)
        text = f"{raw:.15g}"
        if abs(raw) >= _FLOAT_EXACT_BELOW and float(text) != raw:
            return problem("digits-lost", shown=f"{raw:.0f}")
        value = Decimal(text) if raw else Decimal(0)
    else:
        value = Decimal(raw)
        if not value.is_finite():
            return problem("not-a-number", shown=raw)
    if abs(value.adjusted()) > DIGITS_MAXIMUM or len(value.as_tuple().digits) > DIGITS_MAXIMUM:
        return problem("too-large", shown=value)
    return value


def _read_text(raw: str, column: ColumnType, options: CellOptions) -> Reading:
    text = fold(raw)
    token = text.lower()
    # An option of the dictionary written as it is declared is that option, even where it is called `none`.
    if (token in UNKNOWN_MARKS and text not in column.options) or text in options.unknown:
        return None
    if text.upper() in ERROR_MARKS:
        return problem("error-cell", shown=text)
    if column.kind == "bool":
        # "无" answers a yes-or-no question with no; "不适用" does not answer it.
        return ABSENT if token in ABSENT_MARKS - {"无", "没有"} else read_truth(text)
    if column.kind in {"enum", "set"}:
        choice = read_choice(text, column)
        return ABSENT if isinstance(choice, Problem) and token in ABSENT_MARKS else choice
    if token in ABSENT_MARKS:
        return ABSENT
    if column.kind == "text":
        # The company's own words: only the ends and odd spaces are tidied, full-width letters stay.
        return " ".join(raw.replace("\u00a0", " ").replace("\u3000", " ").split())
    if column.kind == "date":
        return _read_date_text(text, options)
    numeral = parse_numeral(text)
    return numeral if isinstance(numeral, Problem) else _place_numeral(numeral, text, column, options)


def _read_number_cell(raw: float | Decimal, column: ColumnType, options: CellOptions) -> Reading:
    value = exact_number(raw)
    if isinstance(value, Problem):
        return value
    if column.kind in NUMERIC_KINDS:
        return _place_numeral(Numeral(value, "", scaled=False), _shown(value), column, options)
    if options.unknown and _means_unknown(value, options):
        return None
    match column.kind:
        case "text":
            return _shown(value)
        case "date":
            return _read_date_number(value, options)
        case "bool":
            return read_truth(_shown(value))
        case _:
            return read_choice(_shown(value), column)


def _place_numeral(numeral: Numeral, shown: str, column: ColumnType, options: CellOptions) -> Reading:
    """Apply the column's sentinels, unit and bounds to a number."""
    value = numeral.value
    if options.unknown and not numeral.unit and not numeral.scaled and _means_unknown(value, options):
        return None
    if not _unit_fits(numeral.unit, column):
        return problem("wrong-unit", shown=shown, unit=numeral.unit, wanted=_wanted_unit(column))
    if options.unit is not None and not numeral.unit:
        if numeral.scaled:
            return problem("unit-twice", shown=shown, unit=options.unit)
        value = EXACT.multiply(value, _factor(options.unit))
    if column.kind == "int":
        if value != value.to_integral_value():
            return problem("not-whole", shown=shown)
        value = value.to_integral_value()
    if column.kind == "ratio" and column.maximum == 1 and value > 1 and not numeral.unit and options.unit is None:
        return problem("ratio-above-one", shown=shown)
    if column.minimum is not None and value < column.minimum:
        return problem("impossible", shown=shown, bound=f"≥ {_shown(column.minimum)}")
    if column.maximum is not None and value > column.maximum:
        return problem("impossible", shown=shown, bound=f"≤ {_shown(column.maximum)}")
    return value


def _unit_fits(unit: str, column: ColumnType) -> bool:
    match unit:
        case "":
            return True
        case "元":
            return column.kind == "money"
        case "%" | "‰":
            return column.kind == "ratio"
        case _:
            return column.kind in {"int", "number"} and unit in COUNT_UNITS


def _wanted_unit(column: ColumnType) -> str:
    return {"money": "元", "ratio": "%", "int": "人、家、项、个、件"}.get(column.kind, "—")


def _factor(unit: str) -> Decimal:
    factor = unit_factor(unit)
    if factor is None:
        raise ValueError(f"unknown unit {unit!r}")
    return factor


def _means_unknown(value: Decimal, options: CellOptions) -> bool:
    return value in _unknown_numbers(options.unknown)


def _unknown_numbers(marks: tuple[str, ...]) -> tuple[Decimal, ...]:
    numerals = (parse_numeral(fold(mark)) for mark in marks)
    return tuple(numeral.value for numeral in numerals if isinstance(numeral, Numeral))


def _read_bool_cell(raw: bool, column: ColumnType) -> Reading:
    match column.kind:
        case "bool":
            return raw
        case "text":
            return "TRUE" if raw else "FALSE"
        case _:
            return problem("truth-cell", shown="TRUE" if raw else "FALSE")


def _read_date_cell(raw: date | time | timedelta, column: ColumnType) -> Reading:
    if column.kind != "date":
        return problem("date-cell", shown=raw)
    if isinstance(raw, datetime):
        return raw.date()
    return raw if isinstance(raw, date) else problem("not-a-date", shown=raw)


_DATE: Final = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
    r"|年 ?(?P<month2>[0-9]{1,2})月 ?(?P<day2>[0-9]{1,2})[日号]|(?P<month3>[0-9]{2})(?P<day3>[0-9]{2}))"
    r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)?"
)
_MONTH: Final = re.compile(r"[0-9]{4}(?:[-/.][0-9]{1,2}|年 ?[0-9]{1,2}月?|年?|[0-9]{2})")
_SHORT: Final = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2,4}")
# Excel counts days from 1899-12-30 for every date after its invented 1900-02-29 (day 60); 9999-12-31 is the last.
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIAL_FIRST: Final = 61
_SERIAL_LAST: Final = 2_958_465


def _read_date_text(text: str, options: CellOptions) -> Reading:
    match = _DATE.fullmatch(text)
    if match is not None:
        month = match["month"] or match["month2"] or match["month3"]
        day = match["day"] or match["day2"] or match["day3"]
        try:
            return date(int(match["year"]), int(month), int(day))
        except ValueError:
            return problem("not-a-date", shown=text)
    numeral = parse_numeral(text)
    if isinstance(numeral, Numeral) and options.unknown and _means_unknown(numeral.value, options):
        return None
    if re.fullmatch("[0-9]{5}", text):
        return _read_date_number(Decimal(text), options)
    if _MONTH.fullmatch(text):
        return problem("no-day", shown=text)
    return problem("date-order" if _SHORT.fullmatch(text) else "not-a-date", shown=text)


def _read_date_number(value: Decimal, options: CellOptions) -> Reading:
    shown = _shown(value)
    # Eight digits are written dates (20230504); Excel's day numbers have at most seven.
    if re.fullmatch("[0-9]{8}", shown):
        return _read_date_text(shown, options)
    if options.excel_serial and _SERIAL_FIRST <= value < _SERIAL_LAST + 1:
        return _SERIAL_ZERO + timedelta(days=int(value))
    return problem("serial", shown=shown)


def _shown(value: Decimal) -> str:
    return f"{value.to_integral_value():f}" if value == value.to_integral_value() else f"{value:f}"
