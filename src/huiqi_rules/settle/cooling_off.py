"""Cooling-off: an award of year Y bars Y to Y + years - 1; from Y + years on the claimant is free again."""

from __future__ import annotations

from huiqi_rules.model.claims import Claim, ClauseRules
from huiqi_rules.settle.priors import Priors, Verdict, find, latest, other_award


def cooling_off(claim: Claim, rules: ClauseRules, priors: Priors) -> Verdict | None:
    """Bar a claim while the years after an earlier award run; an award without a year leaves that open."""
    years = rules.cooling_off_years
    if years is None:
        return None

    def runs(year: int | None) -> bool | None:
        return None if year is None else year <= claim.period < year + years

    found = find(priors.same, lambda prior: other_award(prior, claim, rules), runs)
    awarded = latest(found.certain)
    if awarded is not None:
        # A possible later award would move the end of the bar: then the year is not known yet.
        moves = any(year is None or year > awarded for year in found.possible)
        return Verdict(
            barred=True, detail={"awarded": awarded, "years": years}, free_from=None if moves else awarded + years
        )
    return Verdict(barred=False, detail={"awarded": latest(found.possible), "years": years}) if found.possible else None
