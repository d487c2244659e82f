"""For whom a pack is made, and what that one may see of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from huiqi.casework.domain.claims.rights import SEE_OBJECTIONS
from huiqi.casework.models import Claim, Round
from huiqi.casework.queries.claims.rounds import CannotSeeClaim, claims, own_claims, round_of
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register
from huiqi.register.domain.rights import SEE_BANK_ACCOUNTS, SEE_SENSITIVE


@dataclass(frozen=True)
class Sight:
    """A round and those of its claims that are asked for, seen by an actor; `is_own`: the company asks for its own claim.

    The claims are read part by part: a round may have many.
    """

    actor: Actor
    round: Round
    claims: QuerySet[Claim]
    is_whole: bool
    is_own: bool

    @cached_property
    def count(self) -> int:
        """Return how many claims there are."""
        return self.claims.count()

    @property
    def ids(self) -> QuerySet[Claim, Any]:
        """Return the identifiers of the claims, for the conditions of other queries."""
        return self.claims.order_by().values("pk")

    def parts(self, size: int) -> Iterator[list[Claim]]:
        """Yield the claims in their order, so many at a time, each part by one query."""
        rows = self.claims.select_related("company", "account").defer("facts").order_by("place", "pk")
        after = Q()
        while part := list(rows.filter(after)[:size]):
            yield part
            last = part[-1]
            after = Q(place__gt=last.place) | Q(place=last.place, pk__gt=last.pk)

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
    for rows, is_own in ((claims(actor), False), (own_claims(actor), True)):
        found = rows.filter(pk=id).select_related("round__run__snapshot", "round__scope", "round__zone").first()
        if found is not None:
            only = Claim.objects.filter(pk=found.pk)
            return Sight(actor, found.round, only, is_whole=False, is_own=is_own)
    raise CannotSeeClaim("not_found")


def sight_of_round(actor: Actor, *, id: UUID) -> Sight:
    """Return all claims of a round; raises CannotSeeClaim."""
    found = round_of(actor, id=id)
    return Sight(actor, found, Claim.objects.filter(round=found), is_whole=True, is_own=False)
