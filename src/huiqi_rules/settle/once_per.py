"""Once in a period: a second award of the same clause in one year, or ever, is refused as a duplicate.

Within one call two claims of one payee count as the same, also for two subjects: the earlier in order of listing stands.
"""

from __future__ import annotations

from huiqi_rules.model.claims import Claim, ClauseRules
from huiqi_rules.model.limits import Period
from huiqi_rules.settle.priors import Priors, Verdict, find, latest, other_award


def once_per(claim: Claim, rules: ClauseRules, priors: Priors) -> Verdict | None:
    """Bar a claim whose period already has its award."""
    if rules.once_per is None:
        return None
    ever = rules.once_per is Period.EVER

    def same_period(year: int | None) -> bool | None:
        return True if ever else None if year is None else year == claim.period

    found = find((*priors.same, *priors.same_payee), lambda prior: other_award(prior, claim, rules), same_period)
    if found.certain:
        free = None if ever else claim.period + 1
        return Verdict(barred=True, detail={"awarded": latest(found.certain)}, free_from=free)
    return Verdict(barred=False, detail={"awarded": latest(found.possible)}) if found.possible else None
