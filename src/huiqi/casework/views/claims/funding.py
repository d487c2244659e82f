"""What is done with a whole round: naming the lines that pay, posting, serving what was held."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.rights import MAKE_PAYMENTS, POST, REVIEW
from huiqi.casework.views.claims.rounds import by_worker
from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import Cannot, NotVisible
from huiqi.ui.doors import Request, door
from huiqi.ui.once import once, refused
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen, spoken


@require_POST
@door(*MAKE_PAYMENTS, *REVIEW)
@once
def set_lines(request: Request, id: UUID) -> HttpResponse:
    """Name the line of the budget that pays a round, or one for each of its payers."""
    try:
        lines = [UUID(line) for line in request.POST.getlist("line")]
        seen = [UUID(line) for line in request.POST.getlist("seen") if line]
        services.set_lines(round=id, lines=lines, seen=seen, actor=request.actor, now=read_clock())
    except NotVisible:
        raise
    except ValueError:
        refused(request, chosen("请选择资金来源。", "Choose a line of the budget."))
    except Cannot as error:
        refused(request, spoken(error))
    else:
        flash.success(request, chosen("已指定资金来源。", "The line is named."))
    return redirect("casework:round", id)


@require_POST
@door(*POST)
@once
def post(request: Request, id: UUID) -> HttpResponse:
    """Post the approved claims of a round; very many are posted by a worker."""
    made = queries.round_of(request.actor, id=id)
    with refusal_said(request):
        if queries.funding_of(request.actor, made).to_post > services.MANY:
            name = ("公示", "Post") if made.notice_days else ("请企业确认", "Ask to confirm")
            return by_worker(request, "post", made, name)
        notice = services.post(round=id, actor=request.actor, now=read_clock())
        said = ("已公示。", "Posted.") if notice else ("已请企业确认。", "The companies are asked to confirm.")
        flash.success(request, chosen(*said))
    return redirect("casework:round", id)


@require_POST
@door(*MAKE_PAYMENTS, *REVIEW)
@once
def serve_held(request: Request, id: UUID) -> HttpResponse:
    """Try again what was held for lack of money."""
    with refusal_said(request):
        served, held = services.serve_held(round=id, actor=request.actor, now=read_clock())
        flash.success(
            request, chosen(f"已安排 {served} 家，还有 {held} 家等待资金。", f"{served} served, {held} still wait.")
        )
    return redirect("casework:round", id)
