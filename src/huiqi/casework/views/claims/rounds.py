"""Rounds: the list, opening one from a run's clause, its page with all claims, deciding on many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.archive import FINISHED
from huiqi.casework.domain.claims.credit import Credit
from huiqi.casework.domain.claims.exceptions import Exceptional
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.rights import (
    APPROVE,
    FILE_RECORDS,
    MAKE_PAYMENTS,
    POST,
    REVIEW,
    SEE_CLAIMS,
    SEE_PAYMENTS,
)
from huiqi.casework.domain.claims.states import UNFUNDED, State
from huiqi.casework.domain.claims.waiting import next_step
from huiqi.casework.forms.claims.rounds import RoundForm, seen_of
from huiqi.casework.queries.claims.approving import places_taken
from huiqi.casework.queries.claims.ordinary import WAITING, ordinary_of_others
from huiqi.casework.queries.earlier.unknown import unknown_of
from huiqi.kernel.actor import Role
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

STATES: Final = [(one.value, *one.words) for one in State]
MARKS: Final = [*((one.value, *one.words) for one in Exceptional), ("none", "没有例外", "None")]
# By whom, on claims that stand where, under what name, and whether it does away with something.
OFFERED: Final[tuple[tuple[str, tuple[Role, ...], frozenset[State], tuple[str, str], bool], ...]] = (
    ("review", REVIEW, frozenset({State.PROPOSED}), ("审核同意", "Agree"), False),
    ("put_right", REVIEW, frozenset({State.RETURNED}), ("核实后重新提交", "Put right"), True),
    ("send_back", REVIEW, frozenset({State.PROPOSED}), ("退回核实", "Send back"), True),
    ("refuse", REVIEW, frozenset({State.PROPOSED, State.RETURNED}), ("不予兑现", "Refuse"), True),
    ("approve", APPROVE, frozenset({State.REVIEWED}), ("审批同意", "Approve"), False),
    ("hand_back", APPROVE, frozenset({State.REVIEWED}), ("退回审核", "Hand back"), True),
    ("turn_down", APPROVE, frozenset({State.REVIEWED, State.HELD}), ("不予兑现", "Refuse"), True),
)


def round_address(made: Any) -> str:
    """Return where a round's page is."""
    return reverse("casework:round", args=[made.pk])


def round_name(made: Any) -> str:
    """Return what a round is called."""
    return f"{chosen(made.zh, made.en)} {made.day:%Y-%m-%d}"


ROUNDS: Listing[Any] = Listing(
    zh="发放批次",
    en="Rounds",
    columns=(
        Column("clause", "条款", "Clause", lambda one: chosen(one.zh, one.en), ("zh",), round_address, "wide"),
        Column("policy", "政策", "Policy", lambda one: chosen(one.policy_zh, one.policy_en), ("policy_zh",)),
        Column("day", "测算日", "As of", lambda one: one.day, ("day",), kind="day"),
        Column("scope", "范围", "Over", lambda one: one.scope.name, ("scope__name_key",)),
        Column("claims", "企业", "Companies", lambda one: one.claim_count, ("claim_count",), kind="number"),
        Column("to_review", "待审核", "To review", lambda one: one.to_review, ("to_review",), kind="number"),
        Column("to_approve", "待审批", "To approve", lambda one: one.to_approve, ("to_approve",), kind="number"),
        Column("promised", "已批准（元）", "Approved (yuan)", lambda one: one.promised, ("promised",), kind="number"),
        Column("paid", "已到账（元）", "Paid (yuan)", lambda one: one.paid, ("paid",), kind="number"),
        Column("at", "建立", "Made", lambda one: one.made_at, ("made_at",), kind="day"),
    ),
    order=("-made_at", "-id"),
    filters=(
        Filter("waits", "待办", "Waiting",
               (("review", "待审核", "To review"), ("approve", "待审批", "To approve"), ("file", "待归档", "To file")),
               lambda rows, value: queries.to_be_filed(rows) if value == "file" else rows.filter(**{f"to_{value}__gt": 0})),
    ),
    search=lambda rows, text: rows.filter(Q(zh__icontains=text) | Q(en__icontains=text) | Q(policy_zh__icontains=text)),
    search_hint=("条款或政策", "Clause or policy"),
    empty=(
        "还没有发放批次。打开一次完成的测算，在条款页建立批次，即开始兑现。",
        "No round yet. Open a finished run and make a round on the page of a clause.",
    ),
)  # fmt: skip


