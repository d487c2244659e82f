"""One deadline: when and why then; letting it stand still and go on, prolonging it, leaving days out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.clocks import STATE_NAMES
from huiqi.casework.domain.rights import KEEP_TIME
from huiqi.casework.forms.clocks import ExcludeForm, ExtendForm, ReasonForm
from huiqi.casework.views.clocks import due_of
from huiqi.kernel.clock import read_clock
from huiqi.kernel.words import Pair
from huiqi.register.domain.rights import WATCH_WORK
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen, in_english


@require_safe
@door(*WATCH_WORK)
def clock(request: Request, id: UUID) -> HttpResponse:
    """Show a deadline with its reasons."""
    page = queries.clock_page(request.actor, id=id)
    context = {
        "page": page,
        "title": title_of(page),
        "term": page.term.said(english=in_english()),
        "due": due_of(page.clock),
        "why": page.why[in_english()],
        "state": STATE_NAMES[queries.state_of(page.clock, calendar=page.calendar, now=read_clock())],
        "crumbs": [*crumbs(), (title_of(page), "")],
    }
    return render(request, "casework/clock.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_TIME)
def pause(request: Request, id: UUID) -> HttpResponse:
    """Let it stand still while the other side has to act."""
    form = ReasonForm(request.POST or None)

    def act(cause: str, now: datetime) -> object:
        return services.pause_clock(cause=cause, reason=form.cleaned_data["reason"], actor=request.actor, now=now)

    return change(request, id, form, act, title=("停钟：等对方", "Stop the clock for the other side"))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_TIME)
def extend(request: Request, id: UUID) -> HttpResponse:
    """Prolong it."""
    form = ExtendForm(request.POST or None)

    def act(cause: str, now: datetime) -> object:
        return services.extend_clock(cause=cause, **form.cleaned_data, actor=request.actor, now=now)

    return change(request, id, form, act, title=("延长期限", "Prolong the term"))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_TIME)
def exclude(request: Request, id: UUID) -> HttpResponse:
    """Leave days out."""
    form = ExcludeForm(request.POST or None)

    def act(cause: str, now: datetime) -> object:
        return services.exclude_days(cause=cause, **form.cleaned_data, actor=request.actor, now=now)

    return change(request, id, form, act, title=("扣除日期", "Leave days out"))


@require_POST
@door(*KEEP_TIME)
def resume(request: Request, id: UUID) -> HttpResponse:
    """Let it go on."""
    page = queries.clock_page(request.actor, id=id)
    with refusal_said(request):
        services.resume_clock(cause=page.clock.cause, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已恢复计时。", "The clock goes on."))
    return redirect("casework:clock", id)


def change(
    request: Request,
    id: UUID,
    form: ReasonForm,
    act: Callable[[str, datetime], object],
    *,
    title: Pair,
) -> HttpResponse:
    """Show a form of a deadline, or do what it says."""
    page = queries.clock_page(request.actor, id=id)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            act(page.clock.cause, read_clock())
            flash.success(request, chosen("已保存，到期日已重算。", "Saved; the due date is reckoned again."))
            return redirect("casework:clock", id)
    path = [*crumbs(), (title_of(page), reverse("casework:clock", args=(id,)))]
    return show_form(request, form, title=title, crumbs=path)


def title_of(page: queries.ClockPage) -> str:
    """Return what a deadline is for, in the language in use."""
    return chosen(page.clock.title_zh, page.clock.title_en)


def crumbs() -> list[tuple[str, str]]:
    """Return the way to the deadlines."""
    return [(chosen("时限", "Deadlines"), reverse("casework:clocks"))]
