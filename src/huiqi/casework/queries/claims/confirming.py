"""What companies have to confirm, and by when: for their own pages, for reminders and for what lapses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Subquery

from huiqi.casework.domain.claims.states import State
from huiqi.casework.models import Application, Claim, Clock
from huiqi.casework.queries.claims.rounds import own_claim
from huiqi.casework.queries.clocks import due_of_each
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A claim as its company sees it: until when it confirms, by when it is paid, the account on file, what it applied with if it did."""

    claim: Claim
    confirm_by: Clock | None
    pay_by: Clock | None
    account: Any
    applied: Application | None


def own_claim_page(actor: Actor, *, id: UUID) -> OwnClaim:
    """Return one claim of the actor's companies with what its page shows; raises CannotSeeClaim."""
    claim = own_claim(actor, id=id)
    clocks = {clock.cause: clock for clock in Clock.objects.filter(cause__startswith=f"claim/{id}/", stopped_at=None)}
    account = register.bank_account(actor, organisation=claim.company_id)
    # A claim of an application goes on under its identifier.
    applied = Application.objects.filter(pk=id).first()
    return OwnClaim(claim, clocks.get(f"claim/{id}/confirm"), clocks.get(f"claim/{id}/pay"), account, applied)


def with_due(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return claims with `confirm_due` and `pay_due`: the days by which they are confirmed and paid, by their clocks that run."""
    return rows.annotate(confirm_due=due_by("confirm"), pay_due=due_by("pay"))


def due_by(what: str) -> Subquery:
    """Return the day by which something is due of a claim."""
    return due_of_each("claim", what)


def late_to_confirm(*, now: datetime) -> dict[UUID, dict[UUID, date]]:
    """Return the claims that were not confirmed in time, by round, with the last days on which they could be."""
    found: dict[UUID, dict[UUID, date]] = {}
    late = offered().filter(confirm_due__lt=day_in_china(now))
    for round_id, claim, day in late.order_by("round", "pk").values_list("round", "pk", "confirm_due"):
        found.setdefault(round_id, {})[claim] = day
    return found


def passed_day_to_confirm(claim: UUID, *, now: datetime) -> date | None:
    """Return the last day on which a claim could be confirmed, where it is over; it lapses as soon as the daily work comes to it."""
    late = offered().filter(pk=claim, confirm_due__lt=day_in_china(now))
    found: date | None = late.values_list("confirm_due", flat=True).first()
    return found


def soon_to_confirm(*, now: datetime, within_days: int) -> dict[UUID, date]:
    """Return the claims whose time to confirm ends within so many days, and of which nobody was reminded yet, with their last days."""
    last: date = day_in_china(now) + timedelta(days=within_days)
    soon = offered().filter(reminded_at=None, confirm_due__gte=day_in_china(now), confirm_due__lte=last)
    return dict(soon.order_by("pk").values_list("pk", "confirm_due"))


def offered() -> QuerySet[Any]:
    """Return all claims that wait for their companies, with the days by which they do."""
    return with_due(Claim.objects.filter(state=State.OFFERED.value))
