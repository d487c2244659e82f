"""The zone's side of an application: each fact given is checked; what holds becomes a fact, the rest goes back with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework.domain.applying.rights import CHECK_APPLICATIONS
from huiqi.casework.domain.applying.states import Doing, Standing
from huiqi.casework.domain.campaigns import facts_of
from huiqi.casework.models import Application
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.queries.applying.applications import GivenFact
from huiqi.casework.services.applying.due import check_clock, start_fast_clock, start_fix_clock, stop_all
from huiqi.casework.services.applying.failing import CannotApply
from huiqi.casework.services.applying.filling import named
from huiqi.casework.services.applying.stepping import locked, note, step
from huiqi.casework.services.clocks import stop_clocks
from huiqi.kernel.actor import Actor, system
from huiqi.messages.services import Said, tell
from huiqi.register import queries as register
from huiqi.register import services as facts
from huiqi.register.domain.evidence import naming

_SOURCE_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an officer found of a fact given: whether it is accepted, and why not."""

    is_accepted: bool
    reason: str = ""


@transaction.atomic
def check_application(
    *, id: UUID, version: int, verdicts: Mapping[str, Verdict], actor: Actor, now: datetime
) -> Application:
    """Accept an application whose facts all hold, or send it back with what does not; raises CannotApply, CannotKeep.

    What is accepted enters the register at once, with the file as its evidence: it is not asked for again.
    """
    application = to_check(id, version=version, actor=actor)
    page = applied.application_page(actor, application=application, now=now)
    open_ = [one for one in page.given if not (one.check or {}).get("accepted")]
    refuse_unchecked(open_, verdicts)
    found = {
        one.question.key: {
            "accepted": verdicts[one.question.key].is_accepted, "reason": verdicts[one.question.key].reason.strip(),
            "by": actor.name, "at": now.isoformat(),
        }
        for one in open_
    }  # fmt: skip
    holds = [one for one in open_ if verdicts[one.question.key].is_accepted]
    back = [one for one in open_ if not verdicts[one.question.key].is_accepted]
    record(application, holds, actor=actor, now=now)
    checked = {
        "checks": application.checks | found, "checked_at": now, "checked_by": actor.person,
        "checked_by_name": actor.name,
    }  # fmt: skip
    stop_clocks(causes=[check_clock(application.pk)], now=now)
    if back:
        reason = "；".join(f"{one.entry.zh}：{verdicts[one.question.key].reason.strip()}" for one in back)
        step(application, Doing.SEND_BACK, actor=actor, now=now, reason=reason, **checked)
        start_fix_clock(application, now=now)
        note("sent_back", application, actor=actor, now=now, reason=reason)
        tell_company(application, sent_back(application), now=now)
    else:
        step(application, Doing.ACCEPT, actor=actor, now=now, accepted_at=now, **checked)
        start_fast_clock(application, now=now)
        note("accepted", application, actor=actor, now=now, facts=len(holds))
        tell_company(application, accepted(application), now=now)
    return application


@transaction.atomic
def refuse_application(*, id: UUID, version: int, reason: str, actor: Actor, now: datetime) -> Application:
    """Refuse an application that was submitted, saying why; raises CannotApply."""
    application = to_check(id, version=version, actor=actor)
    if not reason.strip():
        raise CannotApply("no_reason")
    end(application, Doing.REFUSE, reason=reason.strip(), actor=actor, now=now)
    return application


def lapse_unfixed(*, now: datetime) -> int:
    """Let applications lapse that were sent back and not put right in time; return how many."""
    actor, count = system("applications"), 0
    for key in applied.late_to_fix(now=now):
        with transaction.atomic():
            application = locked(key)
            if application.standing == Standing.RETURNED:
                end(application, Doing.LAPSE, reason=application.reason, actor=actor, now=now)
                count += 1
    return count


