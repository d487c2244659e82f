"""What is wrong with a map before any row is read: all of it at once, at the columns that it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from huiqi.imports.domain.meanings import IDENTIFIERS, MEANINGS, NAME
from huiqi.rulebook.domain.sheet_maps import MapColumn, SheetMap, Use

_YEARS: Final = range(1900, 2201)


class Entry(Protocol):
    """A fact of the dictionary, as far as a map needs it."""

    @property
    def zh(self) -> str:
        """Return its Chinese name."""

    @property
    def en(self) -> str:
        """Return its English name."""

    @property
    def type(self) -> str:
        """Return the word for its type."""

    @property
    def is_annual(self) -> bool:
        """Return whether it has a value a year."""


@dataclass(frozen=True, slots=True)
class MapFault:
    """What is wrong with a column of a map, or with the map where no header is named."""

    header: str
    zh: str
    en: str


def map_faults(
    kept: SheetMap, headers: Sequence[str], entries: Mapping[str, Entry], *, unit_fits: Mapping[tuple[str, str], bool]
) -> list[MapFault]:
    """Return everything that is wrong with a map of a sheet with these headers.

    `unit_fits` says for every unit and type that the map holds whether they fit.
    """
    found = list(_about_rows(kept))
    taken: dict[tuple[str, int | None], str] = {}
    for column in kept.columns:
        found += _in_sheet(column, headers)
        for use in column.uses:
            if not use.meaning:
                continue
            found += _use(column.header, use, headers, entries, unit_fits)
            key = (use.meaning, use.year)
            if key in taken:
                other = taken[key]
                found.append(
                    MapFault(
                        column.header,
                        f"“{_name(use, entries)[0]}”已由“{other}”一列提供",
                        f"“{_name(use, entries)[1]}” is fed by the column “{other}” already",
                    )
                )
            taken.setdefault(key, column.header)
    return found


def _about_rows(kept: SheetMap) -> Iterator[MapFault]:
    if not any(kept.headers_of(key) for key in (NAME, *IDENTIFIERS)):
        yield MapFault(
            "", "要有一列是企业名称或一种代码，否则不知道各行说的是哪家企业",
            "one column has to be the company's name or a code: nothing says which company a row is about",
        )  # fmt: skip
    if all(use.meaning == "" for column in kept.columns for use in column.uses):
        yield MapFault("", "没有一列要导入", "no column is brought in")


def _in_sheet(column: MapColumn, headers: Sequence[str]) -> Iterator[MapFault]:
    count = headers.count(column.header)
    if count == 0 and column.uses:
        yield MapFault(column.header, f"表里没有“{column.header}”这一列", f"the sheet has no column “{column.header}”")
    if count > 1 and column.uses:
        yield MapFault(
            column.header, f"表里有{count}列都叫“{column.header}”，请在表里改名",
            f"{count} columns of the sheet are called “{column.header}”: rename them in the sheet",
        )  # fmt: skip


def _use(
    header: str, use: Use, headers: Sequence[str], entries: Mapping[str, Entry], fits: Mapping[tuple[str, str], bool]
) -> Iterator[MapFault]:
    if use.meaning in MEANINGS:
        return
    entry = entries.get(use.meaning)
    if entry is None:
        yield MapFault(
            header,
            f"数据字典里没有（或不再有）“{use.meaning}”",
            f"the dictionary does not have “{use.meaning}” (any more)",
        )
        return
    has_year = use.year is not None or bool(use.year_header)
    if entry.is_annual and not has_year:
        yield MapFault(header, f"“{entry.zh}”是年度数据，要写明年度", f"“{entry.en}” is a yearly fact: say the year")
    if not entry.is_annual and has_year:
        yield MapFault(
            header, f"“{entry.zh}”不是年度数据，不写年度", f"“{entry.en}” is no yearly fact: leave the year out"
        )
    if use.year is not None and use.year not in _YEARS:
        yield MapFault(header, f"{use.year}不是年度", f"{use.year} is no year")
    if use.year_header and use.year_header not in headers:
        yield MapFault(
            header, f"表里没有年度列“{use.year_header}”", f"the sheet has no column of years “{use.year_header}”"
        )
    if use.unit and not fits.get((use.unit, entry.type), False):
        yield MapFault(
            header, f"单位“{use.unit}”不适合“{entry.zh}”", f"the unit “{use.unit}” does not fit “{entry.en}”"
        )


def _name(use: Use, entries: Mapping[str, Entry]) -> tuple[str, str]:
    if use.meaning in MEANINGS:
        return MEANINGS[use.meaning]
    entry = entries.get(use.meaning)
    return (entry.zh, entry.en) if entry is not None else (use.meaning, use.meaning)
