"""Versions in force on days for which a parameter they read has no value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.model.facts import Parameter
from huiqi_rules.model.policy import Version
from huiqi_rules.packs.validators.context import Context


def parameter_windows(context: Context) -> Iterable[Diagnostic]:
    """A version that is in force on days for which a parameter that it reads has no value at all.

    Bad:
        values: [{from: 2024-01-01, to: null, value: 500}]      # read by a version from 2023-01-01
    Good:
        values:
          - {from: 2023-01-01, to: 2023-12-31, value: unpublished}
          - {from: 2024-01-01, to: null, value: 500}
    """
    parameters = context.loaded.rulebook.parameters
    for policy, version in context.versions():
        for kind, name in sorted(context.used(policy, version)):
            if kind is NameKind.PARAMETER and (day := first_day_without(parameters[name], version)) is not None:
                yield context.finding(
                    "parameter-window", version.place, f"version {version.id!r} of {policy.id!r} is in force on {day}, "
                    f"parameter {name!r} has no value for that day ({parameters[name].place})",
                    "Add a value from that day; `unpublished` where the source gives none.")  # fmt: skip


def first_day_without(parameter: Parameter, version: Version) -> date | None:
    """Return the first day of a version that no value of the parameter covers."""
    day = version.start
    for value in parameter.values:
        if value.start > day:
            break
        if value.end is None or value.end == date.max:
            return None
        if value.end >= day:
            day = value.end + timedelta(days=1)
    return day if version.end is None or day <= version.end else None
