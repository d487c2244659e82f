"""Campaigns as those see them who ask, and as companies see what they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar, TypedDict
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from huiqi.casework.domain.campaigns import OWING, Counted, Progress, Stage
from huiqi.casework.models import AskedCompany, Campaign
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register import queries as register
from huiqi.register.domain.rights import COMPANY, WATCH_WORK

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Numbers(TypedDict):
        """Companies of a campaign by how far they are."""

        n_asked: int
        n_answered: int
        n_taken: int
        n_overdue: int

    CountedCampaign = WithAnnotations[Campaign, Numbers]

_OWING = Q(asked__progress__in=[progress.value for progress in OWING])


class CannotSeeCampaign(NotVisible):
    """There is no such campaign, or the company is not asked in it, for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这项调查。", "there is no such survey that you may see.")
    }


def campaigns(actor: Actor, *, day: date) -> QuerySet[CountedCampaign]:
    """Return the campaigns of the zones and parks whose work the actor may follow, with their numbers as of a day."""
    seen = register.within_reach(actor, *WATCH_WORK)
    rows = Campaign.objects.filter(organisation__in=seen).select_related("organisation")
    answered = [Progress.SENT.value, Progress.TAKEN.value]
    return rows.annotate(
        n_asked=Count("asked"),
        n_answered=Count("asked", filter=Q(asked__progress__in=answered)),
        n_taken=Count("asked", filter=Q(asked__progress=Progress.TAKEN.value)),
        n_overdue=Count("asked", filter=_OWING & Q(stage=Stage.OPEN.value, due_on__lt=day)),
    )


def campaign(actor: Actor, *, id: UUID) -> Campaign:
    """Return one campaign; raises CannotSeeCampaign."""
    seen = register.within_reach(actor, *WATCH_WORK)
    found = Campaign.objects.filter(pk=id, organisation__in=seen).select_related("organisation").first()
    if found is None:
        raise CannotSeeCampaign("not_found")
    return found


def counted(actor: Actor, *, campaign: Campaign, day: date) -> Counted:
    """Count the companies of a campaign by how far they are; one query."""
    rows = asked_companies(actor, campaign=campaign.pk).order_by()
    numbers = dict(rows.values_list("progress").annotate(count=Count("pk")))
    late = campaign.stage == Stage.OPEN and campaign.due_on < day
    return Counted(
        asked=sum(numbers.values()),
        begun=numbers.get(Progress.BEGUN, 0),
        sent=numbers.get(Progress.SENT, 0),
        returned=numbers.get(Progress.RETURNED, 0),
        taken=numbers.get(Progress.TAKEN, 0),
        overdue=sum(numbers.get(progress, 0) for progress in OWING) if late else 0,
    )


def asked_companies(actor: Actor, *, campaign: UUID) -> QuerySet[AskedCompany]:
    """Return the companies of a campaign that the actor may see, for those who ask."""
    seen = register.within_reach(actor, *WATCH_WORK)
    rows = AskedCompany.objects.filter(campaign=campaign, campaign__organisation__in=seen, company__in=seen)
    return rows.select_related("company", "campaign")


def asked_company(actor: Actor, *, id: UUID) -> AskedCompany:
    """Return one company of a campaign, for those who ask; raises CannotSeeCampaign."""
    seen = register.within_reach(actor, *WATCH_WORK)
    rows = AskedCompany.objects.filter(pk=id, campaign__organisation__in=seen, company__in=seen)
    found = rows.select_related("company", "campaign__organisation").first()
    if found is None:
        raise CannotSeeCampaign("not_found")
    return found


def own_surveys(actor: Actor) -> QuerySet[AskedCompany]:
    """Return what the companies for which the actor acts are and were asked; drafts are not asked yet."""
    own = register.within_reach(actor, *COMPANY).filter(kind="company")
    rows = AskedCompany.objects.filter(company__in=own).exclude(campaign__stage=Stage.DRAFT.value)
    return rows.select_related("company", "campaign__organisation")


def own_survey(actor: Actor, *, id: UUID) -> AskedCompany:
    """Return one thing that a company is asked, for who acts for it; raises CannotSeeCampaign."""
    found = own_surveys(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeCampaign("not_found")
    return found


def surveys_of(actor: Actor, *, company: UUID) -> QuerySet[AskedCompany]:
    """Return what one company is and was asked: for those who ask, and for who acts for it; drafts are not asked yet."""
    watched, own = register.within_reach(actor, *WATCH_WORK), register.within_reach(actor, *COMPANY)
    seen = Q(company__in=watched, campaign__organisation__in=watched) | Q(company__in=own)
    rows = AskedCompany.objects.filter(seen, company=company).exclude(campaign__stage=Stage.DRAFT.value)
    return rows.select_related("campaign").order_by("-campaign__due_on", "id")


def owed(rows: QuerySet[AskedCompany]) -> QuerySet[AskedCompany]:
    """Narrow to what a company still has to answer."""
    return rows.filter(campaign__stage=Stage.OPEN.value, progress__in=[progress.value for progress in OWING])


def to_look_at(rows: QuerySet[CountedCampaign]) -> QuerySet[CountedCampaign]:
    """Narrow the rows of `campaigns` to those in which answers wait for a look."""
    return rows.filter(n_answered__gt=F("n_taken"))


def late(rows: QuerySet[CountedCampaign]) -> QuerySet[CountedCampaign]:
    """Narrow the rows of `campaigns` to those in which companies are late."""
    return rows.filter(n_overdue__gt=0)
