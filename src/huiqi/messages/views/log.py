"""How deliveries went: for the administrator, without what the messages say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.messages import queries, services
from huiqi.messages.domain.kinds import CHANNEL_NAMES, KINDS, Channel
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen

STATES = {"waiting": ("待发送", "Waiting"), "sent": ("已发送", "Sent"), "failed": ("失败", "Failed")}


def masked(target: str) -> str:
    """Return an address of which enough is seen to tell it from others, and no more."""
    shown = 3
    return f"{target[:shown]}…{target[-shown:]}" if len(target) > 2 * shown else "…"


LOG: Listing[Any] = Listing(
    zh="发送记录",
    en="Deliveries",
    columns=(
        Column("due", "应发时间", "Due", cell=lambda row: row.due_at, sort=("due_at",)),
        Column(
            "kind",
            "类别",
            "Kind",
            cell=lambda row: chosen(KINDS[row.message.kind].zh, KINDS[row.message.kind].en),
            sort=("message__kind",),
        ),
        Column(
            "channel",
            "渠道",
            "Channel",
            cell=lambda row: chosen(*CHANNEL_NAMES[Channel(row.channel)]),
            sort=("channel",),
        ),
        Column("target", "地址", "Address", cell=lambda row: masked(row.target)),
        Column("state", "状态", "State", cell=lambda row: chosen(*STATES[row.state]), sort=("state",)),
        Column("attempts", "次数", "Attempts", cell=lambda row: row.attempts, sort=("attempts",), kind="number"),
        Column("sent", "发送时间", "Sent", cell=lambda row: row.sent_at, sort=("sent_at",)),
        Column("problem", "原因", "Reason", cell=lambda row: row.problem, kind="wide"),
        Column(
            "again",
            "操作",
            "Act",
            cell=lambda row: chosen("重发", "Send again") if row.state == "failed" else "",
            link=lambda row: f"#again-{row.pk}" if row.state == "failed" else "",
        ),
    ),
    order=("-due_at", "-id"),
    filters=(
        Filter(
            "state",
            "状态",
            "State",
            tuple((key, zh, en) for key, (zh, en) in STATES.items()),
            narrow=lambda rows, value: rows.filter(state=value),
        ),
    ),
    empty=("还没有发送过。", "Nothing was sent yet."),
)


@require_safe
@door(Role.ADMINISTRATOR)
def log(request: Request) -> HttpResponseBase:
    """List deliveries; those that failed can be sent again."""
    return show_list(request, LOG, queries.delivery_log(request.actor), template="messages/log.html")


@require_POST
@door(Role.ADMINISTRATOR)
def resend(request: Request, id: UUID) -> HttpResponse:
    """Send a delivery again that failed."""
    services.resend(id=id, actor=request.actor, now=read_clock())
    flash.success(request, chosen("已重新排队。", "It is in the queue again."))
    return redirect(reverse("messages:log"))
