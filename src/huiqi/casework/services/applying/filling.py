"""The company's side of an application: begun, saved as far as it is, filled in, submitted with a declaration, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from huiqi.casework import queries
from huiqi.casework.domain.applying.rights import APPLY
from huiqi.casework.domain.applying.states import WRITABLE, Doing, Standing
from huiqi.casework.domain.applying.ways import Way
from huiqi.casework.domain.campaigns import UNKNOWN, Answer, stored
from huiqi.casework.models import Application, ApplicationFile, Intake
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.queries.applying import intakes as opened
from huiqi.casework.queries.applying.applications import ApplicationPage, GivenFact
from huiqi.casework.services.applying.due import fix_clock, start_check_clock, stop_all
from huiqi.casework.services.applying.failing import CannotApply
from huiqi.casework.services.applying.stepping import locked, note, step
from huiqi.casework.services.clocks import stop_clocks
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.ids import new_id
from huiqi.register import queries as register
from huiqi.register.services.files import Upload, kept

_NAMED_MOST: Final = 8


@transaction.atomic
def begin_application(*, intake: UUID, company: UUID, actor: Actor, now: datetime) -> Application:
    """Begin a draft of a company under an intake; raises CannotApply, CannotSeeApplication."""
    holder = register.within_reach(actor, *APPLY).select_for_update().filter(pk=company, kind="company").first()
    if holder is None:
        raise CannotApply("not_allowed", actor=actor.name)
    made = Intake.objects.filter(pk=intake, scope__in=holder.within).first()
    if made is None:
        raise CannotApply("not_here")
    check_open(made, now=now)
    if not applied.takes_under(made, now=now):
        raise CannotApply("ended")
    if made.way == Way.RANKING and not opened.has_rules(made):
        raise CannotApply("no_rules")
    application = Application(
        id=new_id(now), intake=made, company=holder, begun_at=now, begun_by_name=actor.name, saved_at=now,
        saved_by_name=actor.name,
    )  # fmt: skip
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as error:
        raise CannotApply("once") from error
    note("begun", application, actor=actor, now=now)
    return application


@transaction.atomic
def save_application(
    *, id: UUID, version: int, answers: Mapping[str, Answer], uploads: Mapping[str, Sequence[Upload]],
    is_done: bool, actor: Actor, now: datetime,
) -> Application:  # fmt: skip
    """Keep what a company gives so far; with `is_done` nothing that is asked for may be open. Raises CannotApply, CannotKeepFile."""
    application = to_write(id, version=version, actor=actor, now=now)
    page = applied.application_page(actor, application=application, now=now)
    asked = {one.question.key for one in page.given}
    for key in {*answers, *uploads} - {""}:
        if key not in asked:
            raise CannotApply("not_asked", key=key)
    fixed = {key: application.answers[key] for key, found in application.checks.items() if found["accepted"]}
    given = {key: stored(answer) for key, answer in answers.items() if answer is not UNKNOWN}
    with ExitStack() as files:
        for key, some in uploads.items():
            for upload in some:
                evidence = files.enter_context(kept(upload, organisation=application.company, actor=actor, now=now))
                ApplicationFile.objects.create(application=application, question=key, evidence=evidence)
        step(
            application, Doing.FILL if is_done else Doing.SAVE, actor=actor, now=now, reason=application.reason,
            answers=given | fixed, saved_at=now, saved_by_name=actor.name,
        )  # fmt: skip
        if is_done:
            # What an answer makes needless is not asked for any more; what it makes needful is asked for next.
            page = applied.application_page(actor, application=application, now=now)
            left = [one for one in page.given if one.question.key in asked]
            refuse_open([one for one in left if one.kept is None])
            refuse_unproved(application, [one for one in left if one.file is None])
        note("filled" if is_done else "saved", application, actor=actor, now=now, answers=application.answers)
    return application


@transaction.atomic
def submit_application(
    *, id: UUID, version: int, declaration: str, has_agreed: bool, actor: Actor, now: datetime
) -> Application:
    """Submit an application with the declaration as it was read; raises CannotApply, CannotSeeApplication."""
    application = to_write(id, version=version, actor=actor, now=now)
    # What was submitted once is decided under the text of that day, whenever it is put right.
    if application.submitted_at is None and not applied.takes_under(application.intake, now=now):
        raise CannotApply("ended")
    refuse_incomplete(applied.application_page(actor, application=application, now=now))
    if not has_agreed or not declaration.strip():
        raise CannotApply("not_declared")
    assert actor.person is not None, "the system is no company"
    kept_checks = {key: found for key, found in application.checks.items() if found["accepted"]}
    step(
        application, Doing.SUBMIT, actor=actor, now=now, declaration=declaration.strip(), checks=kept_checks,
        submitted_at=now, submitted_by=actor.person, submitted_by_name=actor.name, checked_by=None, checked_at=None,
        checked_by_name="",
    )  # fmt: skip
    stop_clocks(causes=[fix_clock(application.pk)], now=now)
    start_check_clock(application, now=now)
    note("submitted", application, actor=actor, now=now, declaration=application.declaration)
    return application


@transaction.atomic
def withdraw_application(*, id: UUID, version: int, actor: Actor, now: datetime) -> Application:
    """Take an application back before it is accepted; raises CannotApply, CannotSeeApplication."""
    applied.own_application(actor, id=id)
    application = locked(id, version=version)
    step(application, Doing.WITHDRAW, actor=actor, now=now)
    stop_all(application, now=now)
    note("withdrawn", application, actor=actor, now=now)
    return application


def to_write(id: UUID, *, version: int, actor: Actor, now: datetime) -> Application:
    """Return an application of the actor's company, locked, that may still be written; raises CannotApply, CannotSeeApplication."""
    applied.own_application(actor, id=id)
    application = locked(id, version=version)
    if application.standing not in list(WRITABLE):
        raise CannotApply("not_there", standing=Standing(application.standing).words, doing=Doing.SAVE.words)
    if application.standing == Standing.DRAFT:
        check_open(application.intake, now=now)
    else:
        clock = queries.clock_of(cause=fix_clock(application.pk))
        if clock is not None and clock.due_on is not None and clock.due_on < day_in_china(now):
            raise CannotApply("too_late", day=clock.due_on)
    return application


