"""Who approves how much in a zone, and who stands in for whom, from when to when."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.rights import APPROVE, SEE_CLAIMS, SET_BANDS
from huiqi.casework.forms.claims.approving import BandForm, StandInForm
from huiqi.kernel.actor import Role
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen, spoken


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_CLAIMS)
@once
def approving(request: Request) -> HttpResponse:
    """Show bands and stand-ins; set the one, name the other."""
    now = read_clock()
    page = queries.approving_page(request.actor, now=now)
    data = request.POST if request.method == "POST" else None
    bands = BandForm(data if data and "limit" in data else None)
    bands.offer([(one.id, one.name) for one in page.zones])
    stand_in = StandInForm(data if data and "person" in data else None, initial={"first_day": day_in_china(now)})
    stand_in.offer(page.own_places, page.people)
    try:
        if data is not None and save(request, bands, stand_in):
            return redirect("casework:approving")
    except services.CannotStandIn as error:
        (bands if bands.is_bound else stand_in).add_error(None, spoken(error))
    context = {
        "page": page,
        "bands": bands if request.actor.holds(*SET_BANDS) else None,
        "stand_in": stand_in if request.actor.holds(*APPROVE) else None,
        "today": day_in_china(now),
        "crumbs": [(chosen("审批权限与代理", "Approval and stand-ins"), "")],
    }
    status = 422 if bands.errors or stand_in.errors or (data is not None) else 200
    return render(request, "casework/claims/approving.html", context, status=status)


def save(request: Request, bands: BandForm, stand_in: StandInForm) -> bool:
    """Do what was sent; return whether anything was. Raises CannotStandIn."""
    now = read_clock()
    if bands.is_bound and bands.is_valid():
        services.set_bands(zone=UUID(bands.cleaned_data["zone"]), bands=bands.bands(), actor=request.actor, now=now)
        flash.success(request, chosen("已更新审批权限。", "Who approves is changed."))
        return True
    if stand_in.is_bound and stand_in.is_valid() and request.actor.person is not None:
        said = stand_in.cleaned_data
        zone, _, role = said["place"].partition(":")
        services.stand_in(
            zone=UUID(zone), role=Role(role), away=request.actor.person, person=UUID(said["person"]),
            first_day=said["first_day"], last_day=said["last_day"], reason=said["reason"],
            actor=request.actor, now=now,
        )  # fmt: skip
        flash.success(request, chosen("已指定代理人。", "The stand-in is named."))
        return True
    return False


@require_POST
@door(*SEE_CLAIMS)
@once
def end_stand_in(request: Request, id: UUID) -> HttpResponse:
    """End a stand-in early."""
    with refusal_said(request):
        services.end_stand_in(id=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("代理已结束。", "It has ended."))
    return redirect("casework:approving")
