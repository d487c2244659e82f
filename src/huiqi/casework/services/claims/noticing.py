"""Public notice: approved claims are posted for the clause's working days; those that passed are offered to their companies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.domain.claims.exceptions import Exceptional
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.rights import POST
from huiqi.casework.domain.claims.states import Act, State
from huiqi.casework.models import Claim, Notice, Round
from huiqi.casework.services.claims.due import start_confirm_clocks, start_notice_clock
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.funding import locked_in_line
from huiqi.casework.services.claims.money import COMMITTED, move_all
from huiqi.casework.services.claims.reviewing import note
from huiqi.casework.services.claims.stepping import named, step
from huiqi.casework.services.clocks import stop_clocks
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, system
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.ids import new_id
from huiqi.kernel.jobs import put_into_queue
from huiqi.kernel.money import full
from huiqi.ledger.services import CannotMove
from huiqi.messages.services import Said, tell_each
from huiqi.register import queries as register


@transaction.atomic
def post(*, round: UUID, actor: Actor, now: datetime) -> Notice | None:
    """Post the approved claims of a round, or offer them at once where the clause asks for no notice. Raises CannotClaim."""
    seen = queries.round_of(actor, id=round)
    if not register.within_reach(actor, *POST).filter(pk=seen.scope_id).exists():
        raise CannotClaim("not_allowed", actor=actor.name)
    made = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=seen.pk)
    claims = locked_in_line(made, State.APPROVED)
    if not claims:
        raise CannotClaim("none_approved")
    freed = [claim for claim in claims if Exceptional.FREED in claim.exceptions]
    if freed:
        raise CannotClaim("freed_first", names=named(freed))
    if made.notice_days is None:
        offer(claims, actor=actor, now=now)
        return None
    notice = Notice.objects.create(
        id=new_id(now), round=made, first_day=day_in_china(now), days=made.notice_days, posted_at=now,
        posted_by=actor.person, posted_by_name=actor.name,
    )  # fmt: skip
    step(claims, Act.POST, actor=actor, now=now, notice=notice)
    start_notice_clock(notice, now=now)
    put_into_queue("huiqi.casework.tasks.set_notice", notice=str(notice.pk))
    audit.record(
        "casework.notice.posted",
        actor=actor, subject_kind="notice", subject=notice.pk, organisation=made.scope_id, now=now,
        after={"round": made.pk, "claims": len(claims), "days": notice.days},
    )  # fmt: skip
    return notice


def offer_passed(*, now: datetime) -> int:
    """Offer the claims whose notice is over and to which nobody objects any more, and stop its clock; return how many.

    Raises CannotMove of a round whose money does not move, once all others are offered.
    """
    # A notice that stood as long as it had to is nothing that anybody is late with.
    stop_clocks(causes=queries.passed_notices(now=now), now=now)
    count, stuck = 0, None
    for made in queries.passed_rounds(now=now):
        try:
            count += offer_round(made, now=now)
        except CannotMove as error:
            # One round whose books do not agree keeps no other one waiting.
            stuck = stuck or error
    if stuck is not None:
        raise stuck
    return count


@transaction.atomic
def offer_round(made: Round, *, now: datetime) -> int:
    """Offer the claims of a round whose notice is over; return how many. Raises CannotMove."""
    over = queries.notices_over(made, now=now)
    claims = [one for one in locked_in_line(made, State.NOTICED) if one.notice_id in over]
    if claims:
        offer(claims, actor=system("notice"), now=now)
    return len(claims)


def offer(claims: Sequence[Claim], *, actor: Actor, now: datetime) -> None:
    """Commit the money of locked claims and ask their companies to confirm: one message each."""
    made = claims[0].round
    if made.order != Order.CONFIRMED:
        move_all(claims, COMMITTED, actor=actor, now=now)
    step(claims, Act.OFFER, actor=actor, now=now)
    start_confirm_clocks(claims, now=now)
    note("offered", claims, actor=actor, now=now)
    people = register.people_acting_for([claim.company_id for claim in claims], at=now)
    tell_each([(people[claim.company_id], offered(claim)) for claim in claims], now=now)


def offered(claim: Claim) -> Said:
    """Return the one message that asks a company to confirm: amount, reason, where."""
    made = claim.round
    assert claim.amount is not None, "an approved claim has its amount"
    return Said(
        kind="claim.offered",
        # Taken back and worked out anew, it is offered again.
        key=f"claim:{claim.pk}:offered:{claim.version}",
        title=(f"请确认领取：{full(claim.amount)}元", f"Please confirm: CNY {full(claim.amount)}"),
        body=(
            f"{claim.name}符合“{made.zh}”（{made.article}）。核对收款账户后点一次“确认领取”即可，不用填表，不用上传材料。",
            f"{claim.name} meets “{made.en}” ({made.article}). Check the account and confirm with one button: nothing to fill in.",
        ),
        link=reverse("casework:own_claim", args=[claim.pk]),
    )
