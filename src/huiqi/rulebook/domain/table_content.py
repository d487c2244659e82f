"""A table as the page sends it: plain data into a table as written; whatever has another shape raises."""

from __future__ import annotations

import re
from typing import Any, Final

from huiqi.rulebook.domain.table_text import RawOutput, RawRow, RawTable
from huiqi_rules.model.decision_tables import HIT_POLICIES
from huiqi_rules.packs.reading_tables import MAX_ROWS
from huiqi_rules.packs.reading_types import FACT_TYPES

COLUMNS_MOST: Final = 60
_CELL_MOST: Final = 2_000
# The id of a table, and of an output: a name as formulas read it.
TABLE_ID: Final = re.compile(r"[^\W\d]\w{0,59}")


def table_of(content: Any) -> RawTable:
    """Return the table that plain data says; raises KeyError, TypeError, ValueError where it says none."""
    hit, otherwise = content["hit"], content["otherwise"]
    rows = content["rows"]
    if hit not in HIT_POLICIES or not isinstance(rows, list) or len(rows) > MAX_ROWS:
        raise ValueError(hit)
    return RawTable(
        hit=hit,
        inputs=texts_of(content["inputs"], most=COLUMNS_MOST),
        outputs=tuple(_output(one) for one in content["outputs"][:COLUMNS_MOST]),
        rows=tuple(_row(one) for one in rows),
        otherwise=None if otherwise is None else texts_of(otherwise, most=COLUMNS_MOST),
    )


def texts_of(given: Any, *, most: int) -> tuple[str, ...]:
    """Return a list of texts; raises ValueError for anything else."""
    fits = isinstance(given, list) and len(given) <= most
    if not fits or not all(isinstance(one, str) and len(one) <= _CELL_MOST for one in given):
        raise ValueError(given)
    return tuple(given)


def _row(given: Any) -> RawRow:
    was = given["was"]
    if was is not None and (not isinstance(was, int) or isinstance(was, bool) or was < 0):
        raise ValueError(was)
    return RawRow(texts_of(given["tests"], most=COLUMNS_MOST), texts_of(given["answers"], most=COLUMNS_MOST), was)


def _output(given: Any) -> RawOutput:
    name, zh, en, kind, unit = texts_of([given[key] for key in ("id", "zh", "en", "type", "unit")], most=5)
    if not TABLE_ID.fullmatch(name) or kind not in FACT_TYPES:
        raise ValueError(given)
    return RawOutput(name, zh, en, kind, unit, texts_of(given["options"], most=COLUMNS_MOST))
