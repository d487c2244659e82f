"""The first sentence: eligible and for how much, or how many conditions or facts are still to go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from huiqi_rules.core.types import MONEY
from huiqi_rules.core.values import Bounds
from huiqi_rules.explain.case import Case
from huiqi_rules.explain.display import show
from huiqi_rules.explain.limit_sentences import limit_sentence, limit_title, named_clause
from huiqi_rules.explain.needs import Need
from huiqi_rules.explain.wording import Wording
from huiqi_rules.model.decision import AmountKind, Determination, Outcome

FIGURES_NAMED_MOST: Final = 2
WAITS: Final = (
    "first_time", "once_per", "cooling_off", "most_times", "ranking", "tie", "prize", "quota", "highest_only", "interim",
    "final", "stage", "cap", "pool", "payers", "unbalanced",
)  # fmt: skip


def headline(determination: Determination, case: Case, needs: Sequence[Need], wording: Wording) -> str:
    """Return the headline of a determination under a version that is in force."""
    match determination.outcome:
        case Outcome.MET:
            return _met(determination, case, needs, wording)
        case Outcome.NOT_MET:
            return _not_met(determination, case, wording)
        case Outcome.UNKNOWN:
            return _unknown(determination, needs, wording)


def _met(determination: Determination, case: Case, needs: Sequence[Need], wording: Wording) -> str:
    amount, kind = determination.amount, determination.amount_kind
    if kind is AmountKind.NONE:
        return _titles(determination, case, wording)
    if kind is AmountKind.UNPUBLISHED:
        return wording.say("met_unpublished")
    if isinstance(amount, Bounds):
        return _met_between(determination, amount, needs, wording)
    if amount is None:
        facts = [need for need in needs if need.published]
        return wording.say("met_waiting", count=len(facts)) if facts else wording.say("met_waiting_only")
    return wording.say("met_zero") if amount == 0 else wording.say("met_amount", amount=show(amount, MONEY, wording))


def _met_between(determination: Determination, amount: Bounds, needs: Sequence[Need], wording: Wording) -> str:
    shown = (
        wording.say("up_to", high=show(amount.high, MONEY, wording))
        if amount.low == 0
        else show(amount, MONEY, wording)
    )
    waits = any(need.published for need in needs) or any(
        adjustment.limit != "negative" for clause in determination.clauses for adjustment in clause.adjustments
    )
    return wording.say("met_range" if waits else "met_up_to", amount=shown)


def _titles(determination: Determination, case: Case, wording: Wording) -> str:
    met = {clause.clause for clause in determination.clauses if clause.outcome is Outcome.MET}
    titles = [
        wording.title(clause.name if clause.title is None else clause.title)
        for clause in case.checked.version.clauses
        if clause.id in met
    ]
    return wording.say("met_title", title=wording.listed(titles))


def _not_met(determination: Determination, case: Case, wording: Wording) -> str:
    limits = [code for code in determination.failed if code in WAITS]
    conditions = [name for name in determination.failed if name not in limits]
    if conditions or not limits:
        return wording.say(
            "not_met", count=_fewest(determination) if len(determination.clauses) > 1 else len(conditions)
        )
    reasons = [
        limit_sentence(adjustment, wording, lambda path: named_clause(case, path, wording), partial(limit_title, case))
        for clause in determination.clauses
        for adjustment in clause.adjustments
        if adjustment.limit in clause.failed
    ]
    return wording.say("not_met_limits", reasons=wording.sentences(dict.fromkeys(reasons)))


def _fewest(determination: Determination) -> int:
    """Return how many conditions the nearest of several clauses fails."""
    return min(len(clause.failed) for clause in determination.clauses)


def _unknown(determination: Determination, needs: Sequence[Need], wording: Wording) -> str:
    facts = [need for need in needs if need.published]
    if facts:
        return wording.say("unknown_missing", count=len(facts))
    figures = [wording.name(need.name) for need in needs]
    if len(figures) > FIGURES_NAMED_MOST:
        return wording.say("unknown_unpublished_count", count=len(figures))
    if figures:
        return wording.say("unknown_unpublished", names=wording.listed(figures))
    waits = dict.fromkeys(code for clause in determination.clauses for code in clause.missing if code in WAITS)
    if not waits:
        return wording.say("unknown_no_answer")
    return wording.say("unknown_waiting", reasons=wording.listed(wording.say(f"wait_{code}") for code in waits))