def end(application: Application, doing: Doing, *, reason: str, actor: Actor, now: datetime) -> None:
    """End an application for a reason and tell the company."""
    said: dict[str, object] = {}
    if doing is Doing.REFUSE and application.checked_by is None:
        said = {"checked_at": now, "checked_by": actor.person, "checked_by_name": actor.name}
    step(application, doing, actor=actor, now=now, reason=reason, **said)
    stop_all(application, now=now)
    note("lapsed" if doing is Doing.LAPSE else "turned_away", application, actor=actor, now=now, reason=reason)
    tell_company(application, ended(application), now=now)


def to_check(id: UUID, *, version: int, actor: Actor) -> Application:
    """Return an application, locked, that the actor may check: not one of a company for which they act or acted. Raises CannotApply."""
    seen = applied.application_of(actor, id=id)
    if not register.within_reach(actor, *CHECK_APPLICATIONS).filter(pk=seen.intake.scope_id).exists():
        raise CannotApply("not_allowed", actor=actor.name)
    is_own = seen.company_id in register.organisations_related(actor.person)
    if is_own or seen.submitted_by == actor.person:
        raise CannotApply("own_company")
    return locked(id, version=version)


def refuse_unchecked(found: Sequence[GivenFact], verdicts: Mapping[str, Verdict]) -> None:
    """Refuse where a fact has no verdict, or one that goes back has no reason; raises CannotApply."""
    open_ = [one for one in found if one.question.key not in verdicts]
    if open_:
        raise CannotApply("unchecked", count=len(open_), names=named(open_))
    if any(not one.is_accepted and not one.reason.strip() for one in verdicts.values()):
        raise CannotApply("no_reason")


def record(application: Application, holds: Sequence[GivenFact], *, actor: Actor, now: datetime) -> None:
    """Make facts of what was accepted; where they come from is the application."""
    questions = tuple(one.question for one in holds)
    proofs = {one.question: naming(one.file.pk) if one.file else "" for one in holds}
    said = [
        facts.Said(question.name, value, period=question.period, evidence=proofs[question])
        for question, value in facts_of(application.answers, questions)
    ]
    if said:
        facts.record_facts(
            subject=application.company_id, said=said, source=source_of(application), actor=actor, now=now
        )


def source_of(application: Application) -> str:
    """Return where a fact comes from that was given with an application."""
    return f"企业申报“{application.intake.zh}”（{application.submitted_by_name}）"[:_SOURCE_MOST]


def tell_company(application: Application, said: Said, *, now: datetime) -> None:
    """Tell those who act for the company of an application."""
    people = register.people_acting_for([application.company_id], at=now)
    tell(persons=people[application.company_id], said=said, now=now)


def sent_back(application: Application) -> Said:
    """Return what a company is told whose application goes back: everything at once."""
    zh, en = application.intake.zh, application.intake.en
    days = application.intake.fix_days
    return about(
        application, "application.returned", (f"申报需要补正：{zh}", f"Put your application right: {en}"),
        (f"{application.reason}。请在{days}个工作日内补正后重新提交，其他内容不用再填。",
         f"{application.reason}. Put it right within {days} working days; nothing else has to be given again."),
    )  # fmt: skip


def accepted(application: Application) -> Said:
    """Return what a company is told whose application was accepted."""
    zh, en = application.intake.zh, application.intake.en
    days = application.intake.pay_days
    by = (f"{days}个工作日内拨付。", f" Paid within {days} working days.") if days else ("", "")
    return about(
        application, "application.decided", (f"申报已受理：{zh}", f"Application accepted: {en}"),
        (f"材料已核对，接下来由园区测算、审核、公示。{by[0]}", f"What you gave was checked; the zone goes on.{by[1]}"),
    )  # fmt: skip


def ended(application: Application) -> Said:
    """Return what a company is told whose application came to nothing: every reason."""
    zh, en = application.intake.zh, application.intake.en
    return about(
        application, "application.decided", (f"申报未通过：{zh}", f"Application refused: {en}"),
        (application.reason, application.reason),
    )  # fmt: skip


def about(application: Application, kind: str, title: tuple[str, str], body: tuple[str, str]) -> Said:
    """Return a message about an application; each of its changes is told once."""
    link = reverse("casework:own_application", args=[application.pk])
    return Said(kind, f"application:{application.pk}:{application.version}", title, body, link)
