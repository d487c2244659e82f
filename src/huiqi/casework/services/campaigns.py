"""Campaigns: drafted, sent out, reminded of, closed by those who ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.domain.campaigns import OWING, Question, Stage
from huiqi.casework.models import AskedCompany, Campaign
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.kernel.planner import count_after
from huiqi.messages.services import Said, tell_each
from huiqi.register import queries as register
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.values import is_period
from huiqi.rulebook import queries as rulebook


class CannotAsk(Cannot):
    """The campaign cannot be like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里发起调查。", "{actor} may not ask companies here."),
        "no_title": ("请写明调查名称。", "give the survey a title."),
        "no_questions": ("请至少选一个指标。", "choose one fact at least."),
        "unknown_fact": ("指标字典里没有{name}。", "the dictionary knows no {name}."),
        "needs_year": ("{name}是年度指标，请写年份。", "{name} is a yearly fact: give its year."),
        "bad_period": ("{period}不是期间。", "{period} is no period."),
        "asked_twice": ("{name}选了两次。", "{name} is asked twice."),
        "due_in_past": ("截止日{day}已经过去。", "the day {day} is past."),
        "nobody": ("还没有选企业。", "no company is chosen yet."),
        "not_draft": ("已经发出，不能再改。", "it was sent out and cannot be changed."),
        "not_open": ("调查没有在填报。", "the survey is not open."),
        "closed": ("调查已经结束。", "the survey is closed."),
        "not_within": ("{name}不在{place}内。", "{name} is not in {place}."),
        "changed_meanwhile": (
            "有人刚刚改过这项调查，您的更改没有保存。请重新打开后再改。",
            "somebody has just changed this survey; your change was not kept. Open it again.",
        ),
    }


@dataclass(frozen=True, slots=True)
class CampaignSaid:
    """What is asked, and by when (`due_on` included)."""

    title: str
    due_on: date
    questions: tuple[Question, ...]
    purpose: str = ""


@transaction.atomic
def draft_campaign(*, organisation: UUID, said: CampaignSaid, actor: Actor, now: datetime) -> Campaign:
    """Draft a campaign of a zone or park; raises CannotAsk."""
    place = register.within_reach(actor, *KEEP_REGISTER).filter(pk=organisation).first()
    if place is None:
        raise CannotAsk("not_allowed", actor=actor.name)
    drafted = Campaign(id=new_id(now), organisation_id=place.pk, added_at=now, added_by_name=actor.name)
    write(drafted, said, zone=place.within[0], now=now)
    drafted.save(force_insert=True)
    note("drafted", drafted, actor=actor, now=now, after=told(drafted))
    return drafted


@transaction.atomic
def change_campaign(*, id: UUID, said: CampaignSaid, seen_at: datetime, actor: Actor, now: datetime) -> Campaign:
    """Change a draft as it was seen at a moment; raises CannotAsk, CannotSeeCampaign."""
    changed = locked(id, actor=actor)
    if changed.stage != Stage.DRAFT:
        raise CannotAsk("not_draft")
    if changed.changed_at != seen_at:
        raise CannotAsk("changed_meanwhile")
    before = told(changed)
    write(changed, said, zone=changed.organisation.within[0], now=now)
    changed.save()
    note("changed", changed, actor=actor, now=now, before=before, after=told(changed))
    return changed


@transaction.atomic
def choose_companies(*, id: UUID, companies: Sequence[UUID], actor: Actor, now: datetime) -> int:
    """Ask further companies, all or none; return how many are new. Raises CannotAsk, CannotSeeCampaign."""
    chosen = locked(id, actor=actor)
    if chosen.stage == Stage.CLOSED:
        raise CannotAsk("closed")
    if not companies:
        raise CannotAsk("nobody")
    seen = register.organisations(actor, kind="company").in_bulk(list(companies))
    for key in companies:
        if key not in seen:
            raise register.CannotSee("not_found", what="company", id=key)
        if chosen.organisation_id not in seen[key].within:
            raise CannotAsk("not_within", name=seen[key].name, place=chosen.organisation.name)
    there = set(chosen.asked.filter(company__in=seen).values_list("company", flat=True))
    new = [key for key in dict.fromkeys(companies) if key not in there]
    AskedCompany.objects.bulk_create(
        [AskedCompany(id=new_id(now), campaign=chosen, company_id=key) for key in new], batch_size=1000
    )
    count_after(len(new))
    if new:
        note("companies_chosen", chosen, actor=actor, now=now, after={"companies": new})
        if chosen.stage == Stage.OPEN:
            tell_companies(chosen, chosen.asked.filter(company__in=new), key="asked", now=now)
    return len(new)


