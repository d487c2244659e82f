"""Companies in undertakings: who is there, who moved in and out, and where a company of the zone is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import OWN, SEE_FACTS, WATCH_WORK
from huiqi.register.domain.undertakings import Flow, Group, Outcome
from huiqi.register.models import Residency, Undertaking
from huiqi.register.queries.reach import CannotSee, within_reach
from huiqi.register.queries.undertakings import present_on

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class There(TypedDict):
        """The companies that are in it."""

        there: list[Residency]

    RunByIt = WithAnnotations[Undertaking, There]


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


def operated(actor: Actor, *, operator: UUID, day: date) -> QuerySet[RunByIt]:
    """Return what an organisation runs, with `there`, the companies in it on the day: all of it for its own people.

    Others see of it what lies in the zones and parks whose work they follow, and of its companies those that they may see.
    """
    own = within_reach(actor, *OWN)
    seen = Q(company__in=within_reach(actor, *SEE_FACTS)) | Q(undertaking__operator__in=own)
    there = Residency.objects.filter(seen, present_on(day)).select_related("company")
    rows = Undertaking.objects.filter(
        Q(operator__in=own) | Q(organisation__in=within_reach(actor, *WATCH_WORK)), operator=operator
    )
    there = there.order_by("company__name_key", "id")
    return rows.order_by("name_key", "id").prefetch_related(Prefetch("residencies", queryset=there, to_attr="there"))


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
