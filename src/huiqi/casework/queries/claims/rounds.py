"""Rounds and claims: officers see those of the zones and parks of their roles, a company its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db.models import Aggregate, Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from huiqi.casework.domain.claims.credit import USUAL_LISTS
from huiqi.casework.domain.claims.exceptions import Exceptional
from huiqi.casework.domain.claims.rights import CONFIRM, SEE_CLAIMS
from huiqi.casework.domain.claims.states import PROMISED, RAISABLE, State
from huiqi.casework.domain.snapshot_files import Cell
from huiqi.casework.models import Claim, ClaimStep, Round
from huiqi.casework.queries import runs
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register import queries as register
from huiqi.register.domain.rights import SEE_SENSITIVE
from huiqi.rulebook import queries as rulebook

_DECIDED = sorted(state.value for state in PROMISED)


class CannotSeeClaim(NotVisible):
    """There is no such round or claim for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这项兑现。", "there is no such claim that you may see.")
    }


def rounds(actor: Actor) -> QuerySet[Round]:
    """Return the rounds within reach with their counts: claims, those to review, those to approve, money promised and paid."""
    seen = register.within_reach(actor, *SEE_CLAIMS)
    return (
        Round.objects.filter(scope__in=seen)
        .select_related("scope", "run")
        .annotate(
            claim_count=Coalesce(of_claims(Count("pk")), 0),
            to_review=Coalesce(of_claims(Count("pk"), state=State.PROPOSED.value), 0),
            to_approve=Coalesce(of_claims(Count("pk"), state=State.REVIEWED.value), 0),
            promised=of_claims(Sum("amount"), state__in=_DECIDED),
            paid=of_claims(Sum("amount"), state=State.PAID.value),
        )
    )


def of_claims(measure: Aggregate, **narrowed: object) -> Subquery:
    """Return a measure of the claims of each round, as an expression; joined to them, the rounds would be sorted claim by claim."""
    found = Claim.objects.filter(round=OuterRef("pk"), **narrowed).order_by().values("round")
    return Subquery(found.annotate(measured=measure).values("measured"))


def round_of(actor: Actor, *, id: UUID) -> Round:
    """Return one round with its counts; raises CannotSeeClaim."""
    found = rounds(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeClaim("not_found")
    return found


def claims(actor: Actor) -> QuerySet[Claim]:
    """Return the claims of the rounds within reach, with rounds and companies.

    Not with their runs: what those know of the past would be read again for each claim.
    """
    seen = register.within_reach(actor, *SEE_CLAIMS)
    return Claim.objects.filter(round__scope__in=seen).select_related("round", "company")


def claim_of(actor: Actor, *, id: UUID) -> Claim:
    """Return one claim; raises CannotSeeClaim."""
    found = claims(actor).filter(pk=id).select_related("round__run", "company").first()
    if found is None:
        raise CannotSeeClaim("not_found")
    return found


def own_claims(actor: Actor) -> QuerySet[Claim]:
    """Return the claims of the actor's own companies, from when they were told of them."""
    own = register.within_reach(actor, *CONFIRM)
    hidden = ("proposed", "returned", "reviewed", "approved", "refused")
    # What is held before its company was told is not told yet; what it confirmed, it goes on seeing.
    told = Claim.objects.filter(company__in=own).exclude(state__in=hidden).exclude(state="held", confirmed_at=None)
    return told.select_related("round", "company")


def own_claim(actor: Actor, *, id: UUID) -> Claim:
    """Return one claim of the actor's own companies; raises CannotSeeClaim."""
    found = own_claims(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeClaim("not_found")
    return found


def claim_facts(actor: Actor, *, claim: Claim) -> list[tuple[str, str, str, Cell]]:
    """Return the facts of a claim as they stood: both names, the period, the cell; sensitive ones for those who may see them."""
    if not claim.facts:
        return []
    known = rulebook.facts_of(runs.book_for(claim.round.run))
    may_see = register.reaches(actor, claim.company, *SEE_SENSITIVE)
    found, shown = [], set()
    for key, cell in sorted(claim.facts.items()):
        name, _, period = key.partition("|")
        entry = known.get(name)
        if entry is not None and entry.is_sensitive and not may_see:
            continue
        shown.add(name)
        zh, en = (entry.zh, entry.en) if entry else (name, name)
        found.append((zh, en, period, cell))
    register.note_look(actor, organisations=[claim.company], names=shown, marked=set())
    return found


def claims_of_round(actor: Actor, *, made: Round) -> QuerySet[Claim]:
    """Return the claims of a round to which the actor was let in; that one sees what the credit lists say is noted at its place."""
    register.note_look(actor, organisations=[made.scope], names=USUAL_LISTS)
    return claims(actor).filter(round=made)


def freed(found: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return those that a limit cut, that have room under it again, and whose amount can be worked out anew."""
    states = sorted(state.value for state in RAISABLE)
    return found.filter(exceptions__contains=[Exceptional.FREED.value], state__in=states, confirmed_at=None)


def steps(claim: Claim) -> QuerySet[ClaimStep]:
    """Return what was done with a claim that the actor was let in to, in order."""
    return claim.steps.order_by("pk")


def sums(found: QuerySet[Claim]) -> list[tuple[State, int, Decimal]]:
    """Return how many claims stand where, and their money in yuan, in the order of the way."""
    counted = found.order_by().values("state").annotate(count=Count("pk"), money=Sum("amount"))
    by_state = {row["state"]: (row["count"], row["money"] or Decimal(0)) for row in counted}
    return [(state, *by_state[state.value]) for state in State if state.value in by_state]


def opened_rounds(actor: Actor, *, run: UUID) -> Sequence[Round]:
    """Return the rounds that were made of a run."""
    return list(rounds(actor).filter(run=run))
