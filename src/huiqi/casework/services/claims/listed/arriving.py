"""Cases that are made by themselves: the clause is run, whoever newly meets it gets a claim, and what two people agreed to beforehand
is decided: an ordinary claim goes to its notice or to its company, an exceptional one waits for an officer.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework.domain.claims.bands import role_for
from huiqi.casework.domain.claims.credit import Credit
from huiqi.casework.domain.claims.states import Act
from huiqi.casework.models import Claim, ListedClause, Match, Round
from huiqi.casework.queries.claims import approving as known
from huiqi.casework.queries.claims import listed as known_list
from huiqi.casework.services.claims.approving import settle
from huiqi.casework.services.claims.barring import barred
from huiqi.casework.services.claims.comparing import Terms, open_round
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.funding import set_lines
from huiqi.casework.services.claims.noticing import post
from huiqi.casework.services.claims.reviewing import note
from huiqi.casework.services.claims.stepping import locked, step
from huiqi.casework.services.running import carry_out, start_run
from huiqi.kernel.actor import Actor, Role, system
from huiqi.kernel.clock import day_in_china
from huiqi.messages.services import Said, tell_each
from huiqi.register import queries as register
from huiqi.rulebook.services.evaluating import Bearer

_SYSTEM = system("免申即享")


def serve_listed(*, id: UUID, now: datetime) -> Round | None:
    """Make the cases of a clause on the list for those who newly meet it; None where there are none, or it is off the list.

    Once for a company and year: who has a claim is left out, however often this is asked for, and also where it was refused, revoked,
    declined or has lapsed: whether there is another is for people to say.
    """
    one = ListedClause.objects.filter(pk=id, agreed_at__isnull=False, taken_off_at=None).first()
    if one is None or not newly_met(one, now=now):
        return None
    payers = known_list.payers_now(one, now=now)
    if payers is not None and known_list.lines_for(one, [payer.id for payer in payers]) is None:
        tell_other_payers(one, payers, now=now)
        return None
    run = start_run(
        scope=one.scope_id, day=day_in_china(now), policies=[one.policy], name=f"免申即享：{one.zh}"[:100],
        actor=_SYSTEM, now=now,
    )  # fmt: skip
    done = carry_out(id=run.pk, actor=_SYSTEM, now=now, progress=lambda *_: None)
    with transaction.atomic():
        # Whoever takes it off the list at this moment is first, or the cases are.
        if not ListedClause.objects.select_for_update().filter(pk=one.pk, taken_off_at=None).exists():
            return None
        terms = Terms(one.confirm_days, one.notice_days, one.order)
        try:
            made = open_round(
                run=done.pk, policy=one.policy, clause=one.clause, terms=terms, actor=_SYSTEM, now=now, again=False
            )
        except CannotClaim as error:
            # Somebody else's round was quicker: the next time this is asked for, its run knows of that one.
            if error.code in {"nobody", "limits_moved"}:
                return None
            raise
        lines = known_list.lines_for(one, list(made.payers.values_list("code", flat=True)))
        made = set_lines(round=made.pk, lines=lines or one.lines, actor=_SYSTEM, now=now)
        decide(one, made, now=now)
    return made


def serve_all_listed(*, now: datetime) -> int:
    """Make the cases of all clauses on the list; return how many rounds were made."""
    active = ListedClause.objects.filter(agreed_at__isnull=False, taken_off_at=None)
    keys = list(active.order_by("-pk").values_list("pk", flat=True))
    made: list[Round | None] = []
    # What one of them raises is raised when all had their turn.
    with ExitStack() as turns:
        for key in keys:
            turns.callback(lambda key: made.append(serve_listed(id=key, now=now)), key)
    return sum(one is not None for one in made)


def tell_other_payers(one: ListedClause, payers: Sequence[Bearer], *, now: datetime) -> None:
    """Tell the officers, once, that a clause is shared by others than the list names lines for: no case is made before they are named."""
    zh, en = ("、".join(names) for names in zip(*(payer.name for payer in payers), strict=True)) if payers else ("", "")
    said = Said(
        kind="claim.payers",
        key=f"listed:{one.pk}:payers:{','.join(sorted(payer.id for payer in payers))}",
        title=(f"承担方已改变，暂停自动办理：{one.zh}"[:200], f"Other payers, no cases are made: {one.en}"[:200]),
        body=(
            f"条款现由{zh or '一方'}承担，与清单指定的资金来源不符。请移出清单，为每一方指定资金来源后重新列入；在此之前不再自动生成事项。",
            f"The clause is borne by {en or 'one'} now; the list names lines for others. Take it off and list it again with a line of each; until then no case is made.",
        ),
        link=reverse("casework:listed_clause", args=[one.pk]),
    )
    officers = register.holders(organisation=one.scope_id, roles=(Role.POLICY_OFFICER,), now=now)
    tell_each([(officers, said)], now=now)


def newly_met(one: ListedClause, *, now: datetime) -> bool:
    """Return whether a company that meets the clause by itself has no claim of the year yet, not even one of which nothing came."""
    have = Claim.objects.filter(policy=one.policy, clause=one.clause, year=day_in_china(now).year)
    inside = register.within_reach(_SYSTEM).filter(kind="company", within__contains=[one.scope_id])
    met = Match.objects.filter(policy=one.policy, clause=one.clause, outcome=Match.Outcome.MET, company__in=inside)
    return met.exclude(company__in=have.values("company")).exists()


def decide(one: ListedClause, made: Round, *, now: datetime) -> None:
    """Decide on the ordinary claims of a round as the two agreed who keep the list, and post or offer them."""
    ids = [
        claim.pk
        for claim in made.claims.all()
        if not claim.exceptions and claim.amount is not None and claim.credit == Credit.CLEAN
    ]
    assert one.agreed_by is not None, "it is agreed to"
    agreed = register.actor_of(person=one.agreed_by, now=now)
    theirs = register.organisations_related(one.listed_by) | register.organisations_related(one.agreed_by)
    # Of companies with which one of the two has to do, somebody else decides.
    apart = [claim for claim in (locked(ids) if ids else []) if claim.company_id not in theirs]
    kept_out = {claim.pk for claim, _ in barred(apart, now=now)}
    claims = within_band([claim for claim in apart if claim.pk not in kept_out], agreed, zone=made.zone_id)
    if not claims:
        return
    reason = f"按免申即享清单自动办理（{one.listed_by_name}列入，{one.agreed_by_name}同意）"
    step(
        claims, Act.REVIEW, actor=_SYSTEM, now=now, reason=reason,
        reviewed_by=one.listed_by, reviewed_by_name=one.listed_by_name, reviewed_at=now,
    )  # fmt: skip
    note("reviewed", claims, actor=_SYSTEM, now=now, reason=reason)
    settle(claims, away="", reason=reason, actor=_SYSTEM, now=now, approver=(one.agreed_by, one.agreed_by_name))
    try:
        post(round=made.pk, actor=_SYSTEM, now=now)
    except CannotClaim as error:
        # All of them are held for lack of money: there is nothing to post.
        if error.code != "none_approved":
            raise


def within_band(claims: Sequence[Claim], agreed: Actor, *, zone: UUID) -> list[Claim]:
    """Return the claims whose amount the one who agreed to the list may still approve; the others wait for whoever may."""
    bands = known.bands(zone)
    return [
        claim
        for claim in claims
        if claim.amount is not None
        and register.within_reach(agreed, role_for(claim.amount, bands)).filter(pk=claim.round.scope_id).exists()
    ]
