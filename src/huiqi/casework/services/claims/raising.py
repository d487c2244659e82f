"""What a limit took off because of another claim comes back when that one falls: an officer is told, and works the amount out anew.

Nothing changes by itself. Worked out anew are the limits alone: the facts, the rules and the places are those of the run. Whatever was
agreed to before is agreed to again: a claim that was reviewed or approved goes back to the beginning, and its money is let go. One that was
on public notice, or that its company was asked to confirm, is taken back and posted again with its new amount.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.domain.claims.exceptions import Exceptional, marked
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.states import ANNOUNCED, RAISABLE, Act, State
from huiqi.casework.domain.past import as_adjustment, before_limits, opening_of, stage_of
from huiqi.casework.models import Claim
from huiqi.casework.queries.claims.funding import lines_of
from huiqi.casework.services.claims.confirming import serve_freed
from huiqi.casework.services.claims.due import stop_confirm_clocks
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.fitting import hold_limits
from huiqi.casework.services.claims.funding import is_waited_for
from huiqi.casework.services.claims.money import CANCELLED, RELEASED, move_all
from huiqi.casework.services.claims.reviewing import in_hand, note, why
from huiqi.casework.services.claims.room import cut_claims
from huiqi.casework.services.claims.sharing import parts_of, parts_with, share_out
from huiqi.casework.services.claims.stepping import locked, named, step
from huiqi.casework.services.claims.telling import tell_companies
from huiqi.kernel.actor import Actor, Role, system
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.money import full
from huiqi.ledger import queries as ledger
from huiqi.messages.services import Said, tell_each
from huiqi.register import queries as register
from huiqi.rulebook.domain.past import Awarded, Past
from huiqi.rulebook.services.fitting import Dealt, Promise, dealt_again

FREED: Final = Exceptional.FREED.value
_UNDECIDED: Final = {
    "reviewed_by": None, "reviewed_by_name": "", "reviewed_at": None, "approved_by": None, "approved_by_name": "",
    "approved_for_name": "", "approved_at": None, "reminded_at": None,
}  # fmt: skip


@transaction.atomic
def tell_freed(*, fallen: Collection[UUID], now: datetime) -> int:
    """Mark the claims that would get more now that others came to nothing, and tell the officers; return how many are marked."""
    gone = list(Claim.objects.filter(pk__in=fallen).select_related("round").order_by("pk"))
    related = Q(company__in={one.company_id for one in gone}) | Q(adjustments__contains=[{"limit": "pool"}])
    open_ = cut_claims({one.round.zone_id for one in gone}).filter(related).exclude(pk__in=fallen)
    ids = list(open_.exclude(exceptions__contains=[FREED]).values_list("pk", flat=True))
    if not ids:
        return 0
    # Locked, some may have gone on: those are not looked at any more.
    claims = [one for one in locked(ids) if one.state in RAISABLE | {State.OBJECTED} and FREED not in one.exceptions]
    found = more(claims, now=now)
    freed = [one for one in claims if one.pk in found]
    for claim in freed:
        claim.freed_by = cause_of_room(claim, gone)
        claim.exceptions = marked([*claim.exceptions, FREED])
        claim.version += 1
        claim.save(update_fields=("freed_by", "exceptions", "version"))
    if freed:
        note("freed", freed, actor=system("limits"), now=now, because=[str(one.pk) for one in gone])
        tell_officers(freed, now=now)
    return len(freed)


def cause_of_room(claim: Claim, gone: Sequence[Claim]) -> Claim:
    """Return which of those that fell made room for a claim: one of its own company, else the first."""
    return next((one for one in gone if one.company_id == claim.company_id), gone[0])


def tell_officers(freed: Sequence[Claim], *, now: datetime) -> None:
    """Tell those who review where a limit has room again: one message for each claim."""

    @cache
    def officers(place: UUID) -> list[UUID]:
        return register.holders(organisation=place, roles=(Role.POLICY_OFFICER,), now=now)

    tell_each([(officers(claim.round.scope_id), said(claim)) for claim in freed], now=now)


def said(claim: Claim) -> Said:
    """Return what officers are told of a claim for which there is room again."""
    gone = claim.freed_by
    assert gone is not None, "it is marked"
    zh, en = State(gone.state).words
    return Said(
        kind="claim.freed",
        key=f"claim:{claim.pk}:freed:{gone.pk}",
        title=(f"限额有余量，请重新核定：{claim.name}"[:200], f"Room under a limit again: {claim.name}"[:200]),
        body=(
            f"“{claim.round.zh}”曾因限额被削减；{gone.name}“{gone.round.zh}”现为“{zh}”。",
            f"“{claim.round.en}” was cut by a limit; {gone.name}, “{gone.round.en}”, is now “{en}”.",
        ),
        link=reverse("casework:claim", args=[claim.pk]),
    )


@transaction.atomic
def work_out_anew(*, seen: Mapping[UUID, int], reason: str, actor: Actor, now: datetime) -> int:
    """Give claims what their limits leave them by now, for which they are agreed to anew; return how many. Raises CannotClaim."""
    hold_limits(queries.claims(actor).filter(pk__in=seen).values_list("round__zone", flat=True))
    claims = in_hand(seen, actor=actor)
    unmarked = [claim for claim in claims if FREED not in claim.exceptions]
    if unmarked:
        raise CannotClaim("not_freed", names=named(unmarked))
    found = more(claims, now=now)
    if len(found) < len(claims):
        raise CannotClaim("room_is_used", names=named([claim for claim in claims if claim.pk not in found]))
    refuse_unfunded(claims, found, actor=actor)
    before = {claim.pk: claim.amount for claim in claims}
    approved, offered = ([one for one in claims if one.state == state] for state in (State.APPROVED, State.OFFERED))
    let_money_go(claims, actor=actor, now=now)
    stop_confirm_clocks(offered, now=now)
    step(claims, Act.WORK_OUT, actor=actor, now=now, reason=why(reason), **_UNDECIDED)
    for claim in claims:
        put_anew(claim, found[claim.pk])
    changed = {str(claim.pk): [amount_said(before[claim.pk]), amount_said(claim.amount)] for claim in claims}
    note("worked_out_anew", claims, actor=actor, now=now, reason=reason.strip(), amounts=changed)
    tell_companies([(claim, taken_back(claim)) for claim in offered], now=now)
    # On the line of what was announced nobody waits for money (`refuse_unfunded`).
    serve_freed(approved, now=now)
    return len(claims)


def refuse_unfunded(claims: Sequence[Claim], found: Mapping[UUID, Dealt], *, actor: Actor) -> None:
    """Refuse to take back what was announced where others wait for a line's money, or nothing is free for the rest; raises CannotClaim."""
    announced = [one for one in claims if one.state in ANNOUNCED and one.round.order != Order.CONFIRMED]
    named_lines = lines_of(one.round for one in announced)
    wanted: dict[UUID, Decimal] = {}
    for claim in announced:
        before = parts_of(claim)
        after = parts_with(claim, found[claim.pk].ends[1] or sum(before, Decimal(0)))
        for line, old, new in zip(named_lines[claim.round_id], before, after, strict=True):
            wanted[line] = wanted.get(line, Decimal(0)) + new - old
    lines: QuerySet[Any] = ledger.lines(actor).filter(pk__in=wanted)
    free = {row.pk: row.in_free for row in lines}
    short = {line for line, rest in wanted.items() if free.get(line, Decimal(0)) < rest or is_waited_for(line)}
    if short:
        unfunded = [one for one in announced if not short.isdisjoint(named_lines[one.round_id])]
        raise CannotClaim("no_money_for_more", names=named(unfunded))


