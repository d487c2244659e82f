"""Dirt as people make it: each kind is planted a known number of times, and what a reader must say of it is kept.

Some dirt is only another way to write the same thing and must be read rightly (`code` is None); the rest says nothing
that can be relied on and must be reported by its cell under `code`, the fact unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final, TypeAlias

from huiqi_rules.report.demonstration.columns import COLUMNS, CellValue, Column

Row: TypeAlias = list[CellValue]
Writer: TypeAlias = Callable[[float], CellValue]

_FULL_WIDTH: Final = str.maketrans("0123456789.-%,", "０１２３４５６７８９．－％，")


@dataclass(frozen=True, slots=True)
class Planted:
    """One piece of dirt: its kind, where it stands (rows and columns of the sheet from 1), and what must come of it.

    `code` is the problem that must be reported there; None means that the cell must be read as if it were clean.
    """

    kind: str
    row: int
    column: int
    code: str | None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to spoil a cell of certain columns, planted `count` times among 3,000 companies."""

    name: str
    keys: tuple[str, ...]
    write: Writer
    code: str | None
    count: int


def _exact(number: float) -> str:
    return f"{Decimal(str(number)).normalize():f}"


_MONEY: Final = ("sales_2023", "rd_2023", "revenue", "assets", "cost", "income")
_COUNTS: Final = ("staff", "days", "class_one", "claimants")

KINDS: Final = (
    Kind("full-width digits", (*_COUNTS, *_MONEY), lambda number: _exact(number).translate(_FULL_WIDTH), None, 40),
    Kind("thousands commas", _MONEY, lambda number: f"{number:,.2f}", None, 40),
    Kind("spaces around", (*_COUNTS, *_MONEY), lambda number: f"  {_exact(number)}\u3000", None, 30),
    Kind("with its unit", _MONEY, lambda number: f"{_exact(number)}万元", None, 30),
    Kind("people counted", ("staff",), lambda number: f"{_exact(number)}人", None, 15),
    Kind("per cent sign", ("debt_ratio", "main_share", "rd_share_2023"), lambda number: f"{_exact(number)}%", None, 30),
    Kind("per cent sign, full width", ("margin", "growth_1y"), lambda number: f"{_exact(number)}％", None, 10),
    Kind("about", (*_COUNTS, *_MONEY), lambda number: f"约{_exact(number)}", "approximate", 14),
    Kind("or more", _MONEY, lambda number: f"{_exact(number)}以上", "approximate", 6),
    Kind("a range", _MONEY, lambda number: f"{_exact(number)}-{_exact(number + 100)}", "range", 5),
    Kind("comma misplaced", _MONEY, lambda number: f"{int(number) + 1}0,00", "thousands", 4),
    Kind("scale twice", _MONEY, lambda number: f"{_exact(number)}万", "unit-twice", 6),
    Kind("dollars", ("equity_2y", "assets"), lambda number: f"{_exact(number)}万美元", "foreign-currency", 3),
    Kind("words", ("staff", "assets", "class_two"), lambda _number: "见附件", "not-a-number", 5),
    Kind("spreadsheet error", ("rd_share_2023", "growth_2y"), lambda _number: "#DIV/0!", "error-cell", 6),
    Kind("negative", ("days", "class_one", "claimants"), lambda number: -number - 2, "impossible", 5),
    Kind("thirteen months", ("months",), lambda _number: 13.0, "impossible", 2),
    Kind("half a person", ("claimants",), lambda number: number + 0.5, "not-whole", 3),
    Kind("per cent as number", ("rd_staff_share",), lambda number: 100 * number + 2, "ratio-above-one", 12),
)
# These spoil no number, so that they are planted wherever the column has any value.
WORD_KINDS: Final = (
    Kind("maybe", ("brand", "systems", "certified"), lambda _number: "大概有", "not-yes-or-no", 6),
    Kind("no option", ("rd_unit_level",), lambda _number: "省部级", "not-an-option", 4),
    Kind("yes in English", ("brand", "systems"), lambda _number: "Yes", None, 8),
    Kind("nobody knows", ("certified", "rd_unit", "digital"), lambda _number: "不详", None, 12),
)


def spoil_cells(rows: Sequence[Row], seed: int, first_row: int, first_column: int) -> list[Planted]:
    """Spoil cells of the rows in place, at most one in a row, and return what was planted."""
    draw = Random(f"dirt/{seed}")  # noqa: S311 - invented dirt needs no secret
    free = list(range(len(rows)))
    draw.shuffle(free)
    places = {column.key: place for place, column in enumerate(COLUMNS)}
    planted = []
    for kind in (*KINDS, *WORD_KINDS):
        for _ in range(max(1, round(kind.count * len(rows) / 3_000))):
            place = places[draw.choice(kind.keys)]
            row = _take_row(free, rows, place + first_column, numbers=kind in KINDS)
            if row is None:
                continue
            column = COLUMNS[place]
            before = rows[row][place + first_column]
            rows[row][place + first_column] = kind.write(before if isinstance(before, float) else 0.0)
            planted.append(
                Planted(kind.name, row + first_row, place + first_column + 1, kind.code, _lost(kind, column))
            )
    return planted


def _take_row(free: list[int], rows: Sequence[Row], place: int, *, numbers: bool) -> int | None:
    """Take the first row left whose cell holds what the kind needs."""
    for position, row in enumerate(free):
        if isinstance(rows[row][place], float) if numbers else rows[row][place] is not None:
            return free.pop(position)
    return None


def _lost(kind: Kind, column: Column) -> tuple[str, ...]:
    return column.facts if kind.code is not None else ()
