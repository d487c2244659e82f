"""From the clauses of a policy to its one answer: outcome, reasons, missing facts and the amount in all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain
from typing import Final

from huiqi_rules.core.values import Bounds, bounds_of, narrow
from huiqi_rules.model.claims import Money
from huiqi_rules.model.decision import AmountKind, ClauseDecision, Outcome

_ZERO: Final = Decimal(0)
_NO_FIGURE: Final = frozenset({AmountKind.WAITING, AmountKind.UNPUBLISHED})


def combine(
    decisions: Sequence[ClauseDecision],
) -> tuple[Outcome, tuple[str, ...], tuple[str, ...], Money, AmountKind]:
    """Return outcome, failed, missing, amount and its kind over all clauses.

    Met when any clause is met; unknown when none is met but one may be. The amount is the sum of what is due under the
    clauses that are not refused, unknown when one of them is.
    """
    open_ = [decision for decision in decisions if decision.outcome is not Outcome.NOT_MET]
    if not open_:
        return Outcome.NOT_MET, _union([decision.failed for decision in decisions]), (), *_total(decisions, open_)
    met = [decision for decision in open_ if decision.outcome is Outcome.MET]
    outcome = Outcome.MET if met else Outcome.UNKNOWN
    return outcome, (), _union([decision.missing for decision in open_]), *_total(decisions, open_)


def _total(decisions: Sequence[ClauseDecision], open_: Sequence[ClauseDecision]) -> tuple[Money, AmountKind]:
    kinds = {decision.amount_kind for decision in open_}
    amounts = [decision.amount for decision in decisions if decision.amount is not None]
    if len(amounts) < len(decisions) or not kinds.isdisjoint(_NO_FIGURE):
        only_unpublished = AmountKind.UNPUBLISHED in kinds and AmountKind.WAITING not in kinds
        return None, AmountKind.UNPUBLISHED if only_unpublished else AmountKind.WAITING
    ends = [bounds_of(amount) for amount in amounts]
    total = narrow(sum([low for low, _ in ends], _ZERO), sum([high for _, high in ends], _ZERO))
    if isinstance(total, Bounds):
        return total, AmountKind.RANGE
    money = [decision for decision in decisions if decision.amount_kind is not AmountKind.NONE]
    return total, AmountKind.EXACT if money else AmountKind.NONE


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(groups)))
