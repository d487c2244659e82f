"""At most so many times: the interim and the final payment of one period are one time."""

from __future__ import annotations

from huiqi_rules.model.claims import Claim, ClauseRules
from huiqi_rules.settle.priors import Priors, Verdict, other_award


def most_times(claim: Claim, rules: ClauseRules, priors: Priors) -> Verdict | None:
    """Bar a claim once its clause was awarded as often as it may be."""
    most = rules.most_times
    if most is None:
        return None
    least_count = most_count = 0
    staged: dict[int, bool] = {}
    for prior in priors.same:
        counts = other_award(prior, claim, rules)
        if counts is False:
            continue
        sure = prior.certain if counts else 0
        if rules.interim_share is not None and prior.stage and prior.year is not None:
            staged[prior.year] = staged.get(prior.year, False) or sure > 0
        else:
            least_count += sure
            most_count += prior.certain + prior.possible
    least_count += sum(staged.values())
    most_count += len(staged)
    detail = {"times": least_count, "most": most}
    if least_count >= most:
        return Verdict(barred=True, detail=detail)
    return Verdict(barred=False, detail=detail) if most_count >= most else None
