"""The validators of a pack: one check a file, all of them in one tuple; each finds all mistakes of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.packs.loading import Loaded
from huiqi_rules.packs.validators.context import Context, Evaluator
from huiqi_rules.packs.validators.contradiction import contradiction
from huiqi_rules.packs.validators.dates import dates
from huiqi_rules.packs.validators.duplicate_clauses import duplicate_clauses
from huiqi_rules.packs.validators.figures import figures
from huiqi_rules.packs.validators.inventory import inventory
from huiqi_rules.packs.validators.limit_titles import limit_titles
from huiqi_rules.packs.validators.links import links
from huiqi_rules.packs.validators.missing_scenarios import missing_scenarios
from huiqi_rules.packs.validators.parameter_windows import parameter_windows
from huiqi_rules.packs.validators.scenario_expectations import scenario_expectations
from huiqi_rules.packs.validators.scenario_view import read_scenarios
from huiqi_rules.packs.validators.sources import sources
from huiqi_rules.packs.validators.table_gap import table_gap
from huiqi_rules.packs.validators.table_overlap import table_overlap
from huiqi_rules.packs.validators.table_unexamined import table_unexamined
from huiqi_rules.packs.validators.table_unreached import table_unreached
from huiqi_rules.packs.validators.texts import texts
from huiqi_rules.packs.validators.thresholds import thresholds
from huiqi_rules.packs.validators.units import units
from huiqi_rules.packs.validators.unused import unused


@dataclass(frozen=True, slots=True)
class Validator:
    """A check with the stable codes that its findings carry; its docstring is its entry in the manual."""

    codes: tuple[str, ...]
    check: Callable[[Context], Iterable[Diagnostic]]


VALIDATORS: Final = (
    Validator(("date-overlap", "date-gap"), dates),
    Validator(("parameter-window",), parameter_windows),
    Validator(("no-source",), sources),
    Validator(("missing-text", "wrong-language"), texts),
    Validator(("unused-fact", "unused-parameter", "unused-value", "unused-condition"), unused),
    Validator(("unknown-output", "unknown-need", "unknown-clause"), links),
    Validator(("duplicate-clause",), duplicate_clauses),
    Validator(("missing-unit",), units),
    Validator(("limit-figures",), figures),
    Validator(("limit-title",), limit_titles),
    Validator(("inventory-id",), inventory),
    Validator(("never-met",), contradiction),
    Validator(("table-overlap",), table_overlap),
    Validator(("table-gap",), table_gap),
    Validator(("table-unreached",), table_unreached),
    Validator(("table-unexamined",), table_unexamined),
    Validator(("scenario-expect",), scenario_expectations),
    Validator(("missing-scenario",), missing_scenarios),
    Validator(("threshold",), thresholds),
)


def validate(loaded: Loaded, *, evaluator: Evaluator | None = None) -> Findings:
    """Return what all validators find in a loaded pack, in the order of files and lines.

    `evaluator` runs scenarios for the validators of scenarios and thresholds; without it they judge by what is given.
    """
    findings = Findings()
    scenarios, files = read_scenarios(loaded, findings)
    context = Context(loaded, scenarios, {**loaded.files, **files}, evaluator)
    for validator in VALIDATORS:
        for diagnostic in validator.check(context):
            findings.add(diagnostic)
    findings.items.sort(key=lambda item: (item.place.path, item.place.line, item.place.column))
    return findings
