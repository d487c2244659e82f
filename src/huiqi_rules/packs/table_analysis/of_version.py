"""The tables of a version examined under the figures of each day on which one of their parameters changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi_rules.check.rulebook import CheckedVersion, check_version
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.model.policy import Policy, Version
from huiqi_rules.packs.loading import Loaded
from huiqi_rules.packs.table_analysis.examining import Examination, examine
from huiqi_rules.packs.table_analysis.inputs import Input, days_that_differ, figures_on_day, inputs_of

# A figure changes once a year or less; the last days are those that count.
DAYS_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class ExaminedTable:
    """A table with its inputs and what was found of it; `days` holds the first day of each set of figures, at least one."""

    policy: Policy
    version: Version
    table: DecisionTable
    inputs: tuple[Input, ...]
    days: tuple[tuple[date, Examination], ...]

    @property
    def last(self) -> Examination:
        """Return what holds from the last change of figures on."""
        return self.days[-1][1]


def examined(
    loaded: Loaded, policy: Policy, version: Version, checked: CheckedVersion | None = None
) -> Iterator[ExaminedTable]:
    """Yield the tables of a version with what was found of each; `checked` is the version typed, where it is at hand."""
    tables = [table for owner, table in loaded.tables.get(policy.id, ()) if owner == version.id]
    if not tables:
        return
    rulebook = loaded.rulebook
    typed = check_version(rulebook, policy, version, Findings()) if checked is None else checked
    for table in tables:
        inputs = inputs_of(rulebook, typed, table)
        days = days_that_differ(rulebook, typed, table)[-DAYS_MOST:]
        found = tuple((day, examine(table, inputs, figures_on_day(rulebook, typed, day))) for day in days)
        yield ExaminedTable(policy, version, table, inputs, found)
