"""Which lines of the budget pay a round; and what is done where it did not suffice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from huiqi.casework import queries
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.rights import MAKE_PAYMENTS, REVIEW
from huiqi.casework.domain.claims.states import UNFUNDED, Act, State
from huiqi.casework.models import Claim, Round, RoundPayer
from huiqi.casework.queries.claims.funding import lines_of
from huiqi.casework.services.claims.due import start_pay_clocks
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.money import AT_ONCE, RESERVED, move_in_order
from huiqi.casework.services.claims.stepping import step
from huiqi.casework.services.claims.telling import funded, tell_companies
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, system
from huiqi.kernel.words import Pair
from huiqi.ledger import queries as ledger
from huiqi.ledger.services import CannotMove
from huiqi.register import queries as register

# Nobody decides anew: that it was approved or confirmed stands.
_SERVED: Final = {"reason": "资金已有，按原决定办理", "reason_en": "There is money: done as it was decided"}


@transaction.atomic
def set_lines(
    *, round: UUID, lines: Sequence[UUID], actor: Actor, now: datetime, seen: Sequence[UUID] | None = None
) -> Round:
    """Name the line of the budget that pays a round, or one for each of its payers in their order; raises CannotClaim.

    Before anything is decided on it, and where `seen` is given, while these lines are named still.
    """
    made = funded_round(round, actor=actor)
    payers = list(made.payers.all())
    check_lines(lines, zone=made.zone_id, payers=len(payers), actor=actor)
    if made.claims.exclude(state__in=[state.value for state in UNFUNDED]).exists():
        raise CannotClaim("line_in_use")
    before = lines_of([made])[made.pk]
    if seen is not None and tuple(seen) != before:
        raise CannotClaim("lines_changed")
    if payers:
        # In two steps: two payers may change their lines with one another.
        made.payers.update(line=None)
        for payer, line in zip(payers, lines, strict=True):
            payer.line = line
        RoundPayer.objects.bulk_update(payers, ("line",))
    else:
        (made.line,) = lines
        made.save(update_fields=("line",))
    audit.record(
        "casework.round.funded",
        actor=actor, subject_kind="round", subject=made.pk, organisation=made.scope_id, now=now,
        before={"lines": list(before)}, after={"lines": list(lines)},
    )  # fmt: skip
    return made


def check_lines(lines: Sequence[UUID], *, zone: UUID, payers: int, actor: Actor) -> None:
    """Refuse lines that are not one for each payer, each another one of the zone; raises CannotClaim."""
    if len(lines) != max(payers, 1):
        raise CannotClaim("lines_wanted", count=payers) if payers else CannotClaim("no_such_line")
    if len(set(lines)) < len(lines):
        raise CannotClaim("line_twice")
    if ledger.lines(actor).filter(pk__in=lines, zone=zone).exclude(kind="ceiling").count() < len(lines):
        raise CannotClaim("no_such_line")


@transaction.atomic
def serve_held(*, round: UUID, actor: Actor, now: datetime) -> tuple[int, int]:
    """Try again, in the declared order, what was held for lack of money; return how many are served, and how many wait still."""
    made = funded_round(round, actor=actor)
    held = locked_in_line(made, State.HELD)
    if not held:
        raise CannotClaim("none_held")
    served = serve(made, held, actor=actor, now=now)
    return served, len(held) - served


def paid_by(line: UUID) -> QuerySet[Round]:
    """Return the rounds that a line of the budget pays, alone or with others."""
    return Round.objects.filter(Q(line=line) | Q(pk__in=RoundPayer.objects.filter(line=line).values("round")))


def is_waited_for(line: UUID) -> bool:
    """Return whether a claim is held for lack of money on a line of the budget, or on another one of its payers."""
    return Claim.objects.filter(state=State.HELD.value, round__in=paid_by(line)).exists()


def serve_waiting(line: UUID, *, actor: Actor, now: datetime) -> int:
    """Serve what is held for lack of money on a line of the budget, the older rounds first; return how many are served.

    Asked before anybody new takes of the line, and where money of it is free again.
    """
    waiting = Claim.objects.filter(state=State.HELD.value, round__in=paid_by(line))
    if not waiting.exists():
        return 0
    audit.locked_head()
    # All of them are locked in the one order in which everybody locks claims; then round by round.
    list(waiting.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    rounds = paid_by(line).filter(claims__state=State.HELD.value).distinct().order_by("made_at", "pk")
    return sum(serve(made, locked_in_line(made, State.HELD), actor=actor, now=now) for made in rounds)


def serve_all_waiting(*, now: datetime) -> int:
    """Serve what is held on every line, where money came; return how many are served."""
    rounds = Round.objects.filter(claims__state=State.HELD.value).distinct()
    count = 0
    for line in sorted({line for lines in lines_of(rounds).values() for line in lines}):
        with transaction.atomic():
            count += serve_waiting(line, actor=system("budget"), now=now)
    return count


def serve(made: Round, held: Sequence[Claim], *, actor: Actor, now: datetime) -> int:
    """Try again, in the declared order, what was held of a round; return how many are served."""
    confirmed = [claim for claim in held if claim.confirmed_at is not None]
    decided = [claim for claim in held if claim.confirmed_at is None]
    served = []
    for claims, steps, act in ((decided, RESERVED, Act.APPROVE), (confirmed, AT_ONCE, Act.OWE)):
        failures = move_in_order(claims, steps, actor=actor, now=now) if claims else {}
        good = [claim for claim in claims if claim.pk not in failures]
        if good:
            step(good, act, actor=actor, now=now, **(_SERVED if act == Act.APPROVE else {}))
        served += good
        tell_why(claims, failures)
    owed = [claim for claim in served if claim.state == State.OWED]
    start_pay_clocks(owed, now=now)
    tell_companies([(claim, funded(claim)) for claim in owed], now=now)
    if served or not actor.is_system:
        audit.record(
            "casework.round.served",
            actor=actor, subject_kind="round", subject=made.pk, organisation=made.scope_id, now=now,
            after={"served": len(served), "held": len(held) - len(served)},
        )  # fmt: skip
    return len(served)


def tell_why(claims: Sequence[Claim], failures: Mapping[UUID, CannotMove]) -> None:
    """Keep why the money of some claims does not move."""
    for (reason, reason_en), some in by_reason(failures, [claim for claim in claims if claim.pk in failures]).items():
        Claim.objects.filter(pk__in=[claim.pk for claim in some]).update(reason=reason, reason_en=reason_en)


def by_reason(failures: Mapping[UUID, CannotMove], claims: Sequence[Claim]) -> dict[Pair, list[Claim]]:
    """Return claims whose money does not move by why it does not, in both languages."""
    found: dict[Pair, list[Claim]] = {}
    for claim in claims:
        found.setdefault(why_held(failures[claim.pk]), []).append(claim)
    return found


def why_held(error: CannotMove) -> Pair:
    """Return why the money does not move, as it stands with the claim, in both languages."""
    return error.said(english=False)[:1000], error.said(english=True)[:1000]


def locked_in_line(made: Round, state: State) -> list[Claim]:
    """Return the claims of a round in a state, locked, in the declared order."""
    audit.locked_head()
    order = attrgetter("queue" if made.order == Order.CONFIRMED else "place", "pk")
    found = (
        Claim.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round")
        .filter(round=made, state=state.value)
    )
    # Locked in the one order in which everybody locks claims (`stepping.locked`).
    return sorted(found.order_by("pk"), key=order)


def funded_round(id: UUID, *, actor: Actor) -> Round:
    """Return a round, locked, whose money the actor arranges; raises CannotClaim, CannotSeeClaim."""
    seen = queries.round_of(actor, id=id)
    if not register.within_reach(actor, *MAKE_PAYMENTS, *REVIEW).filter(pk=seen.scope_id).exists():
        raise CannotClaim("not_allowed", actor=actor.name)
    made = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=seen.pk)
    # Nobody approves on the lines of before while others are named.
    audit.locked_head()
    return made
