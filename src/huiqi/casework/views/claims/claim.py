"""One claim: the amount and its reason, the facts as they stood, what limits changed, every step; and what may be done next."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.credit import Credit
from huiqi.casework.domain.claims.exceptions import Exceptional
from huiqi.casework.domain.claims.limits import limit_name
from huiqi.casework.domain.claims.rights import APPROVE, REVIEW, SEE_CLAIMS, SEE_PAYMENTS, TAKE_ON
from huiqi.casework.domain.claims.states import RAISABLE, UNDECIDED, Act, State
from huiqi.casework.domain.claims.waiting import OWNERS, next_step
from huiqi.casework.domain.past import before_limits
from huiqi.casework.forms.claims.rounds import ReasonForm
from huiqi.casework.queries.claims.approving import places_taken
from huiqi.casework.queries.claims.receipts import receipts_of_claim
from huiqi.casework.views.claims.rounds import (
    ROUNDS,
    STATES,
    amount_cell,
    claim_address,
    round_address,
    round_name,
    say_held,
)
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import read_clock
from huiqi.kernel.words import headed
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen


def claim_listing(actor: Actor, now: datetime) -> Listing[Any]:
    """Return the list of claims, with what waits for the actor's own approval as a filter."""
    return Listing(
        zh="兑现事项",
        en="Claims",
        columns=(
            Column("name", "企业", "Company", lambda one: one.name, ("company__name_key",), claim_address, "wide"),
            Column("clause", "条款", "Clause", lambda one: chosen(one.round.zh, one.round.en), ("round__zh",), lambda one: round_address(one.round)),
            Column("amount", "金额（元）", "Amount (yuan)", amount_cell, ("amount",), kind="number"),
            Column("state", "状态", "State", lambda one: chosen(*State(one.state).words), ("state",)),
            Column("since", "自", "Since", lambda one: one.since, ("since",), kind="day"),
            Column("reason", "说明", "Note", lambda one: chosen(*one.why), ("reason",), kind="wide"),
        ),
        order=("since", "id"),
        filters=(
            Filter("state", "状态", "State", STATES, lambda rows, value: rows.filter(state=value)),
            Filter("waits", "待办", "Waiting", (("approve", "待我审批", "For me to approve"),), lambda rows, _value: queries.to_approve(actor, now=now, rows=rows)),
            Filter("mark", "例外", "Exception", ((Exceptional.FREED.value, *Exceptional.FREED.words),), lambda rows, _value: queries.freed(rows)),
        ),
        search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(credit_code__icontains=text) | Q(round__zh__icontains=text)),
        search_hint=("企业、信用代码、条款", "Company, credit code, clause"),
        empty=("还没有兑现事项。", "There are no claims yet."),
    )  # fmt: skip


