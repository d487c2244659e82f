"""Budgets change in two steps: a finance officer proposes, a finance approver confirms, and only then is it booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit, events
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.ids import new_id
from huiqi.ledger.domain.posting import CannotMove, Movement, sound
from huiqi.ledger.domain.proposals import PLANNING, PROMISING, Kind, Part, Standing, kind_of
from huiqi.ledger.domain.rights import CHECK, MAKE
from huiqi.ledger.domain.steps import Step
from huiqi.ledger.models import Line, Proposal, ProposalPart
from huiqi.ledger.services.allowing import CannotKeep, allowed
from huiqi.ledger.services.apart import refuse_apart
from huiqi.ledger.services.arrears import put_into_force
from huiqi.ledger.services.correcting import correct
from huiqi.ledger.services.moving import move
from huiqi.ledger.services.promised import book_promise
from huiqi.ledger.services.vouchers import Two


@transaction.atomic
def propose(
    *, parts: Sequence[Part], reason: str, actor: Actor, now: datetime, kind: Kind | None = None,
    details: Mapping[str, object] | None = None,
) -> Proposal:  # fmt: skip
    """Propose a change of budgets or a promise, for another person to confirm; raises CannotKeep, CannotMove."""
    if actor.person is None:
        raise CannotKeep("somebody", actor=actor.name)
    audit.locked_head()
    zone = checked(parts, actor=actor)
    chosen = kind or kind_of(parts)
    transfers = [part.transfer for part in parts if part.transfer is not None]
    refuse_apart(chosen, details or {}, transfers, zone=zone, actor=actor, now=now)
    proposal = Proposal.objects.create(
        id=new_id(now), zone=zone, kind=chosen.value, reason=reason, details=details or {}, standing=Standing.OPEN.value,
        made_at=now, made_by=actor.person, made_by_name=actor.name,
    )  # fmt: skip
    ProposalPart.objects.bulk_create(
        ProposalPart(
            proposal=proposal, line_id=part.line, step=part.step.value, amount=part.amount, transfer_id=part.transfer
        )
        for part in parts
    )
    note("ledger.proposal.made", proposal, actor=actor, now=now, said=reason)
    return proposal


def checked(parts: Sequence[Part], *, actor: Actor) -> UUID:
    """Return the zone of the lines, if the actor may propose this for all of them; raises CannotKeep, CannotMove."""
    if not parts:
        raise CannotMove("nothing")
    for part in parts:
        if not sound(part.amount):
            raise CannotMove("amount_invalid", amount=part.amount)
    given, taken = (
        sum((part.amount for part in parts if part.step is step), Decimal(0)) for step in (Step.SET, Step.CUT)
    )
    if given and taken and given != taken:
        raise CannotMove("total_differs", sum=given, total=taken)
    lines = Line.objects.in_bulk([part.line for part in parts])
    for part in parts:
        if part.line not in lines:
            raise CannotMove("unknown_line", line=part.line)
        allowed(lines[part.line].within, actor=actor, roles=MAKE)
    zones = {line.zone for line in lines.values()}
    if len(zones) > 1:
        raise CannotKeep("two_zones")
    return zones.pop()


@transaction.atomic
def confirm(*, id: UUID, actor: Actor, now: datetime) -> Proposal:
    """Confirm a proposal of somebody else and book it; raises CannotKeep, CannotMove."""
    proposal = taken_up(id, actor=actor, roles=CHECK)
    if actor.person is None:
        raise CannotKeep("somebody", actor=actor.name)
    if actor.person == proposal.made_by:
        raise CannotMove("maker_is_checker")
    transfers = list(proposal.parts.exclude(transfer=None).values_list("transfer", flat=True))
    refuse_apart(Kind(proposal.kind), proposal.details, transfers, zone=proposal.zone, actor=actor, now=now)
    entry = booked(proposal, checker=actor.person, actor=actor, now=now)
    done = decided(proposal, Standing.CONFIRMED, "", actor=actor, now=now, entry=entry)
    events.announce("ledger.proposal.confirmed", proposal=proposal.pk)
    return done


@transaction.atomic
def refuse(*, id: UUID, said: str, actor: Actor, now: datetime) -> Proposal:
    """Refuse a proposal of somebody else, with the reason; raises CannotKeep, CannotMove."""
    proposal = taken_up(id, actor=actor, roles=CHECK)
    if actor.person == proposal.made_by:
        raise CannotMove("maker_is_checker")
    return decided(proposal, Standing.REFUSED, said, actor=actor, now=now)


@transaction.atomic
def withdraw(*, id: UUID, actor: Actor, now: datetime) -> Proposal:
    """Withdraw a proposal that nobody has confirmed yet; raises CannotKeep."""
    proposal = taken_up(id, actor=actor, roles=MAKE)
    return decided(proposal, Standing.WITHDRAWN, "", actor=actor, now=now)


def taken_up(id: UUID, *, actor: Actor, roles: tuple[Role, ...]) -> Proposal:
    """Return an open proposal, kept for this transaction, if the actor may decide about all its lines; raises CannotKeep."""
    audit.locked_head()
    proposal = Proposal.objects.select_for_update().filter(pk=id).first()
    if proposal is None:
        raise CannotKeep("no_proposal")
    for within in proposal.parts.values_list("line__within", flat=True):
        allowed(within, actor=actor, roles=roles)
    if proposal.standing != Standing.OPEN.value:
        raise CannotKeep("decided")
    return proposal


def booked(proposal: Proposal, *, checker: UUID, actor: Actor, now: datetime) -> UUID | None:
    """Write the entry of a proposal; a plan moves nothing and has none. Raises CannotKeep, CannotMove."""
    if proposal.kind in PLANNING:
        put_into_force(proposal, actor=actor, now=now)
        return None
    parts = list(proposal.parts.all())
    if proposal.kind == Kind.CORRECT.value:
        amounts = {part.transfer_id: part.amount for part in parts if part.transfer_id is not None}
        return correct(
            zone=proposal.zone, key=f"proposal/{proposal.pk}", amounts=amounts, reason=proposal.reason,
            maker=proposal.made_by, checker=checker, actor=actor, now=now,
        )  # fmt: skip
    if proposal.kind in {kind.value for kind in PROMISING}:
        return book_promise(proposal, parts, Two(proposal.made_by, checker, actor, now))
    movements = [Movement(part.line_id, Step(part.step), part.amount, f"proposal/{proposal.pk}") for part in parts]
    return move(
        zone=proposal.zone, key=f"proposal/{proposal.pk}", movements=movements, note=proposal.reason,
        maker=proposal.made_by, checker=checker, actor=actor, now=now,
    )  # fmt: skip


def decided(
    proposal: Proposal, standing: Standing, said: str, *, actor: Actor, now: datetime, entry: UUID | None = None
) -> Proposal:
    """Put down what became of a proposal."""
    proposal.standing, proposal.said, proposal.entry_id = standing.value, said, entry
    proposal.decided_at, proposal.decided_by, proposal.decided_by_name = now, actor.person, actor.name
    proposal.save()
    note(f"ledger.proposal.{standing.value}", proposal, actor=actor, now=now, said=said)
    return proposal


def note(code: str, proposal: Proposal, *, actor: Actor, now: datetime, said: str) -> None:
    """Write the row of the audit trail about a proposal."""
    parts = proposal.parts.order_by("pk").values_list("line_id", "step", "amount", "line__within")
    after = {"kind": proposal.kind, "said": said, "parts": [list(part[:3]) for part in parts]}
    audit.record(
        code, actor=actor, subject_kind="ledger_proposal", subject=proposal.pk, organisation=parts[0][3][-1],
        after=after, now=now,
    )  # fmt: skip
