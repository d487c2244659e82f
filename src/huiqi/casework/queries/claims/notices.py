"""Public notices and objections: what everybody sees while a notice stands, and what officers see of objections."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Concat

from huiqi.casework.domain.claims.rights import SEE_OBJECTIONS
from huiqi.casework.domain.claims.states import Act, State
from huiqi.casework.models import Claim, ClaimStep, Clock, Notice, Objection, Round
from huiqi.casework.queries.claims.rounds import CannotSeeClaim
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register

_SHOWN = (State.NOTICED.value, State.OBJECTED.value)


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A notice as everybody may see it: until which day, whether that is sure, and whether it stands still.

    `total` is what all its companies get together, in yuan; of a notice in a list neither that nor their number was asked.
    """

    row: Notice
    last_day: date
    is_provisional: bool
    is_open: bool
    count: int = 0
    total: Decimal = Decimal(0)


def public_notices(*, now: datetime) -> list[PublicNotice]:
    """Return the notices that stand now, the latest first, without their companies."""
    clocks = notice_clocks()
    day = day_in_china(now)
    rows = Notice.objects.select_related("round__zone", "round__scope").order_by("-posted_at", "-id")
    ids = [UUID(cause.partition("/")[2]) for cause, clock in clocks.items() if clock.due_on and clock.due_on >= day]
    return [shown(row, clocks[f"notice/{row.pk}"], now=now) for row in rows.filter(pk__in=ids)]


def public_notice(id: UUID, *, now: datetime) -> PublicNotice:
    """Return one notice with what its companies get together; after it is over it is no longer public. Raises CannotSeeClaim."""
    found = standing_notice(id, now=now)
    if found is None:
        raise CannotSeeClaim("not_found")
    return found


def standing_notice(id: UUID, *, now: datetime) -> PublicNotice | None:
    """Return one notice with what its companies get together while it stands; None where there is none, or none any more."""
    row = Notice.objects.select_related("round__zone", "round__scope").filter(pk=id).first()
    clock = Clock.objects.filter(cause=f"notice/{id}").order_by("-id").first()
    if row is None or clock is None or clock.due_on is None or clock.due_on < day_in_china(now):
        return None
    found = shown(row, clock, now=now)
    sums = claims_on(found).aggregate(count=Count("pk"), total=Sum("amount"))
    return replace(found, count=sums["count"], total=sums["total"] or Decimal(0))


def shown(row: Notice, clock: Clock, *, now: datetime) -> PublicNotice:
    """Return a notice as everybody may see it, its companies not counted."""
    assert clock.due_on is not None, "a notice's clock does not stand still"
    return PublicNotice(row, clock.due_on, clock.provisional, clock.due_on >= day_in_china(now))


def claims_on(notice: PublicNotice) -> QuerySet[Claim]:
    """Return the claims of a notice that everybody may see, with no more of them than name, credit code and amount."""
    found = Claim.objects.filter(notice=notice.row, state__in=_SHOWN)
    return found.only("id", "name", "credit_code", "amount", "place")


def posted_before(notice: PublicNotice) -> int:
    """Return how many of the claims of a notice stood on an earlier one with another amount."""
    earlier = ClaimStep.objects.filter(claim=OuterRef("pk"), act=Act.POST.value, at__lt=notice.row.posted_at)
    return claims_on(notice).filter(Exists(earlier)).count()


def taken_off(notice: PublicNotice) -> list[str]:
    """Return the names of the companies that were taken off a notice because their amounts are worked out anew."""
    row, steps = notice.row, ClaimStep.objects.filter(claim=OuterRef("pk"))
    here = steps.filter(act=Act.POST.value, at=row.posted_at)
    anew = steps.filter(act=Act.WORK_OUT.value, at__gte=row.posted_at)
    found = Claim.objects.filter(Exists(here), Exists(anew), round=row.round_id).order_by("place", "pk")
    return list(found.values_list("name", flat=True))


def claim_on(notice: PublicNotice, company: str) -> Claim | None:
    """Return the claim of a notice whose company is called so, or has that credit code; none where it is not on it."""
    said = company.strip()
    return claims_on(notice).filter(Q(name=said) | Q(credit_code=said.upper())).first() if said else None


def notice_clocks() -> dict[str, Clock]:
    """Return the clocks of all notices that stand, by cause."""
    return {clock.cause: clock for clock in Clock.objects.filter(cause__startswith="notice/", stopped_at=None)}


def notices_over(made: Round, *, now: datetime) -> frozenset[UUID]:
    """Return the notices of a round whose last day is over."""
    causes = {f"notice/{pk}": pk for pk in made.notices.values_list("pk", flat=True)}
    over = Clock.objects.filter(cause__in=causes, due_on__lt=day_in_china(now))
    return frozenset(causes[cause] for cause in over.values_list("cause", flat=True))


def passed_notices(*, now: datetime) -> list[str]:
    """Return the causes of the clocks that still run of notices whose last day is over."""
    day = day_in_china(now)
    return [cause for cause, clock in notice_clocks().items() if clock.due_on and clock.due_on < day]


def passed_rounds(*, now: datetime) -> list[Round]:
    """Return the rounds of which claims are still on notice; `notices_over` says which may go on."""
    ids = Claim.objects.filter(state=State.NOTICED.value).values("round").distinct()
    return list(Round.objects.filter(pk__in=ids).order_by("made_at", "pk"))


def notices_of(made: Round) -> list[tuple[Notice, Clock | None]]:
    """Return the notices of a round that the actor was let in to, each with its clock."""
    rows = list(made.notices.all())
    clocks = {clock.cause: clock for clock in Clock.objects.filter(cause__in=[f"notice/{row.pk}" for row in rows])}
    return [(row, clocks.get(f"notice/{row.pk}")) for row in rows]


def objections(actor: Actor) -> QuerySet[Objection]:
    """Return the objections of the rounds within reach, with claims and rounds."""
    seen = register.within_reach(actor, *SEE_OBJECTIONS)
    found = Objection.objects.filter(notice__round__scope__in=seen)
    return found.select_related("claim__round", "notice__round", "evidence")


def objections_with_due(actor: Actor) -> QuerySet[Any]:
    """Return the objections of the rounds within reach with `due`: the day by which an open one is judged; none while its clock stands still."""
    cause = Concat(Value("objection/"), Cast(OuterRef("pk"), TextField()), output_field=TextField())
    due = Clock.objects.filter(cause=cause, stopped_at=None).values("due_on")[:1]
    return objections(actor).annotate(due=Subquery(due, output_field=DateField()))


def objection_of(actor: Actor, *, id: UUID) -> Objection:
    """Return one objection; raises CannotSeeClaim."""
    found = objections(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeClaim("not_found")
    return found


def objection_by_receipt(receipt: str) -> Objection:
    """Return an objection to whoever holds its receipt; raises CannotSeeClaim."""
    found = Objection.objects.filter(receipt=receipt).select_related("claim", "notice__round").first()
    if found is None:
        raise CannotSeeClaim("not_found")
    return found
