"""Objections: in writing, by somebody who says who they are; looked into by a clock; the outcome told to both sides."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.domain.claims.objections import RECHECK_DAYS, Verdict, mail_in
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.rights import JUDGE_OBJECTIONS
from huiqi.casework.domain.claims.states import Act, State
from huiqi.casework.models import Notice, Objection
from huiqi.casework.services.claims.apart import refuse_related
from huiqi.casework.services.claims.confirming import serve_freed
from huiqi.casework.services.claims.due import objection_clock, start_objection_clock
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.money import RELEASED, move_all
from huiqi.casework.services.claims.reviewing import why
from huiqi.casework.services.claims.stepping import locked, step
from huiqi.casework.services.clocks import stop_clocks
from huiqi.kernel import audit, jobs
from huiqi.kernel.actor import VISITOR, Actor
from huiqi.kernel.ids import new_id
from huiqi.messages.services import Said, tell, write_to
from huiqi.register import queries as register
from huiqi.register.services.files import Upload, kept

# Against floods: more than that of one notice come on paper.
OPEN_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class ObjectionSaid:
    """Who objects, how they are reached, to which claim, and why."""

    claim: UUID
    name: str
    identity: str
    contact: str
    text: str
    upload: Upload | None = None


@transaction.atomic
def object_to(*, notice: UUID, said: ObjectionSaid, now: datetime) -> Objection:
    """Take an objection while the notice stands, the same one once; raises CannotClaim, CannotKeepFile, CannotSeeClaim."""
    posted = queries.public_notice(notice, now=now)
    if not posted.is_open:
        raise CannotClaim("notice_over")
    if not all(text.strip() for text in (said.name, said.identity, said.contact, said.text)):
        raise CannotClaim("anonymous")
    (claim,) = locked([said.claim])
    if sent_before := open_one(posted.row, said):
        return sent_before
    if posted.row.objections.filter(verdict=Verdict.OPEN.value).count() >= OPEN_MOST:
        raise CannotClaim("too_many_objections")
    if claim.notice_id != notice or claim.state not in {State.NOTICED, State.OBJECTED}:
        raise CannotClaim("not_on_notice")
    with ExitStack() as files:
        evidence = None
        if said.upload is not None:
            # Whose evidence it is: the zone's, not the company's to which it is objected.
            zone = claim.round.zone
            evidence = files.enter_context(kept(said.upload, organisation=zone, actor=VISITOR, now=now))
        made = Objection.objects.create(
            id=new_id(now), notice=posted.row, claim=claim, receipt=secrets.token_urlsafe(18), name=said.name.strip(),
            identity=said.identity.strip(), contact=said.contact.strip(), text=said.text.strip(), evidence=evidence,
            filed_at=now,
        )  # fmt: skip
        if claim.state == State.NOTICED:
            step([claim], Act.OBJECT, actor=VISITOR, now=now)
        start_objection_clock(made, days=RECHECK_DAYS, now=now)
        audit.record(
            "casework.objection.filed",
            actor=VISITOR, subject_kind="objection", subject=made.pk, organisation=claim.round.scope_id, now=now,
            after={"claim": claim.pk, "notice": notice},
        )  # fmt: skip
    return made


def open_one(notice: Notice, said: ObjectionSaid) -> Objection | None:
    """Return the open objection that says the same, by the same person with the same file: the form was sent twice."""
    words = {name: getattr(said, name).strip() for name in ("name", "identity", "contact", "text")}
    digest = hashlib.sha256(said.upload.content).hexdigest() if said.upload else None
    same = notice.objections.filter(claim=said.claim, verdict=Verdict.OPEN.value, evidence__digest=digest, **words)
    return same.first()


@transaction.atomic
def judge(*, id: UUID, upheld: bool, answer: str, actor: Actor, now: datetime) -> Objection:
    """Say whether an objection holds, and why; the claim goes on or is revoked. Raises CannotClaim, CannotSeeClaim."""
    seen = queries.objection_of(actor, id=id)
    (claim,) = locked([seen.claim_id])
    made = Objection.objects.select_for_update(of=("self",)).get(pk=id)
    if not register.within_reach(actor, *JUDGE_OBJECTIONS).filter(pk=claim.round.scope_id).exists():
        raise CannotClaim("not_allowed", actor=actor.name)
    refuse_related([claim], actor=actor)
    if made.verdict != Verdict.OPEN:
        raise CannotClaim("judged_already", by=made.judged_by_name)
    made.verdict, made.answer = (Verdict.UPHELD if upheld else Verdict.DISMISSED).value, why(answer)
    made.judged_at, made.judged_by, made.judged_by_name = now, actor.person, actor.name
    made.save()
    stop_clocks(causes=[objection_clock(made.pk)], now=now)
    others = claim.objections.filter(verdict=Verdict.OPEN.value).exists()
    if upheld and claim.state == State.OBJECTED:
        if claim.round.order != Order.CONFIRMED:
            move_all([claim], RELEASED, actor=actor, now=now)
        step([claim], Act.UPHOLD, actor=actor, now=now, reason=made.answer)
        serve_freed([claim], now=now)
    elif claim.state == State.OBJECTED and not others:
        step([claim], Act.DISMISS, actor=actor, now=now, reason=made.answer)
    audit.record(
        "casework.objection.judged",
        actor=actor, subject_kind="objection", subject=made.pk, organisation=claim.round.scope_id, now=now,
        after={"claim": claim.pk, "verdict": made.verdict},
    )  # fmt: skip
    people = register.people_acting_for([claim.company_id], at=now)[claim.company_id]
    tell(persons=people, said=outcome(made), now=now)
    if mail_in(made.contact):
        jobs.put_into_queue("huiqi.casework.tasks.write_to_objector", objection=str(made.pk))
    return made


@transaction.atomic
def write_to_objector(*, id: UUID, now: datetime) -> bool:
    """Write to who objected what became of it, where a mail address was left; return whether it went out, once.

    What the mail server says where it does not take it stands with the objection: somebody calls then.
    """
    made = Objection.objects.select_for_update(of=("self",)).select_related("notice__round").get(pk=id)
    address = mail_in(made.contact)
    if made.told_at is not None or made.verdict == Verdict.OPEN or not address:
        return False
    zh, en = Verdict(made.verdict).words
    title = f"公示异议复核结果：{zh} Outcome of your objection: {en}"
    body = f"“{made.notice.round.zh}” {made.notice.round.en}\n{zh} {en}\n\n{made.answer}"
    made.told_problem = write_to(address, title=title, body=body)
    made.told_at = None if made.told_problem else now
    made.save(update_fields=("told_at", "told_problem"))
    return not made.told_problem


def outcome(made: Objection) -> Said:
    """Return what the company is told of an objection: what became of it, never who objected."""
    zh, en = Verdict(made.verdict).words
    return Said(
        kind="claim.objection",
        key=f"objection:{made.pk}",
        title=(f"公示异议已复核：{zh}", f"An objection was looked into: {en}"),
        body=(f"“{made.notice.round.zh}”：{made.answer}", f"“{made.notice.round.en}”: {made.answer}"),
        link=reverse("casework:own_claim", args=[made.claim_id]),
    )
