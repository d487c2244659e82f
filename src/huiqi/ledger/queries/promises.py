"""What waits, what is asked back, who is kept out, which vouchers there are, and when what is owed will be paid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import CharField, DecimalField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from huiqi.kernel.actor import Actor
from huiqi.ledger.domain.rights import MAKE, SEE_LINES
from huiqi.ledger.models import ArrearsPlan, Ban, Hold, Obligation, Recovery, Voucher
from huiqi.ledger.queries.outside import outside
from huiqi.ledger.queries.reach import CannotSee, within_reach

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Named(TypedDict):
        """What lists show besides."""

        party_name: str

    class NamedVoucher(Named):
        """What a list of vouchers shows besides."""

        left: Decimal

    NamedHold = WithAnnotations[Hold, Named]
    NamedRecovery = WithAnnotations[Recovery, Named]
    NamedBan = WithAnnotations[Ban, Named]
    SeenVoucher = WithAnnotations[Voucher, NamedVoucher]


def holds(actor: Actor) -> QuerySet[NamedHold]:
    """Return held entries for want of room or money on lines that the actor may see, the oldest first."""
    rows = Hold.objects.filter(line__in=within_reach(actor, *SEE_LINES))
    named = rows.annotate(party_name=outside().party_name(actor, field="party"))
    return named.select_related("line", "entry").order_by("held_at", "id")


def vouchers(actor: Actor) -> QuerySet[SeenVoucher]:
    """Return vouchers of lines that the actor may see, with what is `left` of each, in yuan."""
    cause = Concat(Value("voucher/"), Cast(OuterRef("pk"), CharField()))
    kept = Obligation.objects.filter(line=OuterRef("line"), cause=cause).order_by().values("committed")
    money: DecimalField[Decimal, Decimal] = DecimalField(max_digits=18, decimal_places=2)
    left = Coalesce(Subquery(kept, output_field=money), Value(Decimal(0)), output_field=money)
    rows = Voucher.objects.filter(line__in=within_reach(actor, *SEE_LINES))
    named = rows.annotate(left=left, party_name=outside().party_name(actor, field="holder"))
    return named.select_related("line").order_by("-issued_at", "-id")


def recoveries(actor: Actor) -> QuerySet[NamedRecovery]:
    """Return what is asked back on lines that the actor may see, the last first."""
    rows = Recovery.objects.filter(line__in=within_reach(actor, *SEE_LINES))
    named = rows.annotate(party_name=outside().party_name(actor, field="party"))
    return named.select_related("line").order_by("-asked_at", "-id")


def recovery(actor: Actor, *, id: UUID) -> NamedRecovery:
    """Return money asked back on a line whose changes the actor proposes; raises CannotSee."""
    found = recoveries(actor).filter(pk=id, line__in=within_reach(actor, *MAKE)).first()
    if found is None:
        raise CannotSee("not_found", what="recovery", id=id)
    return found


def ban(actor: Actor, *, id: UUID) -> NamedBan:
    """Return a ban that the actor may see; raises CannotSee."""
    found = bans(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="ban", id=id)
    return found


def bans(actor: Actor) -> QuerySet[NamedBan]:
    """Return the bans of the zones that the actor keeps or looks after, the last first."""
    reached = actor.organisations(*SEE_LINES)
    rows = Ban.objects.all() if actor.is_system else Ban.objects.filter(zone__in=sorted(reached))
    return rows.annotate(party_name=outside().party_name(actor, field="party")).order_by("-first_day", "-id")


def banned(*, zone: UUID, day: date, parties: Collection[UUID] | None = None) -> dict[UUID, date]:
    """Return who gets nothing on a day, of some parties or of all, each with the last day of its ban: for those who decide awards."""
    rows = Ban.objects.filter(zone=zone, first_day__lte=day, last_day__gte=day, lifted_at=None)
    if parties is not None:
        rows = rows.filter(party__in=parties)
    return dict(rows.order_by("last_day").values_list("party", "last_day"))


def plans(actor: Actor) -> QuerySet[ArrearsPlan]:
    """Return the last plan of each line that the actor may see."""
    seen = ArrearsPlan.objects.filter(line__in=within_reach(actor, *SEE_LINES))
    last = seen.order_by("line_id", "-made_at", "-id").distinct("line_id").values("pk")
    return seen.filter(pk__in=last).select_related("line").prefetch_related("years").order_by("line__title_zh", "pk")


@dataclass(frozen=True, slots=True)
class Owed:
    """What a line owes, in yuan; what its last plan pays in which year; how much of what is owed no plan pays."""

    line: UUID
    title: tuple[str, str]
    owed: Decimal
    years: dict[int, Decimal]
    unplanned: Decimal


def arrears(actor: Actor) -> Sequence[Owed]:
    """Return the lines that owe something with their last plans, the largest first.

    What was owed since a plan was made is unplanned; what was paid since comes off its first years.
    """
    payable = within_reach(actor, *SEE_LINES).exclude(kind="ceiling").filter(
        accounts__state="payable", accounts__balance__gt=0
    ).annotate(owed=F("accounts__balance"))  # fmt: skip
    known = {plan.line_id: {one.year: one.amount for one in plan.years.all()} for plan in plans(actor)}
    found = [still(row.pk, row.title, row.owed, known.get(row.pk, {})) for row in payable.order_by("-owed", "pk")]
    return tuple(found)


def still(line: UUID, title: tuple[str, str], owed: Decimal, planned: dict[int, Decimal]) -> Owed:
    """Return what is still to be paid of a plan: payments since have met its first years first."""
    paid = max(sum(planned.values(), Decimal(0)) - owed, Decimal(0))
    years = {}
    for year in sorted(planned):
        met = min(paid, planned[year])
        paid -= met
        if planned[year] > met:
            years[year] = planned[year] - met
    return Owed(line, title, owed, years, owed - sum(years.values(), Decimal(0)))
