"""Where and when a person wants to be told what."""

from __future__ import annotations

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiqi.kernel.clock import read_clock
from huiqi.messages import queries, services
from huiqi.messages.domain.kinds import KINDS, Channel
from huiqi.messages.forms import WishesForm
from huiqi.messages.services.channels import is_set_up
from huiqi.ui.doors import LOGGED_IN, Request, door
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen


@require_http_methods(["GET", "HEAD", "POST"])
@door(LOGGED_IN)
def wishes(request: Request) -> HttpResponse:
    """Show and keep the actor's wishes."""
    channels = [channel for channel in Channel if is_set_up(channel)]
    if request.method != "POST":
        return show(request, WishesForm(initial=initial(request, channels), channels=channels))
    form = WishesForm(request.POST, channels=channels)
    if not form.is_valid():
        return show(request, form)
    kept = {name: form.cleaned_data[name] for name in ("language", "quiet_from", "quiet_until", "daily")}
    with refusal_in(form):
        services.wish(actor=request.actor, now=read_clock(), targets=form.targets(), wanted=form.wanted(), **kept)
        flash.success(request, chosen("已保存。", "Saved."))
        return redirect("messages:wishes")
    return show(request, form)


def initial(request: Request, channels: list[Channel]) -> dict[str, object]:
    """Return what the form shows first."""
    kept, targets = queries.wishes_of(request.actor)
    found: dict[str, object] = {
        name: getattr(kept, name) for name in ("language", "quiet_from", "quiet_until", "daily")
    }
    for channel in channels:
        found[f"{channel}-target"] = targets.get(channel, "")
        found[f"{channel}-kinds"] = [kind.key for kind in KINDS.values() if services.wants(kept, channel, kind)]
    return found


def show(request: Request, form: WishesForm) -> HttpResponse:
    """Return the page with the form."""
    crumbs = [(chosen("消息", "Messages"), reverse("messages:inbox")), (chosen("接收设置", "Settings"), "")]
    return render(request, "messages/wishes.html", {"form": form, "crumbs": crumbs}, status=422 if form.errors else 200)
