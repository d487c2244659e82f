"""Who has to do with a company decides nothing about its money, pays nothing to it and checks nothing of it."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi.casework.models import Claim
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.stepping import named
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register


def related(claims: Iterable[Claim], *, actor: Actor) -> list[Claim]:
    """Return the claims of companies at which the actor has or ever had a role."""
    own = register.organisations_related(actor.person)
    return [claim for claim in claims if claim.company_id in own]


def refuse_related(claims: Iterable[Claim], *, actor: Actor) -> None:
    """Refuse where one of the claims is of a company with which the actor has to do; raises CannotClaim with all such."""
    own = related(claims, actor=actor)
    if own:
        raise CannotClaim("own_company", names=named(own))
