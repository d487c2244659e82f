"""Companies in undertakings: who is there, who moved in and out, and where a company of the zone is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import SEE_FACTS
from huiqi.register.domain.undertakings import Flow, Group, Outcome
from huiqi.register.models import Residency
from huiqi.register.queries.reach import CannotSee, within_reach
from huiqi.register.queries.undertakings import present_on


def residencies(actor: Actor) -> QuerySet[Residency]:
    """Return stays of companies that the actor may see."""
    seen = Residency.objects.filter(company__in=within_reach(actor, *SEE_FACTS))
    return seen.select_related("company", "undertaking")


def residents(actor: Actor, *, undertaking: UUID) -> QuerySet[Residency]:
    """Return who is and was in one undertaking, who came last first."""
    return residencies(actor).filter(undertaking=undertaking).order_by("-entered_on", "company__name_key", "id")


def residencies_of(actor: Actor, *, company: UUID) -> QuerySet[Residency]:
    """Return where one company is and was, where it came last first."""
    return residencies(actor).filter(company=company).order_by("-entered_on", "id")


def residency(actor: Actor, *, id: UUID) -> Residency:
    """Return one stay; raises CannotSee."""
    found = residencies(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="residency", id=id)
    return found


def flow(actor: Actor, *, since: date, until: date, group: str = "", undertaking: UUID | None = None) -> Flow:
    """Count who moved in and out from a day to before another, and who was there on the last day; one query."""
    rows = residencies(actor)
    if group:
        rows = rows.filter(undertaking__group=group)
    if undertaking is not None:
        rows = rows.filter(undertaking=undertaking)
    out = Q(left_on__gte=since, left_on__lt=until)
    counted = rows.order_by().aggregate(
        entered=Count("company", distinct=True, filter=Q(entered_on__gte=since, entered_on__lt=until)),
        graduated=Count("company", distinct=True, filter=out & Q(outcome=Outcome.GRADUATED.value)),
        left=Count("company", distinct=True, filter=out & Q(outcome=Outcome.LEFT.value)),
        present=Count("company", distinct=True, filter=Q(entered_on__lt=until) & (Q(left_on=None) | Q(left_on__gte=until))),
    )  # fmt: skip
    return Flow(**counted)


def places(actor: Actor, *, company: UUID, day: date) -> tuple[str, ...]:
    """Return the cities of the enclaves in which a company is; it stays one of the zone's. Empty: it is in the zone."""
    rows = residencies(actor).filter(present_on(day), company=company, undertaking__group=Group.ENCLAVE.value)
    return tuple(rows.order_by("undertaking__city").values_list("undertaking__city", flat=True).distinct())
