"""Claims of one company of which one, once it is approved, leaves no place for the other."""

from __future__ import annotations

from dataclasses import dataclass

from huiqi.casework.models import Claim
from huiqi.casework.queries.claims.rounds import claims
from huiqi.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The other claim, the code of the limit, whether it leaves no place for this one (else this one for it), whether the actor may see it."""

    other: Claim
    limit: str
    is_by_other: bool
    is_visible: bool


def exclusions(actor: Actor, *, claim: Claim) -> list[Exclusion]:
    """Return what a claim to which the actor was let in excludes, and by what it is excluded."""
    found = list(claim.excludes.select_related("round").order_by("pk"))
    by = [claim.excluded_by] if claim.excluded_by else []
    seen = set(claims(actor).filter(pk__in=[one.pk for one in [*by, *found]]).values_list("pk", flat=True))
    return [
        *(Exclusion(one, claim.excluded_limit, is_by_other=True, is_visible=one.pk in seen) for one in by),
        *(Exclusion(one, one.excluded_limit, is_by_other=False, is_visible=one.pk in seen) for one in found),
    ]
