"""Inputs of a decision table that no row matches and that `otherwise` does not answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.packs.table_analysis.wording import proviso, shown_input
from huiqi_rules.packs.validators.context import Context

_SHOWN: Final = 3


def table_gap(context: Context) -> Iterable[Diagnostic]:
    """A table without `otherwise` that some input falls through: its outputs are unknown there.

    Shown with such inputs, within the min, max and options of the facts. Where nothing is known of them, say so:
    `otherwise: [unpublished]`.

    Bad:
        rows: [[['[0..100)'], [小]], [['(100..500]'], [中]], [['> 500'], [大]]]
    Good:
        rows: [[['[0..100]'], [小]], [['(100..500]'], [中]], [['> 500'], [大]]]
    """
    for one in context.examined_tables():
        day, found = next((pair for pair in one.days if pair[1].gaps), one.days[-1])
        if not found.gaps:
            continue
        shown = "; ".join(shown_input(one.table, gap.witness) or "any input" for gap in found.gaps[:_SHOWN])
        more = " and others" if len(found.gaps) > _SHOWN or found.has_more_gaps else ""
        since = f" (with the figures of {day})" if day != one.days[0][0] else ""
        problem = f"no row of table {one.table.id!r} matches {shown}{more}{since}{proviso(one.table, found)}"
        yield context.warning(
            "table-gap",
            one.table.place,
            problem,
            "Add a row, declare min and max of the fact, or say what holds otherwise: `otherwise: […]`.",
        )
