"""Answers to a campaign: saved and sent by the company, returned or taken by the officer; only what is taken becomes facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.campaigns import WRITABLE, Answer, Progress, Stage, facts_of, stored
from huiqi.casework.models import AskedCompany, Campaign
from huiqi.casework.services.campaigns import CannotAsk, locked
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import Cannot, Words
from huiqi.register import services as register


class CannotAnswer(Cannot):
    """The answers cannot be handled like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_open": ("调查已经结束，不再接收填报。", "the survey is closed and takes no more answers."),
        "sent_already": (
            "已经提交，等待审核；需要改请联系园区退回。",
            "it was sent already; ask for it back to change it.",
        ),
        "not_asked": ("没有问过{key}。", "{key} was not asked."),
        "incomplete": ("还有{count}题没有回答。", "{count} questions are not answered yet."),
        "changed_meanwhile": (
            "{name}刚刚改过，您的填写没有保存。请重新打开后再填。",
            "{name} has just changed it; yours was not kept. Open it again.",
        ),
        "not_sent": ("还没有提交，不能审核。", "it was not sent yet."),
        "no_reason": ("退回要写明原因。", "say why it is returned."),
        "nothing_to_take": ("没有待审核的填报。", "nothing waits to be looked at."),
    }


@transaction.atomic
def save_answers(*, id: UUID, answers: Mapping[str, Answer], version: int, actor: Actor, now: datetime) -> AskedCompany:
    """Keep what a company has answered so far; raises CannotAnswer, CannotSeeCampaign."""
    asked = own_locked(id, version=version, actor=actor)
    keep(asked, answers, actor=actor, now=now)
    asked.progress = asked.progress if asked.progress == Progress.RETURNED else Progress.BEGUN.value
    asked.save()
    note("saved", asked, actor=actor, now=now, after={"answers": asked.answers})
    return asked


@transaction.atomic
def send_answers(*, id: UUID, answers: Mapping[str, Answer], version: int, actor: Actor, now: datetime) -> AskedCompany:
    """Send the answers, of which none may be missing; raises CannotAnswer, CannotSeeCampaign."""
    asked = own_locked(id, version=version, actor=actor)
    keep(asked, answers, actor=actor, now=now)
    missing = [question for question in asked.campaign.questions if question.key not in asked.answers]
    if missing:
        raise CannotAnswer("incomplete", count=len(missing))
    asked.progress, asked.sent_at, asked.reason = Progress.SENT.value, now, ""
    asked.save()
    note("sent", asked, actor=actor, now=now, after={"answers": asked.answers})
    return asked


@transaction.atomic
def take_answers(*, id: UUID, version: int, actor: Actor, now: datetime) -> AskedCompany:
    """Make facts of the answers after a look at them; raises CannotAnswer, CannotAsk, CannotSeeCampaign, CannotKeep."""
    seen = queries.asked_company(actor, id=id)
    campaign = locked(seen.campaign_id, actor=actor)
    asked = AskedCompany.objects.select_for_update().get(pk=id)
    check_version(asked, version)
    if asked.progress != Progress.SENT:
        raise CannotAnswer("not_sent")
    take(asked, campaign, actor=actor, now=now)
    return asked


@transaction.atomic
def take_many(*, campaign: UUID, ids: Sequence[UUID], actor: Actor, now: datetime) -> int:
    """Make facts of the answers of several companies that were looked at together; return how many. Raises as above."""
    found = locked(campaign, actor=actor)
    seen = queries.asked_companies(actor, campaign=campaign).filter(pk__in=ids).values("pk")
    rows = list(AskedCompany.objects.select_for_update().filter(pk__in=seen, progress=Progress.SENT.value))
    if not rows:
        raise CannotAnswer("nothing_to_take")
    for asked in rows:
        take(asked, found, actor=actor, now=now)
    return len(rows)


@transaction.atomic
def return_answers(*, id: UUID, reason: str, version: int, actor: Actor, now: datetime) -> AskedCompany:
    """Give the answers back to be put right; raises CannotAnswer, CannotAsk, CannotSeeCampaign."""
    seen = queries.asked_company(actor, id=id)
    campaign = locked(seen.campaign_id, actor=actor)
    asked = AskedCompany.objects.select_for_update().get(pk=id)
    check_version(asked, version)
    if campaign.stage != Stage.OPEN:
        raise CannotAsk("not_open")
    if asked.progress != Progress.SENT:
        raise CannotAnswer("not_sent")
    if not reason.strip():
        raise CannotAnswer("no_reason")
    asked.progress, asked.reason = Progress.RETURNED.value, reason.strip()
    look(asked, actor=actor, now=now)
    note("returned", asked, actor=actor, now=now, after={"reason": asked.reason})
    return asked


def take(asked: AskedCompany, campaign: Campaign, *, actor: Actor, now: datetime) -> None:
    """Record the facts of one company's answers, and note the look."""
    assert campaign.opened_at is not None, "nobody answers a draft"
    found = facts_of(asked.answers, campaign.questions)
    said = [register.Said(question.name, value, period=question.period) for question, value in found]
    if said:
        source = f"调查“{campaign.title}”（{day_in_china(campaign.opened_at)}）"
        register.record_facts(subject=asked.company_id, said=said, source=source, actor=actor, now=now)
    asked.progress = Progress.TAKEN.value
    look(asked, actor=actor, now=now)
    note("taken", asked, actor=actor, now=now, after={"facts": len(said)})


def look(asked: AskedCompany, *, actor: Actor, now: datetime) -> None:
    """Note who looked at the answers, and keep the row."""
    asked.looked_at, asked.looked_by_name = now, actor.name
    asked.version += 1
    asked.save()


def keep(asked: AskedCompany, answers: Mapping[str, Answer], *, actor: Actor, now: datetime) -> None:
    """Set the answers of a company; raises CannotAnswer for one that was not asked."""
    keys = {question.key for question in asked.campaign.questions}
    for key in answers:
        if key not in keys:
            raise CannotAnswer("not_asked", key=key)
    asked.answers = {key: stored(answer) for key, answer in answers.items()}
    asked.saved_at, asked.saved_by_name = now, actor.name
    asked.version += 1


def own_locked(id: UUID, *, version: int, actor: Actor) -> AskedCompany:
    """Return what a company is asked, locked, if it may still write; raises CannotAnswer, CannotSeeCampaign."""
    queries.own_survey(actor, id=id)
    asked = AskedCompany.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=id)
    if asked.campaign.stage != Stage.OPEN:
        raise CannotAnswer("not_open")
    if asked.progress not in list(WRITABLE):
        raise CannotAnswer("sent_already")
    check_version(asked, version)
    return asked


def check_version(asked: AskedCompany, version: int) -> None:
    """Refuse to change what was not seen; raises CannotAnswer("changed_meanwhile")."""
    if asked.version != version:
        raise CannotAnswer("changed_meanwhile", name=asked.looked_by_name if asked.looked_at else asked.saved_by_name)


def note(done: str, asked: AskedCompany, *, actor: Actor, now: datetime, **told: Mapping[str, object]) -> None:
    """Write the audit row."""
    audit.record(
        f"casework.survey.{done}",
        actor=actor, subject_kind="company", subject=asked.company_id, organisation=asked.company_id, now=now, **told,
    )  # fmt: skip