def check_open(made: Intake, *, now: datetime) -> None:
    """Refuse what comes before an intake begins or after it ends; raises CannotApply."""
    day = day_in_china(now)
    if made.closed_at is not None:
        raise CannotApply("too_late", day=day_in_china(made.closed_at))
    if day < made.first_day:
        raise CannotApply("not_yet", day=made.first_day)
    if day > made.last_day:
        raise CannotApply("too_late", day=made.last_day)


def refuse_incomplete(page: ApplicationPage) -> None:
    """Refuse to submit what is not whole; raises CannotApply with all that is open."""
    refuse_open([one for one in page.given if one.kept is None])
    refuse_unproved(page.application, [one for one in page.given if one.file is None])


def refuse_open(found: Sequence[GivenFact]) -> None:
    """Refuse facts that are not given; raises CannotApply."""
    if found:
        raise CannotApply("incomplete", count=len(found), names=named(found))


def refuse_unproved(application: Application, found: Sequence[GivenFact]) -> None:
    """Refuse facts without a file where the intake asks for one; raises CannotApply."""
    if application.intake.needs_proof and found:
        raise CannotApply("no_proof", count=len(found), names=named(found))


def named(found: Sequence[GivenFact]) -> tuple[str, str]:
    """Return the names of some facts, in both languages."""
    some = found[:_NAMED_MOST]
    zh = "、".join(f"{one.entry.zh} {one.question.period}".strip() for one in some)
    en = ", ".join(f"{one.entry.en} {one.question.period}".strip() for one in some)
    return zh, en