@transaction.atomic
def send_out(*, id: UUID, actor: Actor, now: datetime) -> Campaign:
    """Ask the chosen companies: they are told, and can answer from now on. Raises CannotAsk, CannotSeeCampaign."""
    opened = locked(id, actor=actor)
    if opened.stage != Stage.DRAFT:
        raise CannotAsk("not_draft")
    if opened.due_on < day_in_china(now):
        raise CannotAsk("due_in_past", day=opened.due_on)
    if not opened.asked.exists():
        raise CannotAsk("nobody")
    opened.stage, opened.opened_at, opened.changed_at = Stage.OPEN.value, now, now
    opened.save(update_fields=("stage", "opened_at", "changed_at"))
    tell_companies(opened, opened.asked.all(), key="asked", now=now)
    note("opened", opened, actor=actor, now=now, after=told(opened))
    return opened


@transaction.atomic
def remind(*, id: UUID, actor: Actor, now: datetime) -> int:
    """Tell those again who still owe an answer, once a day; return how many companies. Raises CannotAsk, CannotSeeCampaign."""
    found = locked(id, actor=actor)
    if found.stage != Stage.OPEN:
        raise CannotAsk("not_open")
    owing = found.asked.filter(progress__in=[progress.value for progress in OWING])
    count = tell_companies(found, owing, key=f"reminded {day_in_china(now)}", now=now)
    note("reminded", found, actor=actor, now=now, after={"companies": count})
    return count


@transaction.atomic
def close_campaign(*, id: UUID, actor: Actor, now: datetime) -> Campaign:
    """Take no more answers; those that were sent can still be looked at. Raises CannotAsk, CannotSeeCampaign."""
    closed = locked(id, actor=actor)
    if closed.stage != Stage.OPEN:
        raise CannotAsk("not_open")
    closed.stage, closed.closed_at, closed.changed_at = Stage.CLOSED.value, now, now
    closed.save(update_fields=("stage", "closed_at", "changed_at"))
    note("closed", closed, actor=actor, now=now, before={"stage": Stage.OPEN.value})
    return closed


def locked(id: UUID, *, actor: Actor) -> Campaign:
    """Return a campaign that the actor may change, locked; raises CannotAsk, CannotSeeCampaign."""
    seen = queries.campaign(actor, id=id)
    if not register.within_reach(actor, *KEEP_REGISTER).filter(pk=seen.organisation_id).exists():
        raise CannotAsk("not_allowed", actor=actor.name)
    return Campaign.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=id)


def write(row: Campaign, said: CampaignSaid, *, zone: UUID, now: datetime) -> None:
    """Set what is asked; raises CannotAsk for what the zone's dictionary does not know."""
    if not said.title.strip():
        raise CannotAsk("no_title")
    if not said.questions:
        raise CannotAsk("no_questions")
    if said.due_on < day_in_china(now):
        raise CannotAsk("due_in_past", day=said.due_on)
    entries = rulebook.dictionary(zone=zone, now=now)
    for place, question in enumerate(said.questions):
        entry = entries.get(question.name)
        if entry is None:
            raise CannotAsk("unknown_fact", name=question.name)
        if not is_period(question.period):
            raise CannotAsk("bad_period", period=question.period)
        if entry.is_annual and not question.period:
            raise CannotAsk("needs_year", name=entry.zh)
        if question in said.questions[:place]:
            raise CannotAsk("asked_twice", name=entry.zh)
    row.title, row.purpose = said.title.strip(), said.purpose.strip()
    row.asks = [[question.name, question.period] for question in said.questions]
    row.due_on = said.due_on
    row.changed_at = now


def tell_companies(campaign: Campaign, asked: Iterable[AskedCompany], *, key: str, now: datetime) -> int:
    """Tell who acts for the companies; return how many companies are told of, whether or not anybody acts for them."""
    rows = {one.company_id: one for one in asked}
    acting = register.people_acting_for(list(rows), at=now)
    day = campaign.due_on.isoformat()
    sayings = [
        (
            acting[company],
            Said(
                kind="campaign.asked",
                key=f"campaign {one.pk} {key}",
                title=(f"请填报：{campaign.title}", f"Please answer: {campaign.title}"),
                body=(f"请在{day}前（含当日）填报。", f"Please answer by {day} (included)."),
                link=reverse("casework:survey", args=[one.pk]),
            ),
        )
        for company, one in rows.items()
    ]
    tell_each(sayings, now=now)
    return len(rows)


def note(done: str, row: Campaign, *, actor: Actor, now: datetime, **told: Mapping[str, object]) -> None:
    """Write the audit row."""
    audit.record(
        f"casework.campaign.{done}",
        actor=actor, subject_kind="campaign", subject=row.pk, organisation=row.organisation_id, now=now, **told,
    )  # fmt: skip


def told(row: Campaign) -> dict[str, object]:
    """Return a campaign as the audit trail shows it."""
    return {"title": row.title, "purpose": row.purpose, "asks": row.asks, "due_on": row.due_on, "stage": row.stage}
