"""From the clauses of a policy to its one answer: outcome, reasons, missing facts and the amount in all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from huiqi_rules.core.values import Bounds, bounds_of, narrow
from huiqi_rules.model.claims import Money
from huiqi_rules.model.decision import AmountKind, ClauseDecision, Outcome


def combine(
    decisions: Sequence[ClauseDecision],
) -> tuple[Outcome, tuple[str, ...], tuple[str, ...], Money, AmountKind]:
    """Return outcome, failed, missing, amount and its kind over all clauses.

    Met when any clause is met; unknown when none is met but one may be. The amount is the sum of what is due under the
    clauses that are not refused, unknown when one of them is.
    """
    outcomes = {decision.outcome for decision in decisions}
    if Outcome.MET in outcomes:
        outcome = Outcome.MET
    elif Outcome.UNKNOWN in outcomes:
        outcome = Outcome.UNKNOWN
    else:
        outcome = Outcome.NOT_MET
    failed = _union(decision.failed for decision in decisions) if outcome is Outcome.NOT_MET else ()
    open_ = [decision for decision in decisions if decision.outcome is not Outcome.NOT_MET]
    missing = _union(decision.missing for decision in open_)
    return outcome, failed, missing, *_total(decisions)


def _total(decisions: Sequence[ClauseDecision]) -> tuple[Money, AmountKind]:
    kinds = {decision.amount_kind for decision in decisions if decision.outcome is not Outcome.NOT_MET}
    amounts = [decision.amount for decision in decisions]
    if None in amounts or kinds & {AmountKind.WAITING, AmountKind.UNPUBLISHED}:
        only_unpublished = AmountKind.UNPUBLISHED in kinds and AmountKind.WAITING not in kinds
        return None, AmountKind.UNPUBLISHED if only_unpublished else AmountKind.WAITING
    low = sum((bounds_of(amount)[0] for amount in amounts if amount is not None), Decimal(0))
    high = sum((bounds_of(amount)[1] for amount in amounts if amount is not None), Decimal(0))
    total = narrow(low, high)
    if isinstance(total, Bounds):
        return total, AmountKind.RANGE
    money = any(decision.amount_kind is not AmountKind.NONE for decision in decisions)
    return total, AmountKind.EXACT if money else AmountKind.NONE


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