@require_safe
@door(*SEE_CLAIMS)
def round_list(request: Request) -> HttpResponseBase:
    """Show the rounds within reach."""
    return show_list(request, ROUNDS, queries.rounds(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*REVIEW)
@once
def new_round(request: Request, run: UUID, policy: str, clause: str) -> HttpResponse:
    """Make a round of a clause of a run; a worker makes one of very many."""
    seen = queries.run_of(request.actor, id=run)
    found = queries.clause_of(seen, policy=policy, clause=clause)
    form = RoundForm(request.POST or None, initial={"confirm_days": 15})
    if request.method == "POST" and form.is_valid():
        terms = services.Terms(**form.cleaned_data)
        with refusal_in(form):
            if found.met > services.MANY:
                job = services.start_in_bulk(
                    "open", title=(f"建立发放批次 {found.zh}", f"Make a round of {found.en}"), run=str(run), policy=policy,
                    clause=clause, terms=form.cleaned_data, actor=request.actor, now=read_clock(),
                )  # fmt: skip
                return redirect("work", job.pk)
            made = services.open_round(
                run=run, policy=policy, clause=clause, terms=terms, actor=request.actor, now=read_clock()
            )
            return redirect("casework:round", made.pk)
    crumbs = [
        (ROUNDS.title, reverse("casework:rounds")),
        (chosen(found.zh, found.en), reverse("casework:clause", args=[run, policy, clause])),
    ]
    lead = (
        f"{found.zh}：{found.met} 家符合。符合的企业逐家列入批次，按测算时的数据核对信用、争议和限额。",
        f"{found.en}: {found.met} meet it. Each becomes a claim; credit, disputes and limits are checked on the run's facts.",
    )
    title, button = ("建立发放批次", "Make a round"), ("建立批次", "Make it")
    return show_form(request, form, title=title, button=button, crumbs=crumbs, lead=lead)


@require_safe
@door(*SEE_CLAIMS)
def round_page(request: Request, id: UUID) -> HttpResponseBase:
    """Show a round: its terms, where its claims stand, and all of them, exceptions first."""
    made = queries.round_of(request.actor, id=id)
    rows = queries.claims_of_round(request.actor, made=made)
    sums = queries.sums(rows)
    acts, pickable = decisions_of(request, frozenset(state for state, _, _ in sums))
    funding = queries.funding_of(request.actor, made)
    picked = frozenset() if request.GET.get("format") == "xlsx" else pickable
    return show_list(
        request, claim_listing(made, pickable=picked, payers=[one.name for one, _ in funding.payers]), rows, template="casework/claims/round.html", round=made, order=Order(made.order).words,
        sums=[(chosen(*state.words), state.value, count, money, chosen(*next_step(state, is_noticed=bool(made.notice_days)))) for state, count, money in sums],
        ordinary=lambda: ordinary_of_others(request.actor, made, rows, WAITING & pickable, now=read_clock()),
        freed=queries.freed(rows).count() if request.actor.holds(*REVIEW) else 0,
        may_pay=request.actor.holds(*SEE_PAYMENTS), acts=acts, places_taken=places_taken(request.actor, zone=made.zone_id, now=read_clock()), funding=funding, notices=notices_shown(made),
        may_post=request.actor.holds(*POST), may_file=request.actor.holds(*FILE_RECORDS) and bool(FINISHED & {state for state, _, _ in sums}), may_fund=request.actor.holds(*MAKE_PAYMENTS, *REVIEW) and {state for state, _, _ in sums} <= UNFUNDED, may_ask=request.actor.holds(*REVIEW) and made.unknown and made.asked_at is None,
        clause_page=reverse("casework:clause", args=[made.run_id, made.policy, made.clause]),
        unknown=unknown_of(made.run, clauses=[f"{made.policy}/{made.clause}"]),
        crumbs=[(ROUNDS.title, reverse("casework:rounds")), (round_name(made), "")],
    )  # fmt: skip


def notices_shown(made: Any) -> list[tuple[Any, Any, str]]:
    """Return the notices of a round with their clocks; where each is read while it stands, nothing afterwards."""
    day = day_in_china(read_clock())
    return [
        (
            one,
            clock,
            reverse("casework:notice", args=[one.pk]) if clock and clock.due_on and clock.due_on >= day else "",
        )
        for one, clock in queries.notices_of(made)
    ]


@require_POST
@door(*REVIEW, *APPROVE)
@once
def decide(request: Request, id: UUID) -> HttpResponse:
    """Decide on the claims that were chosen on the page of a round; on very many a worker does."""
    made, now = queries.round_of(request.actor, id=id), read_clock()
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    seen, seals = seen_of(request.POST.getlist("seen")), seals_of(request, act)
    with refusal_said(request):
        if made.claims.filter(state__in=seals).count() > services.MANY:
            name = next(name for key, _, _, name, _ in OFFERED if key == act)
            picked = {str(key): version for key, version in seen.items()}
            return by_worker(request, "decide", made, name, deed=act, seals=seals, reason=reason, seen=picked)
        count = services.decide(round=id, act=act, seen=seen, seals=seals, reason=reason, actor=request.actor, now=now)
        flash.success(request, chosen(f"已处理 {count} 家。", f"{count} done."))
        say_held(request, made.claims.filter(state=State.HELD.value).count() if act == "approve" else 0)
    return redirect(f"{round_address(made)}?{request.POST.get('back', '')[:300]}")


def say_held(request: Request, count: int) -> None:
    """Say that what was approved waits for money, where some of it does."""
    if count:
        zh = f"有 {count} 家因资金不足暂缓，补充预算或提高总额后自动安排。"
        flash.warning(request, chosen(zh, f"{count} wait for money, and are served by themselves once there is some."))


def seals_of(request: Request, act: str) -> dict[str, str]:
    """Return the seals over the ordinary claims on all pages, by state, where they are asked for."""
    if not request.POST.get("everyone"):
        return {}
    states = next((states for name, _, states, _, _ in OFFERED if name == act), frozenset[State]())
    return {state.value: request.POST.get(f"seal-{state.value}", "") for state in WAITING & states}


def by_worker(request: Request, act: str, made: Any, name: tuple[str, str], **said: Any) -> HttpResponse:
    """Have a worker do something with a round, and show how far it is."""
    title = (f"{name[0]}：{made.zh}", f"{name[1]}: {made.en}")
    job = services.start_in_bulk(act, title=title, round=str(made.pk), actor=request.actor, now=read_clock(), **said)
    return redirect("work", job.pk)


@require_POST
@door(*REVIEW)
@once
def work_out(request: Request, id: UUID) -> HttpResponse:
    """Give the claims of a round that a limit cut what it leaves them by now."""
    with refusal_said(request):
        reason = request.POST.get("reason", "")
        count = services.work_out_round(round=id, reason=reason, actor=request.actor, now=read_clock())
        zh, en = (
            f"已重新核定 {count} 家，请重新审核、审批。",
            f"{count} worked out anew: review and approve them again.",
        )
        flash.success(request, chosen(zh, en))
    return redirect("casework:round", id)


@require_POST
@door(*REVIEW)
@once
def ask_missing(request: Request, id: UUID) -> HttpResponse:
    """Ask the companies that are unknown for what is missing."""
    made = queries.round_of(request.actor, id=id)
    if made.unknown > services.MANY and made.asked_at is None:
        return by_worker(request, "ask", made, ("请企业补充数据", "Ask for facts"))
    with refusal_said(request):
        told = services.ask_missing(round=id, actor=request.actor, now=read_clock())
        flash.success(
            request, chosen(f"已通知 {told} 家企业补充数据。", f"{told} companies were told what is missing.")
        )
    return redirect("casework:round", id)


def decisions_of(request: Request, there: frozenset[State]) -> tuple[list[tuple[str, str, bool]], frozenset[State]]:
    """Return what the actor may decide over many at once where claims stand in some states, and which of these can be picked for it."""
    offered = [
        (act, states & there, chosen(*words), is_quiet)
        for act, roles, states, words, is_quiet in OFFERED
        if request.actor.holds(*roles) and states & there
    ]
    pickable = frozenset(state for _, states, _, _ in offered for state in states)
    return [(act, name, is_quiet) for act, _, name, is_quiet in offered], pickable


def claim_listing(made: Any, *, pickable: frozenset[State], payers: Sequence[tuple[str, str]] = ()) -> Listing[Any]:
    """Return the list of a round's claims, with what each payer bears; ordinary ones that wait are picked already, exceptions are not."""
    columns: list[Column[Any]] = [
        Column("place", "顺序", "Place", lambda one: one.place, ("place",), kind="number"),
        Column("name", "企业", "Company", lambda one: one.name, ("company__name_key",), claim_address, "wide"),
        Column("park", "园区", "Park", lambda one: one.park, ("park",)),
        Column("amount", "金额（元）", "Amount (yuan)", amount_cell, ("amount",), kind="number"),
        *(borne_column(place, payer) for place, payer in enumerate(payers)),
        Column("marks", "例外", "Exceptions", marks_cell, ("exceptions",)),
        Column("credit", "信用", "Credit", lambda one: chosen(*Credit(one.credit).words), ("credit",)),
        Column("state", "状态", "State", lambda one: chosen(*State(one.state).words), ("state",)),
        Column("reviewed", "审核人", "Reviewed by", lambda one: one.reviewed_by_name, ("reviewed_by_name",)),
        Column("approved", "审批人", "Approved by", approver_cell, ("approved_by_name",)),
    ]
    if made.order == Order.CONFIRMED:
        columns.insert(1, Column("queue", "确认次序", "Confirmed as", lambda one: one.queue, ("queue",), kind="number"))
    if pickable:
        columns.insert(0, Column("pick", "选", "Pick", lambda one: pick_cell(one, pickable)))
    return Listing(
        zh=round_name(made),
        en=round_name(made),
        columns=columns,
        order=("-exceptions", "place", "id"),
        filters=(
            Filter("state", "状态", "State", STATES, lambda rows, value: rows.filter(state=value)),
            Filter("mark", "例外", "Exception", MARKS, narrow_mark),
        ),
        search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(credit_code__icontains=text)),
        search_hint=("企业名称、信用代码", "Name, credit code"),
    )


