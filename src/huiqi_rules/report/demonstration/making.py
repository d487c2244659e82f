"""The workbook of the invented zone: companies, blanks, dirt, and the column map beside it.

The same count and seed give the same file, byte for byte.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final

from huiqi_rules.report.demonstration.columns import CODE_HEADER, COLUMNS, NAME_HEADER, SHEET, CellValue, map_text
from huiqi_rules.report.demonstration.companies import Company, make_companies
from huiqi_rules.report.demonstration.dirt import Planted, Row, spoil_cells
from huiqi_rules.tables.replacing import replacing
from huiqi_rules.tables.writing import new_workbook

DEMO_SEED: Final = 20240630
DEMO_COMPANIES: Final = 3_000
# Every kind of dirt takes a row of its own; a handful of companies stays clean.
_DIRTY_FROM: Final = 60
_FIRST_ROW: Final = 2
_FIRST_COLUMN: Final = 2
_DATE_FORMS: Final = ("{0.year}年{0.month}月{0.day}日", "{0.year}/{0.month}/{0.day}", "{0:%Y%m%d}", "{0:%Y.%m.%d}")
_MERGED_KEY: Final = "high_tech_income"


@dataclass(frozen=True, slots=True)
class DemoRegister:
    """What was made: the files, the companies as they truly are, and every piece of dirt."""

    path: str
    map_path: str
    companies: tuple[Company, ...]
    planted: tuple[Planted, ...]


def make_demo_register(
    path: str,
    companies: int = DEMO_COMPANIES,
    seed: int = DEMO_SEED,
    *,
    known_facts: Collection[str] | None = None,
) -> DemoRegister:
    """Write a synthetic register of companies as .xlsx, and its column map beside it as .map.yaml.

    `known_facts` are the ids of the dictionary that it will be read with: the map passes over columns of other facts.
    Raises `TableError` where the files can't be written.
    """
    made = make_companies(companies, seed)
    rows, planted, merged = _sheet_rows(made, seed)
    with replacing(path) as beside:
        _write(beside, rows, merged)
    map_path = str(Path(path).with_suffix(".map.yaml"))
    with replacing(map_path) as beside:
        Path(beside).write_text(map_text(known_facts), encoding="utf-8", newline="\n")
    return DemoRegister(path, map_path, made, tuple(planted))


def _sheet_rows(companies: Sequence[Company], seed: int) -> tuple[list[Row], list[Planted], list[int]]:
    draw = Random(f"sheet/{seed}")  # noqa: S311 - invented blanks need no secret
    rows = [_row(company, draw) for company in companies]
    if len(rows) < _DIRTY_FROM:
        return rows, [], []
    planted = spoil_cells(rows, seed, _FIRST_ROW, _FIRST_COLUMN)
    taken = {each.row - _FIRST_ROW for each in planted}
    free = [place for place in range(len(rows)) if place not in taken]
    planted += _spoil_rows(rows, free, draw)
    merged = _merge(rows, free, planted)
    planted += _append(rows, draw, len(companies))
    return rows, planted, merged


def _row(company: Company, draw: Random) -> Row:
    row: Row = [company.code, company.name]
    for column in COLUMNS:
        blank = draw.random() < column.blank
        value = None if blank else column.cell(company.truths[column.key])
        if isinstance(value, date) and draw.random() < 0.25:
            value = draw.choice(_DATE_FORMS).format(value)
        row.append(value)
    return row


def _spoil_rows(rows: list[Row], free: list[int], draw: Random) -> list[Planted]:
    """Rows that contradict themselves, minus ones for "not found", a mistyped code and a row without one."""
    place = {column.key: index + _FIRST_COLUMN for index, column in enumerate(COLUMNS)}
    draw.shuffle(free)
    planted = []

    def plant(kind: str, key: str | None, code: str | None, facts: tuple[str, ...] = ()) -> Row:
        at = free.pop()
        planted.append(Planted(kind, at + _FIRST_ROW, 1 if key is None else place[key] + 1, code, facts))
        return rows[at]

    for _ in range(_scaled(8, len(rows))):
        row = plant("more science staff than staff", None, "impossible-row", ("science_staff",))
        row[place["staff"]], row[place["science_staff"]] = 42.0, 57.0
    for _ in range(_scaled(4, len(rows))):
        row = plant("more high-tech income than income", None, "impossible-row", ("high_tech_income", "total_income"))
        row[place["income"]], row[place["high_tech_income"]] = 1_200.5, 4_100.0
    for _ in range(_scaled(6, len(rows))):
        plant("minus one for not found", "staff", None)[place["staff"]] = -1.0
    row = plant("wrong check character", None, "credit-code")
    code = str(row[0])
    row[0] = code[:-1] + ("2" if code[-1] != "2" else "3")
    plant("no code", None, "no-subject")[0] = None
    return planted


def _merge(rows: list[Row], free: list[int], planted: list[Planted]) -> list[int]:
    """Choose pairs of rows whose cells are merged, as a group does that reports one figure for two companies."""
    column = next(place for place, each in enumerate(COLUMNS) if each.key == _MERGED_KEY) + _FIRST_COLUMN
    left = set(free)
    firsts: list[int] = []
    for row in sorted(left):
        apart = not firsts or row > firsts[-1] + 1
        if apart and row + 1 in left and rows[row][column] is not None and len(firsts) < _scaled(3, len(rows)):
            firsts.append(row)
            rows[row + 1][column] = None
            planted.append(Planted("merged cells", row + 1 + _FIRST_ROW, column + 1, "merged", (_MERGED_KEY,)))
            free.remove(row)
            free.remove(row + 1)
    return firsts


def _append(rows: list[Row], draw: Random, count: int) -> list[Planted]:
    """Rows that stand twice, empty rows and a row of totals, all below the list."""
    place = {column.key: index + _FIRST_COLUMN for index, column in enumerate(COLUMNS)}
    planted = []
    whole = [row for row in rows[:count] if isinstance(row[place["assets"]], float) and row[0] is not None]
    for number, row in enumerate(draw.sample(whole, _scaled(10, count))):
        same = number % 5 not in {1, 4}
        copy = list(row)
        if not same:
            assets = copy[place["assets"]]
            assert isinstance(assets, float)
            copy[place["assets"]] = assets + 100
        planted.append(Planted("the same row twice" if same else "two rows that differ", len(rows) + _FIRST_ROW, 1,
                               "duplicate-same" if same else "duplicate-different", () if same else ("total_assets",)))  # fmt: skip
        rows.append(copy)
    for _ in range(_scaled(5, count)):
        planted.append(Planted("empty row", len(rows) + _FIRST_ROW, 1, None))
        rows.append([None] * (len(COLUMNS) + _FIRST_COLUMN))
    planted.append(Planted("row of totals", len(rows) + _FIRST_ROW, 1, "total-row"))
    rows.append(["合计", None, *[None] * len(COLUMNS)])
    rows[-1][place["staff"]] = 123_456.0
    return planted


def _scaled(count: int, rows: int) -> int:
    return max(1, round(count * rows / 3_000))


def _write(path: str, rows: Sequence[Row], merged: Sequence[int]) -> None:
    # Not in constant memory: a merged range reaches into a row to come.
    with new_workbook(path, constant_memory=False, title="合成企业名单(无真实企业)") as book:
        _fill(book, rows, merged)


def _fill(book: Any, rows: Sequence[Row], merged: Sequence[int]) -> None:
    page = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#0B5A6F",
                            "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"})  # fmt: skip
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    headers = (CODE_HEADER, NAME_HEADER, *(column.header for column in COLUMNS))
    page.set_row(0, 48)
    for place, header in enumerate(headers):
        page.set_column(place, place, (22, 34)[place] if place < 2 else 14)
        page.write_string(0, place, header, head)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, len(rows), len(headers) - 1)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _write_cell(page, number, place, value, day)
    column = next(place for place, each in enumerate(COLUMNS) if each.key == _MERGED_KEY) + _FIRST_COLUMN
    for first in merged:
        page.merge_range(first + 1, column, first + 2, column, rows[first][column])


def _write_cell(page: Any, row: int, place: int, value: CellValue, day: Any) -> None:
    match value:
        case None:
            pass
        case str():
            page.write_string(row, place, value)
        case float():
            page.write_number(row, place, value)
        case _:
            page.write_datetime(row, place, value, day)
