"""Webhooks: a person's programs that are told what happened; the log of calls, and sending again what failed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.messages import queries, services
from huiqi.messages.domain.hooks import EVENTS, NAMES
from huiqi.messages.forms import HookForm
from huiqi.messages.services.posting import CannotPost
from huiqi.ui.doors import LOGGED_IN, Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen, spoken

STATES = {"on": ("启用", "On"), "off": ("已停止", "Off"), "failed": ("对方不接收，已停用", "Stopped: it took nothing")}
CALL_STATES = {"waiting": ("待推送", "Waiting"), "taken": ("已接收", "Taken"), "failed": ("失败", "Failed")}

HOOKS: Listing[Any] = Listing(
    zh="接口推送",
    en="Webhooks",
    columns=(
        Column(
            "name",
            "用途",
            "What for",
            cell=lambda row: row.name,
            sort=("name",),
            link=lambda row: reverse("messages:hook", args=[row.pk]),
        ),
        Column("address", "地址", "Address", cell=lambda row: row.address, kind="wide"),
        Column("owner", "所属人", "Whose", cell=lambda row: row.person_name, sort=("person_name",)),
        Column("state", "状态", "State", cell=lambda row: chosen(*STATES[row.state]), sort=("state",)),
        Column("taken", "上次接收", "Last taken", cell=lambda row: row.taken_at, sort=("taken_at",)),
    ),
    order=("name", "id"),
    filters=(
        Filter(
            "state",
            "状态",
            "State",
            tuple((key, zh, en) for key, (zh, en) in STATES.items()),
            narrow=lambda rows, value: rows.filter(state=value),
        ),
    ),
    empty=("还没有推送地址。", "There are no webhooks yet."),
)


def reason(row: Any) -> str:
    """Return why a call failed, in words, with what the library or the other side said."""
    if not row.problem:
        return ""
    text = chosen(*CannotPost.messages[row.problem])
    return f"{text} {row.detail}".strip()


def calls_list(hook: UUID) -> Listing[Any]:
    """Return the list of a webhook's calls."""
    return Listing(
        zh="推送记录",
        en="Calls",
        columns=(
            Column(
                "added",
                "时间",
                "When",
                cell=lambda row: row.added_at,
                sort=("added_at",),
                link=lambda row: reverse("messages:hook_call", args=[hook, row.pk]),
            ),
            Column("event", "事件", "Event", cell=lambda row: chosen(*NAMES[row.event]), sort=("event",)),
            Column("state", "状态", "State", cell=lambda row: chosen(*CALL_STATES[row.state]), sort=("state",)),
            Column("attempts", "次数", "Attempts", cell=lambda row: row.attempts, sort=("attempts",), kind="number"),
            Column("status", "对方回答", "Answer", cell=lambda row: str(row.status or ""), sort=("status",)),
            Column("due", "下次", "Next", cell=lambda row: row.due_at if row.state == "waiting" else None),
            Column("problem", "原因", "Reason", cell=reason, kind="wide"),
        ),
        order=("-added_at", "-id"),
        filters=(
            Filter(
                "state",
                "状态",
                "State",
                tuple((key, zh, en) for key, (zh, en) in CALL_STATES.items()),
                narrow=lambda rows, value: rows.filter(state=value),
            ),
        ),
        empty=("还没有推送过。", "Nothing was sent yet."),
    )