def let_money_go(claims: Sequence[Claim], *, actor: Actor, now: datetime) -> None:
    """Let the money of claims go that was reserved or committed for them: it is put aside anew when they are approved."""
    put_aside = [one for one in claims if one.round.order != Order.CONFIRMED]
    for states, steps in (({State.APPROVED, State.NOTICED}, RELEASED), ({State.OFFERED}, CANCELLED)):
        if some := [one for one in put_aside if one.state in states]:
            move_all(some, steps, actor=actor, now=now)


def taken_back(claim: Claim) -> Said:
    """Return what a company is told whose award is worked out anew before it was confirmed."""
    made = claim.round
    return Said(
        kind="claim.offered",
        key=f"claim:{claim.pk}:taken_back:{claim.version}",
        title=("金额重新核定，请先不用确认", "Being worked out anew: wait before you confirm"),
        body=(
            f"“{made.zh}”的限额有了余量，贵公司的金额正在重新核定，只会增加。核定后会再请您确认，不用做什么。",
            f"The limit of “{made.en}” has room again: your amount is worked out anew and only grows. You are asked again; there is nothing to do.",
        ),
        link=reverse("casework:own_claims"),
    )


@transaction.atomic
def work_out_round(*, round: UUID, reason: str, actor: Actor, now: datetime) -> int:
    """Give all claims of a round for which there is room again what their limits leave them, in the declared order; return how many."""
    made = queries.round_of(actor, id=round)
    rows = queries.freed(queries.claims(actor).filter(round=made))
    others = rows.exclude(company__in=register.organisations_related(actor.person))
    seen = dict(others.values_list("pk", "version"))
    if not seen:
        raise CannotClaim("none_freed")
    return work_out_anew(seen=seen, reason=reason, actor=actor, now=now)


