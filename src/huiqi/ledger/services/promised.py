"""Booking a confirmed promise: a voucher, its use and its end, a loss, what came back, money for a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from huiqi.ledger.domain.posting import Movement
from huiqi.ledger.domain.proposals import AGREEMENT, Kind
from huiqi.ledger.domain.steps import Step
from huiqi.ledger.models import Entry, Obligation, Proposal, ProposalPart, Voucher, VoucherUse
from huiqi.ledger.services.allowing import CannotKeep
from huiqi.ledger.services.drawing import WhenShort, draw
from huiqi.ledger.services.moving import move
from huiqi.ledger.services.recovering import recover
from huiqi.ledger.services.vouchers import Two, issue_voucher, left_of, use_voucher

Parts = Sequence[ProposalPart]


def book_promise(proposal: Proposal, parts: Parts, two: Two) -> UUID:
    """Book what a proposal promises, and return its entry; raises CannotKeep, CannotMove."""
    return BOOKINGS[Kind(proposal.kind)](proposal, parts, two)


def key_of(proposal: Proposal) -> str:
    """Return the key under which a proposal is booked, once for ever."""
    return f"proposal/{proposal.pk}"


def issue(proposal: Proposal, parts: Parts, two: Two) -> UUID:
    """Issue a voucher."""
    said, part = proposal.details, parts[0]
    made = issue_voucher(
        line=part.line_id, zone=proposal.zone, key=key_of(proposal), holder=UUID(said["party"]), code=said["code"],
        amount=part.amount, last_day=date.fromisoformat(said["last_day"]), two=two,
    )  # fmt: skip
    return made.entry_id


def use(proposal: Proposal, parts: Parts, two: Two) -> UUID:
    """Let a voucher be used at a provider."""
    said = proposal.details
    made = use_voucher(
        id=UUID(said["voucher"]), key=key_of(proposal), provider=UUID(said["party"]), amount=parts[0].amount, two=two
    )
    return made.entry_id


def settle(proposal: Proposal, _: Parts, two: Two) -> UUID:
    """Pay providers for what was used with them; what was paid meanwhile is not there to be paid again."""
    uses = VoucherUse.objects.filter(pk__in=proposal.details["uses"]).select_related("voucher").order_by("pk")
    movements = [Movement(one.voucher.line_id, Step.PAY, one.amount, one.cause, one.provider) for one in uses]
    return moved(proposal, movements, two)


def expire(proposal: Proposal, _: Parts, two: Two) -> UUID:
    """Give back to their lines what is left of vouchers that are over."""
    over = Voucher.objects.filter(pk__in=proposal.details["vouchers"]).order_by("pk")
    left = [(one, left_of(one)) for one in over]
    movements = [Movement(one.line_id, Step.CANCEL, amount, one.cause, one.holder) for one, amount in left if amount]
    if not movements:
        raise CannotKeep("nothing_left")
    return moved(proposal, movements, two)


def take_back(proposal: Proposal, parts: Parts, two: Two) -> UUID:
    """Book what came back of money that was asked back."""
    key = key_of(proposal)
    recover(
        id=UUID(proposal.details["recovery"]), key=key, amount=parts[0].amount, maker=two.maker, checker=two.checker,
        actor=two.actor, now=two.now,
    )  # fmt: skip
    return Entry.objects.get(zone=proposal.zone, key=key).pk


def compensate(proposal: Proposal, parts: Parts, two: Two) -> UUID:
    """Owe a loss out of a fund: what the fund does not hold waits as a held entry."""
    first = draw(
        zone=proposal.zone, key=key_of(proposal), fund=parts[0].line_id, amount=parts[0].amount,
        cause=f"loss/{proposal.pk}", party=UUID(proposal.details["party"]), when_short=WhenShort.PART,
        maker=two.maker, checker=two.checker, actor=two.actor, now=two.now,
    )[0]  # fmt: skip
    if first.entry is None:
        assert first.why_not is not None, "an entry is there or it is said why not"
        raise first.why_not
    return first.entry


def promise(proposal: Proposal, parts: Parts, two: Two) -> UUID:
    """Commit money to a project, to be paid as it goes on."""
    cause, party = f"{AGREEMENT}{proposal.pk}", UUID(proposal.details["party"])
    movements = [
        Movement(parts[0].line_id, step, parts[0].amount, cause, party) for step in (Step.RESERVE, Step.COMMIT)
    ]
    return moved(proposal, movements, two)


def pay_part(proposal: Proposal, parts: Parts, two: Two) -> UUID:
    """Pay a part of what is committed to a project; with the last one the rest is free again."""
    part, cause = parts[0], proposal.details["cause"]
    kept = Obligation.objects.filter(line=part.line_id, cause=cause).first()
    if kept is None:
        raise CannotKeep("no_agreement")
    movements = [Movement(part.line_id, step, part.amount, cause, kept.party) for step in (Step.OWE, Step.PAY)]
    rest = kept.committed - part.amount
    if proposal.kind == Kind.FINAL.value and rest > 0:
        movements.append(Movement(part.line_id, Step.CANCEL, rest, cause, kept.party))
    return moved(proposal, movements, two)


def pay_owed(proposal: Proposal, parts: Parts, two: Two) -> UUID:
    """Book what was paid of what is owed."""
    part, cause = parts[0], proposal.details["cause"]
    kept = Obligation.objects.filter(line=part.line_id, cause=cause).first()
    if kept is None:
        raise CannotKeep("not_owed")
    return moved(proposal, [Movement(part.line_id, Step.PAY, part.amount, cause, kept.party)], two)


def moved(proposal: Proposal, movements: Sequence[Movement], two: Two) -> UUID:
    """Write the movements of a proposal as one entry."""
    return move(
        zone=proposal.zone, key=key_of(proposal), movements=movements, note=proposal.reason, maker=two.maker,
        checker=two.checker, actor=two.actor, now=two.now,
    )  # fmt: skip


BOOKINGS: Mapping[Kind, Callable[[Proposal, Parts, Two], UUID]] = {
    Kind.ISSUE: issue,
    Kind.USE: use,
    Kind.SETTLE: settle,
    Kind.EXPIRE: expire,
    Kind.RECOVER: take_back,
    Kind.COMPENSATE: compensate,
    Kind.PROMISE: promise,
    Kind.INTERIM: pay_part,
    Kind.FINAL: pay_part,
    Kind.PAY: pay_owed,
}
