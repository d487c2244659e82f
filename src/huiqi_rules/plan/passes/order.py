"""The order of the passes, in one place: what is certain is known first, what is left is shared last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from huiqi_rules.plan.build import Plan
from huiqi_rules.plan.passes.known import known
from huiqi_rules.plan.passes.merge import merge
from huiqi_rules.plan.passes.share import share
from huiqi_rules.plan.passes.totals import totals

Pass = Callable[[Plan], Plan]
# Over rows `known` and `merge` saved nothing: writing every row's answers takes the time, not the columns on the way.
FOR_ROWS: Final[tuple[Pass, ...]] = (share,)
FOR_TOTALS: Final[tuple[Pass, ...]] = (totals, known, merge, share)


def for_rows(plan: Plan) -> Plan:
    """Return a built plan made quick for the answers of every row."""
    return _run(plan, FOR_ROWS)


def for_totals(plan: Plan) -> Plan:
    """Return a built plan made quick for counts and sums alone; the amount of a refused claim is unknown in it."""
    return _run(plan, FOR_TOTALS)


def _run(plan: Plan, passes: tuple[Pass, ...]) -> Plan:
    for one in passes:
        plan = one(plan)
    return plan
