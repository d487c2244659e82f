"""Sample checks: drawn by a seed, each receiver asked, what differs looked into by somebody else, by a clock."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import ClassVar, Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework.domain.claims.rights import DRAW_SAMPLES, SETTLE_SAMPLES
from huiqi.casework.domain.claims.sampling import Stratum, drawn, size_of
from huiqi.casework.domain.clocks import ClockSaid
from huiqi.casework.models import Call, Sample
from huiqi.casework.queries.claims import samples as known
from huiqi.casework.services.claims.reviewing import why
from huiqi.casework.services.clocks import start_clocks, stop_clocks
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id, new_ids
from huiqi.register import queries as register
from huiqi_clocks import Term

# In working days, from the answer on.
SETTLE_DAYS: Final = 5


class CannotSample(Cannot):
    """The sample check cannot be made like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "nobody": ("这段时间没有到账的事项可抽。", "nothing was paid in these days."),
        "no_days": ("开始日晚于结束日。", "the first day is after the last."),
        "no_size": ("抽取数量应不少于1。", "draw one at least."),
        "own_company": (
            "您在这家企业任职或任过职，须由别人回访和核查。",
            "you act or acted for this company: somebody else asks it and looks into it.",
        ),
        "no_note": (
            "有异常的，请在“记录”里写明受访人怎么说。",
            "something is wrong: say in the note what one was told.",
        ),
        "answered_already": ("{by}已经回访过。", "{by} has asked already."),
        "not_wrong": ("这次回访没有发现问题，不必处理。", "nothing is wrong here."),
        "settled_already": ("{by}已经处理。", "{by} has settled it already."),
        "own_call": (
            "回访人不能处理自己发现的问题，请由别人核查。",
            "who asked does not settle it: somebody else looks into it.",
        ),
    }


