"""Labels of an undertaking: put on, ended, withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.forms.undertakings import EndForm, LabelForm
from huiqi.register.views.undertakings import crumbs, label_name
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def add(request: Request, id: UUID) -> HttpResponse:
    """Put a label on an undertaking."""
    row = queries.undertaking(request.actor, id=id)
    form = LabelForm(request.POST or None, group=row.group)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form, queries.CannotSee):
            services.put_label(undertaking=id, said=form.said(), actor=request.actor, now=read_clock())
            flash.success(request, chosen("称号已登记。", "The label is recorded."))
            return redirect("register:undertaking", id)
    return show_form(request, form, title=("登记称号", "Record a label"), crumbs=crumbs(row))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def end(request: Request, id: UUID) -> HttpResponse:
    """End a label from a day on."""
    label = queries.label(request.actor, id=id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form, queries.CannotSee, field="day"):
            services.end_label(id=id, day=form.cleaned_data["day"], actor=request.actor, now=read_clock())
            flash.success(request, chosen("已登记终止日期。", "The end is recorded."))
            return redirect("register:undertaking", label.undertaking_id)
    name = label_name(label)
    return show_form(
        request, form, title=(f"结束称号：{name}", f"End the label: {name}"), crumbs=crumbs(label.undertaking)
    )


@require_POST
@door(*KEEP_REGISTER)
def withdraw(request: Request, id: UUID) -> HttpResponse:
    """Take a label back that was recorded by mistake."""
    label = queries.label(request.actor, id=id)
    with refusal_said(request, queries.CannotSee):
        services.withdraw_label(id=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已撤下，任何一天都不再计数。", "Withdrawn; it counts on no day."))
    return redirect("register:undertaking", label.undertaking_id)
