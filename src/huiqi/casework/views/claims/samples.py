"""Sample checks: the draws, one draw with its calls and its sums, one call with its questions and what was found."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.rights import DRAW_SAMPLES, SEE_CLAIMS, SETTLE_SAMPLES
from huiqi.casework.domain.claims.sampling import Stratum
from huiqi.casework.forms.claims.samples import CallForm, FindingForm, SampleForm
from huiqi.casework.views.claims.rounds import claim_address
from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import NotVisible
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen, spoken

STATES: Final = (
    ("waiting", "待回访", "To be asked"),
    ("right", "无异常", "Nothing wrong"),
    ("open", "异常待核查", "To be looked into"),
    ("settled", "异常已核查", "Looked into"),
)
STATE_WORDS: Final = {key: (zh, en) for key, zh, en in STATES}


def sample_address(one: Any) -> str:
    """Return where a sample has its page."""
    return reverse("casework:sample", args=[one.pk])


def call_address(one: Any) -> str:
    """Return where a call has its page."""
    return reverse("casework:call", args=[one.pk])


def state_of(one: Any) -> str:
    """Return where a call stands."""
    if one.answered_at is None:
        return "waiting"
    return "right" if not one.is_wrong else "settled" if one.settled_at else "open"


def narrow_state(rows: Any, value: str) -> Any:
    """Return the calls that stand there."""
    asked = {
        "waiting": Q(answered_at=None),
        "right": Q(answered_at__isnull=False, is_wrong=False),
        "open": Q(is_wrong=True, settled_at=None),
    }
    return rows.filter(asked.get(value, Q(settled_at__isnull=False)))


def yes_or_no(value: bool | None) -> str:
    """Return an answer in words."""
    return "" if value is None else chosen("是", "Yes") if value else chosen("否", "No")


SAMPLES: Listing[Any] = Listing(
    zh="抽查回访",
    en="Sample checks",
    columns=(
        Column("days", "到账日", "Paid", lambda one: f"{one.paid_from:%Y-%m-%d} – {one.paid_to:%Y-%m-%d}", ("paid_from",), sample_address),
        Column("size", "抽取", "Drawn", lambda one: one.size, ("size",), kind="number"),
        Column("population", "总数", "Out of", lambda one: one.population, ("population",), kind="number"),
        Column("answered", "已回访", "Asked", lambda one: one.answered, ("answered",), kind="number"),
        Column("wrong", "异常", "Wrong", lambda one: one.wrong, ("wrong",), kind="number"),
        Column("open", "待核查", "To settle", lambda one: one.open, ("open",), kind="number"),
        Column("stratum", "分层", "Strata", lambda one: chosen(*Stratum(one.stratum).words), ("stratum",)),
        Column("seed", "种子", "Seed", lambda one: one.seed, ("seed",)),
        Column("by", "抽取人", "Drawn by", lambda one: one.drawn_by_name, ("drawn_by_name",)),
        Column("at", "抽取", "Drawn on", lambda one: one.drawn_at, ("drawn_at",), kind="day"),
    ),
    order=("-drawn_at", "-id"),
    filters=(
        Filter("waits", "待办", "Waiting", (("ask", "有待回访的", "To ask"), ("settle", "有待核查的", "To settle")),
               queries.narrow_waiting),
    ),
    search=lambda rows, text: rows.filter(Q(seed__icontains=text) | Q(drawn_by_name__icontains=text)),
    search_hint=("种子、抽取人", "Seed, who drew it"),
    empty=("还没有抽查。从已到账的事项中随机抽取，逐家回访。", "None yet: draw some of what was paid, and ask the receivers."),
)  # fmt: skip


@require_safe
@door(*SEE_CLAIMS)
def sample_list(request: Request) -> HttpResponseBase:
    """Show the samples within reach."""
    rows = queries.samples(request.actor)
    may_draw = request.actor.holds(*DRAW_SAMPLES)
    return show_list(request, SAMPLES, rows, template="casework/claims/samples.html", may_draw=may_draw)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*DRAW_SAMPLES)
@once
def draw(request: Request) -> HttpResponse:
    """Draw a sample."""
    zones = queries.zones_of_claims(request.actor, *DRAW_SAMPLES)
    form = SampleForm(request.POST or None)
    form.offer(zones, queries.policies_paid([zone for zone, _ in zones]))
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            made = services.draw_sample(said=form.said(), actor=request.actor, now=read_clock())
            return redirect("casework:sample", made.pk)
    crumbs = [(SAMPLES.title, reverse("casework:samples"))]
    return show_form(request, form, title=("抽取", "Draw a sample"), button=("抽取", "Draw"), crumbs=crumbs)


@require_safe
@door(*SEE_CLAIMS)
def sample_page(request: Request, id: UUID) -> HttpResponseBase:
    """Show one sample with its sums and its calls."""
    one = queries.sample_of(request.actor, id=id)
    rows = queries.calls(request.actor).filter(sample=one)
    crumbs = [(SAMPLES.title, reverse("casework:samples")), (one.seed, "")]
    return show_list(
        request, call_listing(one), rows, template="casework/claims/sample.html", one=one,
        stratum=Stratum(one.stratum).words, crumbs=crumbs,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_CLAIMS)
@once
def call_page(request: Request, id: UUID) -> HttpResponse:
    """Show one call; note what the receiver said, or what was found."""
    call = queries.call_of(request.actor, id=id)
    is_new = call.answered_at is None
    form = form_of(request, call)
    if request.method == "POST" and form is not None and form.is_valid():
        common: dict[str, Any] = {"id": id, "actor": request.actor, "now": read_clock()}
        try:
            if isinstance(form, CallForm):
                services.answer_call(answers=form.answers(), **common)
            else:
                services.settle_call(finding=form.cleaned_data["finding"], **common)
        except NotVisible:
            raise
        except services.CannotSample as error:
            form.add_error("note" if error.code == "no_note" else None, spoken(error))
        else:
            flash.success(request, chosen("已记录。", "Noted."))
            return redirect("casework:sample" if is_new else "casework:call", call.sample_id if is_new else id)
    answers = [
        (chosen("款项是否收到", "Received"), yes_or_no(call.received)),
        (chosen("金额是否相符", "Amount right"), yes_or_no(call.amount_right)),
        (chosen("是否有人索要费用或好处", "Asked for a fee or a favour"), yes_or_no(call.fee_asked)),
    ]
    context = {
        "call": call,
        "claim": call.claim,
        "state": STATE_WORDS[state_of(call)],
        "answers": answers,
        "contacts": queries.contacts_to_call(request.actor, call=call) if is_new and form is not None else [],
        "clock": queries.clock_of(cause=f"sample/{call.pk}"),
        "form": form,
        "crumbs": [
            (SAMPLES.title, reverse("casework:samples")),
            (call.sample.seed, sample_address(call.sample)),
            (call.claim.name, ""),
        ],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "casework/claims/call.html", context, status=status)


def form_of(request: Request, call: Any) -> CallForm | FindingForm | None:
    """Return the form for what may be done next with a call; None where nothing may."""
    if call.answered_at is None:
        return CallForm(request.POST or None) if request.actor.holds(*DRAW_SAMPLES) else None
    is_open = call.is_wrong and call.settled_at is None and call.answered_by != request.actor.person
    return FindingForm(request.POST or None) if is_open and request.actor.holds(*SETTLE_SAMPLES) else None


def call_listing(one: Any) -> Listing[Any]:
    """Return the list of a sample's calls."""
    title = f"{one.paid_from:%Y-%m-%d} – {one.paid_to:%Y-%m-%d}"
    return Listing(
        zh=f"抽查 {title}",
        en=f"Sample {title}",
        columns=(
            Column("place", "序号", "No.", lambda call: call.place, ("place",), kind="number"),
            Column("company", "企业", "Company", lambda call: call.claim.name, ("claim__company__name_key",), call_address, "wide"),
            Column("clause", "条款", "Clause", lambda call: chosen(call.claim.round.zh, call.claim.round.en), ("claim__round__zh",), lambda call: claim_address(call.claim)),
            Column("park", "园区", "Park", lambda call: call.claim.park, ("claim__park",)),
            Column("amount", "金额（元）", "Amount (yuan)", lambda call: call.claim.amount, ("claim__amount",), kind="number"),
            Column("state", "状态", "State", lambda call: chosen(*STATE_WORDS[state_of(call)])),
            Column("received", "收到", "Received", lambda call: yes_or_no(call.received), ("received",)),
            Column("right", "金额相符", "Amount right", lambda call: yes_or_no(call.amount_right), ("amount_right",)),
            Column("fee", "有人索要", "Fee asked", lambda call: yes_or_no(call.fee_asked), ("fee_asked",)),
            Column("by", "回访人", "Asked by", lambda call: call.answered_by_name, ("answered_by_name",)),
            Column("at", "回访", "Asked on", lambda call: call.answered_at, ("answered_at",), kind="day"),
            Column("finding", "核查结论", "Found", lambda call: call.finding, ("finding",), kind="wide"),
        ),
        order=("place", "id"),
        filters=(Filter("state", "状态", "State", STATES, narrow_state),),
        search=lambda rows, text: rows.filter(Q(claim__name__icontains=text) | Q(claim__credit_code__icontains=text)),
        search_hint=("企业、信用代码", "Company, credit code"),
    )  # fmt: skip
