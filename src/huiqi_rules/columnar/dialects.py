"""Where DuckDB and Spark differ in what they call things; everything else is one printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Dialect:
    """One SQL dialect. `whole_type` is the widest whole number; `divide` prints its division cut towards zero."""

    name: str
    quote: Callable[[str], str]
    whole_type: str
    text_type: str
    divide: Callable[[str, str], str]
    length: str
    months: Callable[[str, int], str]
    days: Callable[[str, int], str]


def _double_quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _backticked(name: str) -> str:
    # Spark takes a dot inside backticks as it stands.
    return "`" + name.replace("`", "``") + "`"


DUCKDB: Final = Dialect(
    name="duckdb",
    quote=_double_quoted,
    whole_type="HUGEINT",
    text_type="VARCHAR",
    divide=lambda top, bottom: f"({top} // {bottom})",
    length="length",
    months=lambda day, amount: f"CAST({day} + to_months({amount}) AS DATE)",
    days=lambda day, amount: f"CAST({day} + to_days({amount}) AS DATE)",
)
SPARK: Final = Dialect(
    name="spark",
    quote=_backticked,
    whole_type="DECIMAL(38,0)",
    text_type="STRING",
    # `div` of Spark returns a 64-bit number; the quotient of two whole decimals is cut by the cast of its floor instead.
    divide=lambda top, bottom: f"CAST((({top}) - pmod({top}, {bottom})) / {bottom} AS DECIMAL(38,0))",
    length="char_length",
    months=lambda day, amount: f"add_months({day}, {amount})",
    days=lambda day, amount: f"date_add({day}, {amount})",
)
