"""Changes of budgets: proposed by one person, confirmed by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.ledger import queries, services
from huiqi.ledger.domain.proposals import (
    KIND_WORDS,
    PLANNING,
    PROMISING,
    STANDING_WORDS,
    Kind,
    Part,
    Standing,
    standing_of,
)
from huiqi.ledger.domain.rights import CHECK, MAKE, SEE_LINES
from huiqi.ledger.domain.steps import STEP_NAMES, Step
from huiqi.ledger.forms import ChangeForm, CorrectForm, RefuseForm, ShiftForm
from huiqi.ledger.views.handing_in import hand_in
from huiqi.ledger.views.lines import crumbs
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import set_choices
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once, refused
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.ledger.models import Proposal
    from huiqi.ledger.queries.entries import SeenProposal

TITLE = ("资金申请", "Money proposals")


@require_safe
@door(*SEE_LINES)
def proposals(request: Request) -> HttpResponseBase:
    """Show the proposals, the last first."""
    return show_list(request, LISTING, queries.proposals(request.actor))


@require_safe
@door(*SEE_LINES)
def proposal(request: Request, id: UUID) -> HttpResponse:
    """Show a proposal."""
    page = queries.proposal_page(request.actor, id=id)
    found = page.proposal
    kind = KIND_WORDS[Kind(found.kind)]
    parts = [(part, kind if Kind(found.kind) in PROMISING else STEP_NAMES[Step(part.step)]) for part in page.parts]
    context = {
        "page": page,
        "parts": parts,
        "kind": kind,
        "standing": standing_of(found.kind, found.standing),
        "is_plan": found.kind in PLANNING,
        "form": RefuseForm(),
        "crumbs": [*path(), (chosen(*KIND_WORDS[Kind(found.kind)]), "")],
    }
    return render(request, "ledger/proposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def change(request: Request, id: UUID) -> HttpResponse:
    """Propose that a line gets more, or less."""
    line = queries.own_line(request.actor, id=id)
    return hand_in(
        request, ChangeForm(request.POST or None),
        lambda said, common: services.propose(parts=[Part(id, Step(said["step"]), said["amount"])], **common),
        title=(f"{line.title_zh}：下达或核减", f"{line.title[1]}: set or cut"), crumbs=crumbs(line),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def shift(request: Request) -> HttpResponse:
    """Propose that money goes from one line to another."""
    form = ShiftForm(request.POST or None, initial={"giver": request.GET.get("from", "")})
    offered = queries.choices(queries.own_lines(request.actor))
    set_choices(form, giver=offered, taker=offered)

    def propose(said: dict[str, Any], common: dict[str, Any]) -> Proposal:
        parts = [
            Part(UUID(said["giver"]), Step.CUT, said["amount"]),
            Part(UUID(said["taker"]), Step.SET, said["amount"]),
        ]
        return services.propose(parts=parts, **common)

    return hand_in(request, form, propose, title=("预算调剂", "Shift between budgets"), crumbs=crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def correct(request: Request, id: UUID) -> HttpResponse:
    """Propose that a transfer of an entry is taken back, in part or whole."""
    page = queries.entry_page(request.actor, id=id)
    left = {one.row.pk: one for one in page.transfers if one.left}
    form = CorrectForm(request.POST or None)
    set_choices(
        form,
        transfer=[
            (str(key), f"{chosen(*STEP_NAMES[Step(one.row.step)])} · {chosen(*one.row.line.title)} · {one.left:,.2f}")
            for key, one in left.items()
        ],
    )

    def propose(said: dict[str, Any], common: dict[str, Any]) -> Proposal:
        wrong = left[said["transfer"]].row
        return services.propose(parts=[Part(wrong.line_id, Step.CORRECT, said["amount"], wrong.pk)], **common)

    path = [*crumbs(), (chosen("账目", "Entry"), reverse("ledger:entry", args=(id,)))]
    return hand_in(request, form, propose, title=("更正账目", "Correct an entry"), crumbs=path)


@require_POST
@door(*CHECK)
@once
def confirm(request: Request, id: UUID) -> HttpResponse:
    """Confirm a proposal and book it."""
    queries.proposal_page(request.actor, id=id)
    with refusal_said(request):
        made = services.confirm(id=id, actor=request.actor, now=read_clock())
        done = (
            ("已复核生效。", "Checked and in force.")
            if made.kind in PLANNING
            else ("已复核入账。", "Checked and booked.")
        )
        flash.success(request, chosen(*done))
    return redirect("ledger:proposal", id)


@require_POST
@door(*CHECK)
@once
def refuse(request: Request, id: UUID) -> HttpResponse:
    """Refuse a proposal, with the reason."""
    queries.proposal_page(request.actor, id=id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        refused(request, chosen("请写明不通过的理由。", "Say why it is refused."))
        return redirect("ledger:proposal", id)
    with refusal_said(request):
        services.refuse(id=id, said=form.cleaned_data["said"], actor=request.actor, now=read_clock())
        flash.success(request, chosen("已退回，未入账。", "Refused; nothing was booked."))
    return redirect("ledger:proposal", id)


@require_POST
@door(*MAKE)
@once
def withdraw(request: Request, id: UUID) -> HttpResponse:
    """Withdraw a proposal that nobody has decided."""
    queries.proposal_page(request.actor, id=id)
    with refusal_said(request):
        services.withdraw(id=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已撤回。", "Withdrawn."))
    return redirect("ledger:proposal", id)


def path() -> list[tuple[str, str]]:
    """Return the way to the proposals."""
    return [*crumbs(), (chosen(*TITLE), reverse("ledger:proposals"))]


LISTING: Listing[SeenProposal] = Listing(
    zh=TITLE[0],
    en=TITLE[1],
    columns=(
        Column("kind", "办理", "Act", lambda row: chosen(*KIND_WORDS[Kind(row.kind)]), ("kind",),
               lambda row: reverse("ledger:proposal", args=(row.pk,))),
        Column("standing", "进度", "State", lambda row: chosen(*standing_of(row.kind, row.standing)), ("standing",)),
        Column("amount", "金额（元）", "Amount (yuan)", lambda row: row.amount, ("amount",), kind="number"),
        Column("reason", "依据和理由", "Reason", lambda row: row.reason, kind="wide"),
        Column("made_by", "经办人", "Maker", lambda row: row.made_by_name, ("made_by_name",)),
        Column("made_at", "提交时间", "Handed in", lambda row: row.made_at, ("made_at",), kind="day"),
        Column("decided_by", "复核人", "Checker", lambda row: row.decided_by_name, ("decided_by_name",)),
    ),
    order=("-made_at", "-id"),
    filters=(
        Filter("standing", "进度", "State", [(one.value, *STANDING_WORDS[one]) for one in Standing],
               lambda rows, value: rows.filter(standing=value)),
        Filter("kind", "办理", "Act", [(kind.value, *KIND_WORDS[kind]) for kind in Kind],
               lambda rows, value: rows.filter(kind=value)),
    ),
    search=lambda rows, text: rows.filter(reason__icontains=text),
    search_hint=("依据和理由", "reason"),
    empty=("没有资金申请。", "There are no proposals."),
)  # fmt: skip