@dataclass(frozen=True, slots=True)
class SampleSaid:
    """Out of what to draw, how many (a number, or a share in percent), by what to stratify, the seed (none: one is made)."""

    zone: UUID
    paid_from: date
    paid_to: date
    size: int | None = None
    share_percent: Decimal | None = None
    stratum: Stratum = Stratum.NONE
    policy: str = ""
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a receiver said: was it received, was the amount right, did anybody ask for a fee; with whom one spoke."""

    received: bool
    amount_right: bool
    fee_asked: bool
    spoken_with: str
    note: str = ""

    @property
    def is_wrong(self) -> bool:
        """Return whether something has to be looked into."""
        return not self.received or not self.amount_right or self.fee_asked


@transaction.atomic
def draw_sample(*, said: SampleSaid, actor: Actor, now: datetime) -> Sample:
    """Draw a sample of paid claims; the same seed over the same claims draws the same. Raises CannotSample."""
    allowed(said.zone, *DRAW_SAMPLES, actor=actor)
    if said.paid_from > said.paid_to:
        raise CannotSample("no_days")
    claims = known.paid_claims(said.zone, first=said.paid_from, last=said.paid_to, policy=said.policy)
    strata = known.strata_of(claims, said.stratum)
    everybody = sorted(one for members in strata.values() for one in members)
    if not everybody:
        raise CannotSample("nobody")
    size = said.size if said.share_percent is None else size_of(len(everybody), share_percent=said.share_percent)
    if not size or size < 1:
        raise CannotSample("no_size")
    seed = said.seed.strip() or secrets.token_hex(8)
    chosen = drawn(strata, size, seed=seed)
    made = Sample.objects.create(
        id=new_id(now), zone_id=said.zone, paid_from=said.paid_from, paid_to=said.paid_to, policy=said.policy,
        stratum=said.stratum.value, seed=seed, population=len(everybody), size=len(chosen),
        population_hash=sha256("\n".join(everybody).encode()).hexdigest(), drawn_at=now, drawn_by=actor.person,
        drawn_by_name=actor.name,
    )  # fmt: skip
    Call.objects.bulk_create(
        Call(id=key, sample=made, claim_id=UUID(claim), place=place)
        for place, (key, claim) in enumerate(zip(new_ids(now, len(chosen)), chosen, strict=True), start=1)
    )
    note("sample", "drawn", made.pk, made.zone_id, actor=actor, now=now, after={
        "seed": seed, "population": made.population, "population_hash": made.population_hash, "size": made.size,
        "stratum": made.stratum,
    })  # fmt: skip
    return made


@transaction.atomic
def answer_call(*, id: UUID, answers: Answers, actor: Actor, now: datetime) -> Call:
    """Note what a receiver said; where something differs, it is to be looked into by a clock. Raises CannotSample, CannotSeeSample."""
    call = at_hand(id, *DRAW_SAMPLES, actor=actor)
    if call.answered_at is not None:
        raise CannotSample("answered_already", by=call.answered_by_name)
    if answers.is_wrong and not answers.note.strip():
        raise CannotSample("no_note")
    call.received, call.amount_right, call.fee_asked = answers.received, answers.amount_right, answers.fee_asked
    call.spoken_with, call.note = answers.spoken_with.strip()[:100], answers.note.strip()[:1000]
    call.answered_at, call.answered_by, call.answered_by_name = now, actor.person, actor.name
    call.is_wrong = answers.is_wrong
    call.save()
    if call.is_wrong:
        title = (f"抽查异常：{call.claim.name}"[:200], f"Sample check: {call.claim.name}"[:200])
        said = ClockSaid(
            clock_of(call.pk), title, day_in_china(now), Term(SETTLE_DAYS), reverse("casework:call", args=[call.pk])
        )
        zone = call.sample.zone_id
        start_clocks(zone=zone, organisation=zone, said=[replace(said, by_hand=True)], now=now)
    note(
        "call",
        "answered",
        call.pk,
        call.sample.zone_id,
        actor=actor,
        now=now,
        after={"claim": call.claim_id, "is_wrong": call.is_wrong},
    )
    return call


@transaction.atomic
def settle_call(*, id: UUID, finding: str, actor: Actor, now: datetime) -> Call:
    """Say what was found about something that was wrong, by somebody who did not make the call; raises CannotSample, CannotSeeSample."""
    call = at_hand(id, *SETTLE_SAMPLES, actor=actor)
    if not call.is_wrong:
        raise CannotSample("not_wrong")
    if call.settled_at is not None:
        raise CannotSample("settled_already", by=call.settled_by_name)
    if call.answered_by == actor.person:
        raise CannotSample("own_call")
    call.finding = why(finding)[:1000]
    call.settled_at, call.settled_by, call.settled_by_name = now, actor.person, actor.name
    call.save(update_fields=("finding", "settled_at", "settled_by", "settled_by_name"))
    stop_clocks(causes=[clock_of(call.pk)], now=now)
    note(
        "call",
        "settled",
        call.pk,
        call.sample.zone_id,
        actor=actor,
        now=now,
        after={"claim": call.claim_id, "finding": call.finding},
    )
    return call


def clock_of(call: UUID) -> str:
    """Return what the clock is called by which something wrong is settled."""
    return f"sample/{call}"


def at_hand(id: UUID, *roles: Role, actor: Actor) -> Call:
    """Return a call, locked, that the actor handles; raises CannotSample, CannotSeeSample."""
    seen = known.call_of(actor, id=id)
    allowed(seen.sample.zone_id, *roles, actor=actor)
    if seen.claim.company_id in register.organisations_related(actor.person):
        raise CannotSample("own_company")
    return Call.objects.select_for_update(of=("self",)).select_related("sample", "claim").get(pk=id)


def allowed(zone: UUID, *roles: Role, actor: Actor) -> None:
    """Refuse one who may not do so in a zone; raises CannotSample."""
    if not register.within_reach(actor, *roles).filter(pk=zone).exists():
        raise CannotSample("not_allowed", actor=actor.name)


def note(
    kind: str, act: str, subject: UUID, zone: UUID, *, actor: Actor, now: datetime, after: dict[str, object]
) -> None:
    """Write the act into the audit trail."""
    audit.record(
        f"casework.{kind}.{act}",
        actor=actor, subject_kind=kind, subject=subject, organisation=zone, now=now, after=after,
    )  # fmt: skip
