"""First time only: no earlier award of this clause, nor of the clauses that count with it."""

from __future__ import annotations

from huiqi_rules.model.claims import Claim, ClauseRules
from huiqi_rules.settle.priors import Priors, Verdict, find, latest, other_award


def first_time(claim: Claim, rules: ClauseRules, priors: Priors) -> Verdict | None:
    """Bar a claim after any award of its own period or earlier; an award without a year lies before."""
    if not (rules.first_time or rules.first_time_with):
        return None

    def earlier(year: int | None) -> bool:
        return year is None or year <= claim.period

    own = find(priors.same, lambda prior: other_award(prior, claim, rules), earlier)
    others = find(priors.elsewhere, lambda _: True, earlier)
    certain, possible = own.certain + others.certain, own.possible + others.possible
    if certain:
        return Verdict(barred=True, detail={"awarded": latest(certain)})
    return Verdict(barred=False, detail={"awarded": latest(possible)}) if possible else None