@transaction.atomic
def let_stand(*, id: UUID, version: int, reason: str, actor: Actor, now: datetime) -> Claim:
    """Leave a claim at its amount although there is room again, saying why; raises CannotClaim."""
    (claim,) = in_hand({id: version}, actor=actor)
    if FREED not in claim.exceptions:
        raise CannotClaim("not_freed", names=claim.name)
    claim.exceptions = [one for one in claim.exceptions if one != FREED]
    claim.version += 1
    claim.save(update_fields=("exceptions", "version"))
    note("let_stand", [claim], actor=actor, now=now, reason=why(reason))
    return claim


def put_anew(claim: Claim, dealt: Dealt) -> None:
    """Put what the limits leave to a claim that stands at its beginning; an open amount is set anew."""
    opening = opening_of(claim.adjustments)
    claim.low, claim.high = dealt.ends
    claim.adjustments = [*opening, *(as_adjustment(*change) for change in dealt.changes)]
    is_open = claim.low is None or claim.low != claim.high
    claim.amount = None if is_open else claim.low
    share_out(claim)
    marks = [one for one in claim.exceptions if one not in {FREED, Exceptional.ADJUSTED, Exceptional.OPEN_AMOUNT}]
    marks += [Exceptional.ADJUSTED.value] * bool(claim.adjustments) + [Exceptional.OPEN_AMOUNT.value] * is_open
    claim.exceptions, claim.freed_by = marked(marks), None
    claim.save(update_fields=("low", "high", "adjustments", "amount", "borne", "exceptions", "freed_by"))


def more(claims: Sequence[Claim], *, now: datetime) -> dict[UUID, Dealt]:
    """Return what limits leave by now to claims that get more than they have, round by round in the declared order."""
    rounds: dict[UUID, list[Claim]] = {}
    for claim in sorted(claims, key=lambda one: (one.round.made_at, one.round_id, one.place, one.pk)):
        rounds.setdefault(claim.round_id, []).append(claim)
    zones = {claim.round.zone_id for claim in claims}
    pasts = {zone: queries.past_of(zone, day=day_in_china(now)) for zone in zones}
    found: dict[UUID, Dealt] = {}
    for some in rounds.values():
        made = some[0].round
        dealt = dealt_again(
            queries.book_for(made.run), [promise_of(one) for one in some], day=made.day,
            past=deciding(pasts[made.zone_id], some), figures=queries.figures_for(made.run),
        )  # fmt: skip
        raised = {one.pk: part for one, part in zip(some, dealt, strict=True) if is_more(part, one)}
        found |= raised
        # What these get, the next round finds used.
        pasts[made.zone_id] = used(pasts[made.zone_id], some, raised)
    return found


def promise_of(claim: Claim) -> Promise:
    """Return a claim as it came before its limits."""
    return Promise(
        f"{claim.policy}/{claim.clause}", str(claim.company_id), claim.year,
        before_limits(claim.adjustments, claim.low, claim.high), claim.amount or Decimal(0), stage_of(claim.adjustments),
    )  # fmt: skip


def key_of(claim: Claim) -> tuple[str, str, int]:
    """Return by what a claim that stands is known among the awards of its zone: there is one of it."""
    return f"{claim.policy}/{claim.clause}", str(claim.company_id), claim.year


def is_own(one: Awarded, keys: Collection[tuple[str, str, int]]) -> bool:
    """Return whether an award is one of these claims and not something that was paid before Huiqi."""
    return (one.is_pending or not one.origin) and (one.clause, one.company, one.year) in keys


def deciding(past: Past, claims: Iterable[Claim]) -> list[Awarded]:
    """Return the past with these claims as still being decided: they find their own part free."""
    keys = {key_of(claim) for claim in claims}
    return [replace(one, is_pending=True) if is_own(one, keys) else one for one in past]


def used(past: Past, claims: Iterable[Claim], raised: Mapping[UUID, Dealt]) -> list[Awarded]:
    """Return the past with the larger amounts of claims that get more."""
    most = {key_of(claim): raised[claim.pk].ends[1] for claim in claims if claim.pk in raised}
    return [replace(one, amount=most[one.clause, one.company, one.year]) if is_own(one, most) else one for one in past]


def is_more(dealt: Dealt, claim: Claim) -> bool:
    """Return whether the limits leave a claim more than it has, at one end of it at least, and nothing less at the other."""
    if not dealt.is_met:
        return False
    before = (claim.low, claim.high)
    pairs = [(Decimal("Infinity") if end is None and at else end or Decimal(0)) for at, end in enumerate(before)]
    after = [(Decimal("Infinity") if end is None and at else end or Decimal(0)) for at, end in enumerate(dealt.ends)]
    return after > pairs and all(new >= old for new, old in zip(after, pairs, strict=True))


def amount_said(amount: Decimal | None) -> str | None:
    """Return an amount as the trail holds it."""
    return None if amount is None else full(amount)