@require_safe
@door(LOGGED_IN)
def hooks(request: Request) -> HttpResponseBase:
    """List webhooks."""
    return show_list(request, HOOKS, queries.hooks(request.actor), template="messages/hooks.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
@door(LOGGED_IN)
def new(request: Request) -> HttpResponse:
    """Add a webhook; its secret is shown this once."""
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found, secret = services.add_hook(**form.cleaned_data, actor=request.actor, now=read_clock())
        except services.CannotHook as error:
            form.add_error("address" if error.code in {"bad_address", "inside"} else None, spoken(error))
        else:
            return show_secret(request, found, secret)
    crumbs = [(chosen("接口推送", "Webhooks"), reverse("messages:hooks"))]
    lead = (
        "有事发生时，系统向这个地址发送一条带签名的通知：什么事、编号、时间、从哪个接口读取。只推送您本来能看到的。",
        "When something happens, the address gets a signed call: what, its identifier, when, where the API shows it. Only what you may see.",
    )
    return show_form(
        request, form, title=("新增推送地址", "Add a webhook"), crumbs=crumbs, button=("新增", "Add"), lead=lead
    )


@require_safe
@door(LOGGED_IN)
def hook(request: Request, id: UUID) -> HttpResponseBase:
    """Show a webhook with its calls."""
    found = queries.hook(request.actor, id=id)
    is_own, is_on = found.person == request.actor.person, found.state == "on"
    crumbs = [(chosen("接口推送", "Webhooks"), reverse("messages:hooks")), (found.name, "")]
    context = {
        "hook": found,
        "is_own": is_own,
        "is_on": is_on,
        "state": chosen(*STATES[found.state]),
        "events": [chosen(*EVENTS[event]) for event in found.events],
        "crumbs": crumbs,
    }
    rows = queries.hook_calls(request.actor, hook=id)
    return show_list(request, calls_list(id), rows, template="messages/hook.html", **context)


@require_safe
@door(LOGGED_IN)
def call(request: Request, id: UUID, call: UUID) -> HttpResponse:
    """Show one call: to its owner with what it says, to the administrator without."""
    found = queries.hook_call(request.actor, hook=id, id=call)
    crumbs = [
        (chosen("接口推送", "Webhooks"), reverse("messages:hooks")),
        (found.hook.name, reverse("messages:hook", args=[id])),
        (chosen(*NAMES[found.event]), ""),
    ]
    context = {
        "call": found,
        "event": chosen(*NAMES[found.event]),
        "state": chosen(*CALL_STATES[found.state]),
        "reason": reason(found),
        "is_own": found.hook.person == request.actor.person,
        "may_resend": found.state == "failed" and found.hook.state == "on",
        "crumbs": crumbs,
    }
    return render(request, "messages/hook_call.html", context)


@never_cache
@require_POST
@sensitive_variables("text")
@door(LOGGED_IN)
def secret(request: Request, id: UUID) -> HttpResponse:
    """Make a new secret, which is shown this once."""
    found, text = services.rotate_secret(id=id, actor=request.actor, now=read_clock())
    return show_secret(request, found, text)


def show_secret(request: Request, found: Any, secret: str) -> HttpResponse:
    """Return the page that shows a secret, once."""
    crumbs = [
        (chosen("接口推送", "Webhooks"), reverse("messages:hooks")),
        (found.name, reverse("messages:hook", args=[found.pk])),
        (chosen("签名密钥", "Secret"), ""),
    ]
    return render(request, "messages/hook_secret.html", {"hook": found, "secret": secret, "crumbs": crumbs})


@require_POST
@door(LOGGED_IN)
def trial(request: Request, id: UUID) -> HttpResponse:
    """Send a call that tells nothing."""
    with refusal_said(request):
        services.try_hook(id=id, actor=request.actor, now=read_clock())
        flash.success(
            request, chosen("测试推送已排队，结果见下方记录。", "A trial is in the queue; its result stands below.")
        )
    return redirect("messages:hook", id=id)


@require_POST
@door(LOGGED_IN)
def switch(request: Request, id: UUID) -> HttpResponse:
    """Switch a webhook on or off."""
    on = request.POST.get("on") == "1"
    services.switch_hook(id=id, on=on, actor=request.actor, now=read_clock())
    flash.success(request, chosen("已启用。", "It is on.") if on else chosen("已停止推送。", "It is off."))
    return redirect("messages:hook", id=id)


@require_POST
@door(LOGGED_IN)
def end(request: Request, id: UUID) -> HttpResponse:
    """End a webhook for good."""
    services.end_hook(id=id, actor=request.actor, now=read_clock())
    flash.success(request, chosen("推送地址已删除。", "The webhook has ended."))
    return redirect("messages:hooks")


@require_POST
@door(LOGGED_IN)
def again(request: Request, id: UUID, call: UUID) -> HttpResponse:
    """Send a call again that failed."""
    with refusal_said(request):
        services.resend_call(id=call, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已重新排队。", "It is in the queue again."))
    return redirect("messages:hook", id=id)