@require_safe
@door(*SEE_CLAIMS)
def claim_list(request: Request) -> HttpResponseBase:
    """Show all claims within reach, the longest waiting first."""
    return show_list(request, claim_listing(request.actor, read_clock()), queries.claims(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_CLAIMS)
@once
def claim_page(request: Request, id: UUID) -> HttpResponseBase:
    """Show one claim, and do with it what the actor may."""
    claim = queries.claim_of(request.actor, id=id)
    form = ReasonForm(request.POST or None, initial={"version": claim.version})
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            do(request, claim.pk, form.cleaned_data)
            flash.success(request, chosen("已处理。", "Done."))
            is_held = queries.claim_of(request.actor, id=id).state == State.HELD
            say_held(request, 1 if is_held and request.POST.get("act") == "approve" else 0)
            return redirect("casework:claim", id)
    return show_claim(request, claim, form)


def do(request: Request, id: UUID, said: dict[str, Any]) -> None:
    """Do what the pressed button says."""
    act, common = request.POST.get("act", ""), dict[str, Any](actor=request.actor, now=read_clock())
    version, reason = said["version"], said["reason"]
    if act == "clear":
        services.clear_credit(id=id, version=version, found=reason, **common)
    elif act == "amount" and said["amount"] is not None:
        services.set_amount(id=id, version=version, amount=said["amount"], reason=reason, **common)
    elif act == "take_on":
        services.take_on(id=id, version=version, reason=reason, **common)
    elif act == "work_out":
        services.work_out_anew(seen={id: version}, reason=reason, **common)
    elif act == "let_stand":
        services.let_stand(id=id, version=version, reason=reason, **common)
    elif act in services.DECISIONS:
        services.DECISIONS[act](seen={id: version}, reason=reason, **common)
    else:
        raise services.CannotClaim("none_chosen")


def show_claim(request: Request, claim: Any, form: ReasonForm) -> HttpResponse:
    """Return the page of a claim."""
    made = claim.round
    acts = acts_of(request, claim)
    if "amount" not in dict(acts):
        del form.fields["amount"]
    context = {
        "claim": claim,
        "round": made,
        "state": State(claim.state).words,
        "next": next_step(State(claim.state), is_noticed=bool(made.notice_days)),
        "receipts": receipts_of_claim(claim.pk) if request.actor.holds(*SEE_PAYMENTS) else [],
        "credit": Credit(claim.credit).words,
        "borne": queries.borne_of(claim),
        "marks": [Exceptional(mark).words for mark in claim.exceptions],
        "facts": queries.claim_facts(request.actor, claim=claim),
        "changes": [change_words(one) for one in claim.adjustments],
        "room": room_words(claim),
        "exclusions": exclusions_shown(request.actor, claim),
        "past": queries.had_before(made.run, claim.company_id),
        "steps": [(headed(Act(one.act).words), one) for one in queries.steps(claim)],
        "form": form,
        "acts": acts,
        "places_taken": places_taken(request.actor, zone=made.zone_id, now=read_clock()) if acts else [],
        "trace": reverse("casework:trace", args=[made.run_id, made.policy, made.clause, claim.company_id]),
        "crumbs": [
            (ROUNDS.title, reverse("casework:rounds")),
            (round_name(made), round_address(made)),
            (claim.name, ""),
        ],
    }
    return render(request, "casework/claims/claim.html", context, status=422 if form.errors else 200)


def acts_of(request: Request, claim: Any) -> list[tuple[str, str]]:
    """Return what the actor may do with a claim where it stands."""
    may_review, may_approve = request.actor.holds(*REVIEW), waits_for(request, claim)
    is_freed = Exceptional.FREED in claim.exceptions and claim.state in RAISABLE and claim.confirmed_at is None
    is_new, is_reviewed = claim.state == State.PROPOSED, claim.state == State.REVIEWED
    offered = (
        ("clear", ("记录信用核查结果：无记录", "Credit looked up: no record"), may_review and is_new and claim.credit == Credit.UNKNOWN),
        ("amount", ("核定金额", "Set the amount"), may_review and is_new and claim.low != claim.high),
        ("work_out", ("重新核定金额", "Work the amount out anew"), may_review and is_freed),
        ("let_stand", ("维持原金额", "Leave the amount"), may_review and is_freed),
        ("review", ("审核同意", "Agree"), may_review and is_new),
        ("put_right", ("核实后重新提交", "Put right"), may_review and claim.state == State.RETURNED),
        ("approve", ("审批同意", "Approve"), may_approve and is_reviewed),
        ("send_back", ("退回核实", "Send back"), may_review and is_new),
        ("hand_back", ("退回审核", "Hand back"), may_approve and is_reviewed),
        ("refuse", ("不予兑现", "Refuse"), may_review and claim.state in {State.PROPOSED, State.RETURNED}),
        ("turn_down", ("不予兑现", "Refuse"), may_approve and is_reviewed),
        ("take_on", ("认领清障，写明原因", "Take it on, say what holds it"), request.actor.holds(*TAKE_ON) and claim.state in OWNERS),
    )  # fmt: skip
    return [(act, chosen(*words)) for act, words, may in offered if may]


def waits_for(request: Request, claim: Any) -> bool:
    """Return whether a claim waits for the actor's approval: within the band, reviewed by somebody else."""
    if claim.state != State.REVIEWED or not request.actor.holds(*APPROVE):
        return False
    rows = queries.claims(request.actor).filter(pk=claim.pk)
    return queries.to_approve(request.actor, now=read_clock(), rows=rows).exists()


def room_words(claim: Any) -> dict[str, object] | None:
    """Return what a limit took off a claim and which one came to nothing, where it has room again."""
    if Exceptional.FREED not in claim.exceptions or claim.freed_by is None:
        return None
    gone = claim.freed_by
    _, whole = before_limits(claim.adjustments, claim.low, claim.high)
    off = None if whole is None or claim.high is None else whole - claim.high
    return {
        "off": off,
        "gone": gone,
        "round": gone.round,
        "state": State(gone.state).words,
        "address": claim_address(gone),
        "again": ("重新公示", "it is posted again")
        if claim.round.notice_days
        else ("再请企业确认", "the company is asked again"),
    }


def exclusions_shown(actor: Actor, claim: Any) -> list[dict[str, object]]:
    """Return which other claims a claim is bound to by a limit: what is called how, where it stands, which leaves no place for which."""
    return [
        {
            "zh": one.other.round.zh,
            "en": one.other.round.en,
            "address": claim_address(one.other) if one.is_visible else "",
            "state": State(one.other.state).words,
            "limit": limit_name(one.limit),
            "is_by_other": one.is_by_other,
            "is_decided": one.other.state not in UNDECIDED,
        }
        for one in queries.exclusions(actor, claim=claim)
    ]


def change_words(change: dict[str, Any]) -> tuple[str, str, str]:
    """Return what a limit changed: its name, from how much, to how much."""
    before, after = (
        " – ".join(dict.fromkeys(f"{Decimal(end):,f}" if end else "?" for end in change[key]))
        for key in ("before", "after")
    )
    return chosen(*headed(limit_name(str(change["limit"])))), before, after
