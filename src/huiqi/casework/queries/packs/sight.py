"""For whom a pack is made, and what that one may see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from huiqi.casework.domain.claims.rights import SEE_OBJECTIONS
from huiqi.casework.models import Claim, Round
from huiqi.casework.queries.claims.rounds import CannotSeeClaim, claims, own_claims, round_of
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register
from huiqi.register.domain.rights import SEE_BANK_ACCOUNTS, SEE_SENSITIVE


@dataclass(frozen=True)
class Sight:
    """A round and those of its claims that are asked for, seen by an actor; `is_own`: the company asks for its own claim."""

    actor: Actor
    round: Round
    claims: Sequence[Claim]
    is_whole: bool
    is_own: bool

    def sees_sensitive(self, claim: Claim) -> bool:
        """Return whether sensitive facts of a claim's company may be shown."""
        return register.reaches(self.actor, claim.company, *SEE_SENSITIVE)

    def sees_account(self, claim: Claim) -> bool:
        """Return whether the number of the company's account may be shown whole."""
        return register.reaches(self.actor, claim.company, *SEE_BANK_ACCOUNTS)

    @cached_property
    def sees_objectors(self) -> bool:
        """Return whether it may be shown who objected, and with which evidence; never to the company."""
        return not self.is_own and register.reaches(self.actor, self.round.scope, *SEE_OBJECTIONS)


def sight_of_claim(actor: Actor, *, id: UUID) -> Sight:
    """Return one claim as an officer or the company itself sees it; raises CannotSeeClaim."""
    officers = (
        claims(actor)
        .select_related("round__run__snapshot", "round__run__past", "round__scope", "round__zone", "account")
        .filter(pk=id)
        .first()
    )
    found = (
        officers
        or own_claims(actor)
        .select_related("round__run__snapshot", "round__run__past", "round__scope", "round__zone", "account")
        .filter(pk=id)
        .first()
    )
    if found is None:
        raise CannotSeeClaim("not_found")
    return Sight(actor, found.round, [found], is_whole=False, is_own=officers is None)


def sight_of_round(actor: Actor, *, id: UUID) -> Sight:
    """Return all claims of a round; raises CannotSeeClaim."""
    found = round_of(actor, id=id)
    rows = found.claims.select_related("company", "account").order_by("place", "pk")
    return Sight(actor, found, list(rows), is_whole=True, is_own=False)
