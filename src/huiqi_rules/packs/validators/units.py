"""Figures without a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.types import RATIO
from huiqi_rules.model.facts import Parameter
from huiqi_rules.packs.validators.context import Context

_NUMBER: Final = re.compile(r"\btype: *number\b")


def units(context: Context) -> Iterable[Diagnostic]:
    """A parameter of type number without a unit: a pure number must say so as `type: ratio`, a count or score as `int`.

    Bad:
        subsidy_per_job: {zh: 每岗位补贴标准, en: Subsidy per job, type: number, values: […]}
    Good:
        subsidy_per_job: {zh: 每岗位补贴标准, en: Subsidy per job, type: number, unit: yuan/job, values: […]}
    """
    for parameter in context.loaded.rulebook.parameters.values():
        if parameter.id in context.loaded.own_parameters and _lacks_unit(context, parameter):
            yield context.warning("missing-unit", parameter.place, f"parameter {parameter.id!r} is a number without a unit",
                                  "Add `unit: …`, or write `type: ratio` for a pure number, `int` for a score.")  # fmt: skip


def _lacks_unit(context: Context, parameter: Parameter) -> bool:
    if parameter.type != RATIO:
        return False
    # A ratio and a number without unit are the same type; only the text of the pack tells them apart.
    file = context.files.get(parameter.place.path)
    if file is None:
        return False
    start = file.offset(parameter.place)
    head = file.text[start : start + 2_000].split("values:", 1)[0]
    return _NUMBER.search(head) is not None
