"""Asking money back, and keeping somebody from support for a time."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ledger import queries, services
from huiqi.ledger.domain.rights import CHECK, MAKE
from huiqi.ledger.forms import AskBackForm, BanForm, ProlongForm, ReasonForm
from huiqi.ledger.views.lines import crumbs
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def ask_back(request: Request, id: UUID) -> HttpResponse:
    """Ask back what a line paid for a cause."""
    line = queries.own_line(request.actor, id=id)
    form = AskBackForm(request.POST or None, initial={"cause": request.GET.get("cause", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            services.ask_back(
                line=id, cause=said["cause"], amount=said["amount"], ground=said["ground"], due_on=said["due_on"],
                actor=request.actor, now=read_clock(),
            )  # fmt: skip
            flash.success(request, chosen("已登记追回。", "It is asked back."))
            return redirect("ledger:recoveries")
    return show_form(request, form, title=("追回款项", "Ask money back"), crumbs=crumbs(line))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE, *CHECK)
@once
def ban(request: Request, id: UUID) -> HttpResponse:
    """Keep a party from support for a time."""
    page, now = queries.party_page(request.actor, id=id), read_clock()
    form = BanForm(request.POST or None, initial={"first_day": day_in_china(now)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            services.ban(
                zone=queries.zone_of(request.actor), party=id, first_day=said["first_day"], last_day=said["last_day"],
                ground=said["ground"], actor=request.actor, now=now,
            )  # fmt: skip
            flash.success(request, chosen("已登记限制。", "The ban is recorded."))
            return redirect("ledger:bans")
    path = [*crumbs(), (page.name, reverse("ledger:party", args=(id,)))]
    title = (f"限制{page.name}享受政策", f"Keep {page.name} from support")
    return show_form(request, form, title=title, crumbs=path)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*CHECK)
@once
def lift(request: Request, id: UUID) -> HttpResponse:
    """Lift a ban before its last day; who recorded it does not."""
    found = queries.ban(request.actor, id=id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            services.lift(id=id, reason=form.cleaned_data["reason"], actor=request.actor, now=read_clock())
            flash.success(request, chosen("已提前解除。", "The ban is lifted."))
            return redirect("ledger:bans")
    title = (f"提前解除：{found.party_name}", f"Lift: {found.party_name}")
    lead = (
        f"{found.ground}，原定至 {found.last_day:%Y-%m-%d}。",
        f"{found.ground}; it was to end {found.last_day:%Y-%m-%d}.",
    )
    return show_form(request, form, title=title, lead=lead, button=("解除限制", "Lift it"), crumbs=way())


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE, *CHECK)
@once
def prolong(request: Request, id: UUID) -> HttpResponse:
    """Keep a party out for longer."""
    found = queries.ban(request.actor, id=id)
    form = ProlongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            services.prolong(id=id, actor=request.actor, now=read_clock(), **form.cleaned_data)
            flash.success(request, chosen("已延长。", "The ban is prolonged."))
            return redirect("ledger:bans")
    title = (f"延长限制：{found.party_name}", f"Prolong: {found.party_name}")
    lead = (f"现定至 {found.last_day:%Y-%m-%d}。", f"It ends {found.last_day:%Y-%m-%d} now.")
    return show_form(request, form, title=title, lead=lead, button=("延长", "Prolong it"), crumbs=way())


def way() -> list[tuple[str, str]]:
    """Return the way to the bans."""
    return [*crumbs(), (chosen("限制享受", "Kept from support"), reverse("ledger:bans"))]
