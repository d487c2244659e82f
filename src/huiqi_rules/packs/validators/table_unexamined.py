"""Decision tables that could not be examined to the end."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.packs.table_analysis.examining import Examination, Search
from huiqi_rules.packs.table_analysis.of_version import ExaminedTable
from huiqi_rules.packs.validators.context import Context

_GIVEN_UP: dict[Search, str] = {
    "gaps": "inputs that no row matches",
    "overlaps": "rows that overlap",
    "unreached": "rows that are never reached",
}


def table_unexamined(context: Context) -> Iterable[Diagnostic]:
    """A table of which it is not known whether rows overlap or an input falls through.

    A cell that looks at more than its own input and constants is not compared with others, and a search that takes
    too long is given up.

    Bad:
        rows: [[['? > 科技人员数'], [大]], [['< 10'], [小]]]
    Good:
        rows: [[['>= 10'], [大]], [['< 10'], [小]]]
    """
    for one in context.examined_tables():
        found = one.last
        if found.is_full:
            continue
        place = one.table.rows[found.free[0].row].place if found.free else one.table.place
        problem = f"table {one.table.id!r} is not examined fully: {'; '.join(_reasons(one, found))}"
        yield context.warning("table-unexamined", place, problem, _remedy(found))


def _reasons(one: ExaminedTable, found: Examination) -> Iterable[str]:
    if found.free:
        cell = found.free[0]
        more = f" (and {len(found.free) - 1} more cells)" if len(found.free) > 1 else ""
        yield f"the test of row {cell.row + 1} on input {cell.column + 1} looks at more than its input and constants{more}"
    if found.cut_short:
        given_up = " and for ".join(_GIVEN_UP[search] for search in found.cut_short)
        yield f"the search for {given_up} among {len(one.table.rows)} rows takes too long"


def _remedy(found: Examination) -> str:
    return "Compare with constants or parameters." if found.free else "Split the table by its first input."
