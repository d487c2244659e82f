"""Who approves how much in a zone, and who stands in for whom, from when to when."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.rights import SEE_CLAIMS, SET_BANDS
from huiqi.casework.forms.claims.approving import BandForm, StandInForm
from huiqi.kernel.actor import Role
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_CLAIMS, Role.ADMINISTRATOR)
@once
def approving(request: Request) -> HttpResponse:
    """Show bands and stand-ins; name a stand-in."""
    now = read_clock()
    page = queries.approving_page(request.actor, now=now)
    form = StandInForm(request.POST or None, initial={"first_day": day_in_china(now)})
    form.offer(page.away, page.people)
    if form.is_valid():
        said = form.cleaned_data
        zone, role, away = said["place"].split(":")
        with refusal_in(form):
            services.stand_in(
                zone=UUID(zone), role=Role(role), away=UUID(away), person=UUID(said["person"]),
                first_day=said["first_day"], last_day=said["last_day"], reason=said["reason"],
                actor=request.actor, now=now,
            )  # fmt: skip
            flash.success(request, chosen("已指定代理人，并通知本人。", "The stand-in is named and told."))
            return redirect("casework:approving")
    return show(request, page, stand_in=form)


@require_POST
@door(*SET_BANDS)
@once
def propose_bands(request: Request) -> HttpResponse:
    """Propose who approves how much; another approver agrees."""
    now = read_clock()
    page = queries.approving_page(request.actor, now=now)
    form = BandForm(request.POST, auto_id="band-%s")
    form.offer(page.may_set)
    if form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            services.propose_bands(
                zone=UUID(said["zone"]), bands=form.bands(), reason=said["reason"], actor=request.actor, now=now
            )
            flash.success(
                request,
                chosen("已提出，另一位审批人同意后生效。", "Proposed: it counts once another approver has agreed."),
            )
            return redirect("casework:approving")
    return show(request, page, bands=form)


def show(
    request: Request, page: queries.ApprovingPage, *, bands: BandForm | None = None, stand_in: StandInForm | None = None
) -> HttpResponse:
    """Return the page of bands and stand-ins with its two forms."""
    today = day_in_china(read_clock())
    if bands is None:
        bands = BandForm(auto_id="band-%s")
        bands.offer(page.may_set)
    if stand_in is None:
        stand_in = StandInForm(initial={"first_day": today})
        stand_in.offer(page.away, page.people)
    context = {
        "page": page,
        "bands": bands,
        "stand_in": stand_in,
        "today": today,
        "crumbs": [(chosen("审批权限与代理", "Approval and stand-ins"), "")],
    }
    return render(
        request, "casework/claims/approving.html", context, status=422 if bands.errors or stand_in.errors else 200
    )


@require_POST
@door(*SET_BANDS)
@once
def decide_bands(request: Request, id: UUID) -> HttpResponse:
    """Agree to a change that another proposed, or drop it."""
    agrees = request.POST.get("act") == "agree"
    act = services.agree_to_bands if agrees else services.drop_bands
    with refusal_said(request):
        act(id=id, actor=request.actor, now=read_clock())
        flash.success(
            request, chosen("已生效。", "It counts from now on.") if agrees else chosen("已撤回。", "Dropped.")
        )
    return redirect("casework:approving")


@require_POST
@door(*SEE_CLAIMS, Role.ADMINISTRATOR)
@once
def end_stand_in(request: Request, id: UUID) -> HttpResponse:
    """End a stand-in early."""
    with refusal_said(request):
        services.end_stand_in(id=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("代理已结束。", "It has ended."))
    return redirect("casework:approving")
