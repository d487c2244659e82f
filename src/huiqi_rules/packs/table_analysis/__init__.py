"""Decision tables examined: what no rule matches, what two rules match, which rules are never reached, each with an input."""

from __future__ import annotations

from huiqi_rules.packs.table_analysis.axes import Axis, Domain
from huiqi_rules.packs.table_analysis.examining import Examination, FreeCell, Gap, Overlap, Unreached, Witness, examine
from huiqi_rules.packs.table_analysis.inputs import Input, days_that_differ, figures_on_day, inputs_of

__all__ = [
    "Axis",
    "Domain",
    "Examination",
    "FreeCell",
    "Gap",
    "Input",
    "Overlap",
    "Unreached",
    "Witness",
    "days_that_differ",
    "examine",
    "figures_on_day",
    "inputs_of",
]
