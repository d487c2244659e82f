"""A company or an institution asks for a correction about itself, with evidence; an officer accepts or refuses it, and the company is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit, events
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.evidence import naming
from huiqi.register.domain.rights import KEEP_REGISTER, OWN
from huiqi.register.models import Correction
from huiqi.register.services.allowing import allowed
from huiqi.register.services.facts import Said, fact_row, keep, shown
from huiqi.register.services.files import Upload, kept

_TEXT_MOST = 1000


class CannotCorrect(Cannot):
    """The correction cannot be asked for or decided like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "no_reason": ("请写明理由。", "give the reason."),
        "too_long": ("理由不能超过{most}字。", "the reason may have {most} characters at most."),
        "open_already": (
            "这一项已有待处理的更正申请，请等待结果或先撤回。",
            "a correction of this fact is being decided already; wait for it or take it back first.",
        ),
        "closed": (
            "这一申请已由{name}处理，您的决定没有生效。",
            "{name} has decided this request already; your decision has no effect.",
        ),
        "changed_meanwhile": (
            "这一项刚刚被{name}更改，您的决定没有生效。请看过现在的值再决定。",
            "{name} has just changed this fact; your decision has no effect. Look at the value as it is now.",
        ),
        "own_request": ("不能决定自己提出的申请。", "nobody decides on their own request."),
        "not_theirs": ("只能撤回本企业的申请。", "only the company's own request can be taken back."),
    }


@transaction.atomic
def ask_correction(
    *, subject: UUID, said: Said, reason: str, upload: Upload, actor: Actor, now: datetime
) -> Correction:
    """Ask for a fact to be corrected; officers of the place are told.

    Raises CannotCorrect, CannotKeep, CannotKeepFile, CannotSee.
    """
    found = queries.visible_subject(actor, id=subject)
    holder = allowed(found.organisation_id, actor=actor, roles=OWN)
    assert actor.person is not None, "the system is no company"
    why = words(reason)
    # What could not be kept as a fact is refused now, not when it is accepted.
    row = fact_row(new_id(now), found, said, source="-", actor=actor, now=now)
    if Correction.objects.filter(subject=found, name=said.name, period=said.period, status="open").exists():
        raise CannotCorrect("open_already")
    with kept(upload, organisation=holder, actor=actor, now=now) as file:
        asked = Correction.objects.create(
            id=new_id(now),
            subject=found,
            **{name: getattr(row, name) for name in ("name", "period", "state", "number", "text", "day", "truth")},
            valid_from=said.valid_from,
            valid_to=said.valid_to,
            reason=why,
            evidence=file,
            asked_at=now,
            asked_by=actor.person,
            asked_by_name=actor.name,
        )
        note("asked", asked, actor=actor, now=now)
        events.announce("register.correction.opened", correction=asked.pk)
    return asked


@transaction.atomic
def withdraw_correction(*, id: UUID, actor: Actor, now: datetime) -> Correction:
    """Take a request back; raises CannotCorrect, CannotKeep, CannotSee."""
    asked = opened(id, actor=actor, roles=OWN)
    close(asked, Correction.Status.WITHDRAWN, "", actor=actor, now=now)
    note("withdrawn", asked, actor=actor, now=now)
    return asked


@transaction.atomic
def accept_correction(*, id: UUID, seen: UUID | None, actor: Actor, now: datetime, decision: str = "") -> Correction:
    """Make what was asked for a fact; `seen` is the last row of the fact as the officer saw it. Raises CannotCorrect, CannotKeep."""
    asked = opened(id, actor=actor, roles=KEEP_REGISTER)
    said = Said(asked.name, asked.value, asked.period, naming(asked.evidence_id), asked.valid_from, asked.valid_to)
    told = queries.history(actor, subject=asked.subject_id, name=asked.name, period=asked.period)[:1]
    if (told[0].id if told else None) != seen:
        raise CannotCorrect("changed_meanwhile", name=told[0].recorded_by_name if told else "?")
    source = f"企业更正申请（{asked.asked_by_name}）"[:200]
    (row,) = keep(asked.subject, [said], source=source, actor=actor, now=now)
    asked.fact = row.pk
    close(asked, Correction.Status.ACCEPTED, decision.strip()[:_TEXT_MOST], actor=actor, now=now)
    note("accepted", asked, actor=actor, now=now)
    events.announce("register.correction.closed", correction=asked.pk)
    return asked


@transaction.atomic
def refuse_correction(*, id: UUID, decision: str, actor: Actor, now: datetime) -> Correction:
    """Refuse what was asked for, with the reason; nothing changes. Raises CannotCorrect, CannotKeep."""
    asked = opened(id, actor=actor, roles=KEEP_REGISTER)
    close(asked, Correction.Status.REFUSED, words(decision), actor=actor, now=now)
    note("refused", asked, actor=actor, now=now)
    events.announce("register.correction.closed", correction=asked.pk)
    return asked


def opened(id: UUID, *, actor: Actor, roles: tuple[Role, ...]) -> Correction:
    """Return a request that is still open, its organisation locked; raises CannotCorrect, CannotKeep, CannotSee."""
    organisation = queries.correction(actor, id=id).subject.organisation_id
    allowed(organisation, actor=actor, roles=roles)
    asked = Correction.objects.select_related("subject__organisation").get(pk=id)
    if asked.status != Correction.Status.OPEN:
        raise CannotCorrect("closed", name=asked.decided_by_name)
    if roles == KEEP_REGISTER and asked.asked_by == actor.person:
        raise CannotCorrect("own_request")
    return asked


def close(asked: Correction, status: Correction.Status, decision: str, *, actor: Actor, now: datetime) -> None:
    """Write down what was decided."""
    asked.status, asked.decision = status, decision
    asked.decided_at, asked.decided_by, asked.decided_by_name = now, actor.person, actor.name
    asked.save()


def words(text: str) -> str:
    """Return a reason as it is kept; raises CannotCorrect."""
    tidied = text.strip()
    if not tidied:
        raise CannotCorrect("no_reason")
    if len(tidied) > _TEXT_MOST:
        raise CannotCorrect("too_long", most=_TEXT_MOST)
    return tidied


def note(act: str, asked: Correction, *, actor: Actor, now: datetime) -> None:
    """Write the act into the audit trail."""
    said = Said(asked.name, asked.value, asked.period)
    after = {
        "name": asked.name, "period": asked.period, "state": asked.state, "value": shown(said), "reason": asked.reason,
        "decision": asked.decision,
    }  # fmt: skip
    audit.record(
        f"register.correction.{act}",
        actor=actor, subject_kind="correction", subject=asked.pk, organisation=asked.subject.organisation_id, now=now,
        after=after,
    )  # fmt: skip
