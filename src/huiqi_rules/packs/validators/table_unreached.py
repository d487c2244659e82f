"""Rows of a decision table that never answer."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.packs.validators.context import Context


def table_unreached(context: Context) -> Iterable[Diagnostic]:
    """A row that no value can match, or, with `hit: first`, one whose every input a row above matches.

    Bad:
        hit: first
        rows: [[['>= 10'], [小]], [['>= 100'], [大]]]
    Good:
        hit: first
        rows: [[['>= 100'], [大]], [['>= 10'], [小]]]
    """
    for one in context.examined_tables():
        # A row that is reached on any day is not useless.
        rows = set.intersection(*({row.row for row in found.unreached} for _, found in one.days))
        for unreached in one.last.unreached:
            if unreached.row in rows:
                row = f"row {unreached.row + 1} of table {one.table.id!r}"
                problem = (
                    f"{row} is never reached: no value passes its tests"
                    if unreached.is_empty
                    else f"{row} is never reached: rows above it match all that it matches"
                )
                yield context.warning(
                    "table-unreached",
                    one.table.rows[unreached.row].place,
                    problem,
                    "Move it up, change its tests, or remove it.",
                )