def borne_column(place: int, payer: tuple[str, str]) -> Column[Any]:
    """Return the column of what the payer at a place bears of each award."""
    zh, en = payer
    return Column(
        f"borne_{place}", f"{zh}承担（元）", f"Borne by {en} (yuan)", lambda one: one.borne[place] if one.borne else None,
        (f"borne__{place}",), kind="number",
    )  # fmt: skip


def narrow_mark(rows: Any, value: str) -> Any:
    """Return the claims with an exception, or those with none."""
    return rows.filter(exceptions=[]) if value == "none" else rows.filter(exceptions__contains=[value])


def claim_address(one: Any) -> str:
    """Return where a claim's page is."""
    return reverse("casework:claim", args=[one.pk])


def pick_cell(one: Any, pickable: frozenset[State]) -> object:
    """Return a box that picks a claim as it is shown, where the actor may decide on it."""
    if one.state not in pickable:
        return ""
    ticked = " checked" if one.state in {"proposed", "reviewed"} and not one.exceptions else ""
    label = chosen(f"选择{one.name}", f"Pick {one.name}")
    box = '<input type="checkbox" form="decide" name="seen" value="{}:{}" aria-label="{}"{}>'
    return format_html(box, one.pk, one.version, label, ticked)


def amount_cell(one: Any) -> object:
    """Return an amount; what is still open is said."""
    return chosen("待核定", "to be set") if one.amount is None else one.amount


def marks_cell(one: Any) -> str:
    """Return why a claim is looked at first."""
    return chosen("、", ", ").join(chosen(*Exceptional(mark).words) for mark in one.exceptions)


def approver_cell(one: Any) -> str:
    """Return who approved, and in whose place."""
    if not one.approved_for_name:
        return str(one.approved_by_name)
    return chosen(
        f"{one.approved_by_name}（代{one.approved_for_name}）", f"{one.approved_by_name} (for {one.approved_for_name})"
    )
