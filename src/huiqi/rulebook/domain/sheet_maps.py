"""What the columns of a sheet mean, as it is kept and edited: plain data, in no words of the engine's.

A column may have several uses: one figure is often several facts. Beside the facts of the dictionary a column may hold what the
caller's own words say (`Own`): name, code, park.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Use:
    """One meaning of a column: a fact of the dictionary or an own word; for a yearly fact its year, or the column that says it.

    `unknown` lists what stands for "not found" in this sheet; `unit` (万元) counts where the cell writes none; `is_serial`: days are
    numbers as the spreadsheet counts them.
    """

    meaning: str
    year: int | None = None
    year_header: str = ""
    unit: str = ""
    unknown: tuple[str, ...] = ()
    is_serial: bool = False


@dataclass(frozen=True, slots=True)
class MapColumn:
    """A column by its header; without a use it is not read."""

    header: str
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class MapSum:
    """A column that the sheet does not have: the sum of others."""

    header: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapCheck:
    """A comparison of columns that every possible row fulfils, and the facts that are in doubt where one does not."""

    id: str
    rule: str
    facts: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class SheetMap:
    """What a sheet's columns mean. `sheet` is empty for the first one; `ignores_unlisted`: columns that are not named may be there."""

    columns: tuple[MapColumn, ...]
    sheet: str = ""
    header_row: int = 1
    sums: tuple[MapSum, ...] = ()
    checks: tuple[MapCheck, ...] = ()
    ignores_unlisted: bool = False

    def headers_of(self, meaning: str) -> tuple[str, ...]:
        """Return the columns that hold something."""
        return tuple(one.header for one in self.columns if any(use.meaning == meaning for use in one.uses))

    def written(self) -> dict[str, Any]:
        """Return the map as JSON holds it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Own:
    """The caller's own words for columns: `texts` by id with their Chinese names; which of them is the name, which identify a row.

    `guess` says what a header means, in those words, or nothing. `kinds` says of those that are no texts what they are: money, date.
    """

    texts: Mapping[str, str]
    name: str
    identifiers: tuple[str, ...]
    guess: Callable[[str], str]
    kinds: Mapping[str, Literal["money", "date"]] = field(default_factory=dict)


def map_from(kept: Mapping[str, Any]) -> SheetMap:
    """Return a map from what `written` gave."""
    return SheetMap(
        columns=tuple(
            MapColumn(one["header"], tuple(Use(**(use | {"unknown": tuple(use["unknown"])})) for use in one["uses"]))
            for one in kept["columns"]
        ),
        sheet=kept["sheet"],
        header_row=kept["header_row"],
        sums=tuple(MapSum(one["header"], tuple(one["parts"])) for one in kept["sums"]),
        checks=tuple(MapCheck(**(one | {"facts": tuple(one["facts"])})) for one in kept["checks"]),
        ignores_unlisted=kept["ignores_unlisted"],
    )
