"""Headers of a sheet and the facts they name: exact matches, yearly forms, units in brackets, nearest names.

`年销售收入[2022]`, `2022年销售收入` and `年销售收入 2022` are the fact 年销售收入 of 2022; `年销售收入(万元)` is in 10,000 yuan.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from huiqi_rules.tables.columns import ColumnType
from huiqi_rules.tables.numerals import fold, unit_factor

SUBJECT_HEADERS: Final = (
    "统一社会信用代码", "社会信用代码", "企业代码", "公司代码", "编号", "企业编号", "subject", "subject_id", "id",
)  # fmt: skip
NAME_HEADERS: Final = ("企业名称", "公司名称", "单位名称", "名称", "name")
_UNIT: Final = re.compile(r"^(.+?)\s*\((?:单位[:]?)?\s*([^()]{1,6})\)$")
_YEAR_FORMS: Final = (
    re.compile(r"^(?P<fact>.+?)\s*[\[(【](?P<year>(?:19|20)[0-9]{2})年?度?[\])】]$"),
    re.compile(r"^(?P<year>(?:19|20)[0-9]{2})(?P<fact>年.+)$"),
    re.compile(r"^(?P<year>(?:19|20)[0-9]{2})(?:年度|年)?[ _-]?(?P<fact>.+)$"),
    re.compile(r"^(?P<fact>.+?)[ _-]?(?P<year>(?:19|20)[0-9]{2})年?度?$"),
)


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """The fact that a header names, its year where it says one, and its unit where it says one."""

    column: ColumnType
    year: int | None
    unit: str | None


def header_key(text: object) -> str:
    """Return a header as it is compared: plain forms, no spaces or line breaks, lower case."""
    return "".join(fold(str(text)).split()).casefold() if text is not None else ""


def header_text(raw: object) -> str:
    """Return a header cell as text; a year typed as a number stays 2022."""
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return " ".join(str(raw).split())


def split_unit(header: str) -> tuple[str, str | None]:
    """Return the header without its unit in brackets, and that unit when it is one that is known."""
    match = _UNIT.match(fold(header))
    if match is not None and unit_factor(match[2]) is not None:
        return match[1], match[2]
    return header, None


class FactNames:
    """Looks facts up by Chinese name or id, in the forms that people write."""

    __slots__ = ("_by_key",)

    def __init__(self, columns: Iterable[ColumnType]) -> None:
        self._by_key: dict[str, ColumnType] = {}
        for column in columns:
            for name in (column.fact_id, column.zh):
                self._by_key.setdefault(header_key(name), column)

    def find(self, name: str) -> ColumnType | None:
        """Return the fact of that Chinese name or id."""
        return self._by_key.get(header_key(name))

    def match(self, header: str) -> HeaderMatch | None:
        """Return the fact, year and unit that a header says, or None."""
        plain, unit = split_unit(header)
        column = self.find(header) or self.find(plain)
        if column is not None:
            return HeaderMatch(column, None, unit)
        for form in _YEAR_FORMS:
            found = form.match(fold(plain))
            named, inner_unit = split_unit(found["fact"]) if found else ("", None)
            column = self.find(named) if found else None
            if found and column is not None and column.annual:
                return HeaderMatch(column, int(found["year"]), unit or inner_unit)
        return None

    def near(self, name: str) -> tuple[str, ...]:
        """Return up to three Chinese names nearest to a name that is not known."""
        keys = difflib.get_close_matches(header_key(name)[:80], self._by_key, n=3, cutoff=0.5)
        return tuple(dict.fromkeys(self._by_key[key].zh for key in keys))


def near_headers(name: str, headers: Sequence[str]) -> tuple[str, ...]:
    """Return up to three headers nearest to a name that the sheet does not have."""
    keys: Mapping[str, str] = {header_key(header): header for header in headers}
    found = difflib.get_close_matches(header_key(name)[:80], keys, n=3, cutoff=0.5)
    return tuple(keys[key] for key in found)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell as a spreadsheet shows it; row and column count from 1 (17, 2 is B17)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
