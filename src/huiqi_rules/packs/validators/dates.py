"""Days that no version or value covers, or that two cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.spans import Place
from huiqi_rules.packs.validators.context import Context

Window = tuple[date, date | None, Place]


def dates(context: Context) -> Iterable[Diagnostic]:
    """Versions of a policy or values of a parameter that overlap (an error) or leave days between them (a warning).

    Bad:
        values:
          - {from: 2023-01-01, to: 2023-12-31, value: 500}
          - {from: 2023-12-31, to: null, value: 600}
    Good:
        values:
          - {from: 2023-01-01, to: 2023-12-31, value: 500}
          - {from: 2024-01-01, to: null, value: 600}
    """
    rulebook = context.loaded.rulebook
    for policy in rulebook.policies.values():
        if policy.id in context.loaded.own_policies:
            windows = [(version.start, version.end, version.place) for version in policy.versions]
            yield from _windows(context, f"versions of policy {policy.id!r}", windows)
    for parameter in rulebook.parameters.values():
        if parameter.id in context.loaded.own_parameters:
            windows = [(value.start, value.end, value.place) for value in parameter.values]
            yield from _windows(context, f"values of parameter {parameter.id!r}", windows)


def _windows(context: Context, what: str, windows: list[Window]) -> Iterator[Diagnostic]:
    for (_, end, before), (start, _, place) in pairwise(windows):
        if end is None or end >= start:
            shown = "has no last day" if end is None else f"ends on {end}"
            yield context.finding("date-overlap", place, f"two {what} are in force on {start}: the one before, in line "
                                  f"{before.line}, {shown}", f"End that one on {start - timedelta(days=1)}."
                                  if start > date.min else "Correct the days.")  # fmt: skip
        elif end < date.max and end + timedelta(days=1) < start:
            yield context.warning("date-gap", place, f"none of the {what} covers {end + timedelta(days=1)} to "
                                  f"{start - timedelta(days=1)}", "Correct the days, or say in a comment that it lapsed.")  # fmt: skip
