"""A person's messages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.messages import queries, services
from huiqi.messages.domain.kinds import KINDS
from huiqi.ui.doors import LOGGED_IN, Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen, in_english

INBOX: Listing[Any] = Listing(
    zh="消息",
    en="Messages",
    columns=(
        Column(
            "title",
            "标题",
            "Title",
            cell=lambda row: row.title_en if in_english() else row.title_zh,
            link=lambda row: reverse("messages:message", args=[row.pk]),
            kind="wide",
        ),
        Column("kind", "类别", "Kind", cell=lambda row: chosen(KINDS[row.kind].zh, KINDS[row.kind].en), sort=("kind",)),
        Column("added", "时间", "When", cell=lambda row: row.added_at, sort=("added_at",)),
        Column("read", "已读", "Read", cell=lambda row: row.read_at, sort=("read_at",)),
    ),
    order=("-added_at", "-id"),
    filters=(
        Filter(
            "state",
            "状态",
            "State",
            (("new", "未读", "New"), ("read", "已读", "Read")),
            narrow=lambda rows, value: rows.filter(read_at__isnull=value == "new"),
        ),
        Filter(
            "kind",
            "类别",
            "Kind",
            tuple((kind.key, kind.zh, kind.en) for kind in KINDS.values()),
            narrow=lambda rows, value: rows.filter(kind=value),
        ),
    ),
    search=lambda rows, text: rows.filter(title_zh__contains=text) | rows.filter(title_en__icontains=text),
    empty=("还没有消息。", "There are no messages yet."),
)


@require_safe
@door(LOGGED_IN)
def inbox(request: Request) -> HttpResponseBase:
    """List the actor's messages."""
    return show_list(request, INBOX, queries.messages(request.actor), template="messages/inbox.html")


@require_safe
@door(LOGGED_IN)
def message(request: Request, id: UUID) -> HttpResponse:
    """Show a message, which is read with that."""
    found = queries.message(request.actor, id=id)
    services.mark_read(id=id, actor=request.actor, now=read_clock())
    title, body = (found.title_en, found.body_en) if in_english() else (found.title_zh, found.body_zh)
    crumbs = [(chosen("消息", "Messages"), reverse("messages:inbox")), (title, "")]
    return render(request, "messages/message.html", {"found": found, "title": title, "body": body, "crumbs": crumbs})


@require_POST
@door(LOGGED_IN)
def read_all(request: Request) -> HttpResponse:
    """Mark everything as read."""
    services.mark_all_read(actor=request.actor, now=read_clock())
    return redirect("messages:inbox")


def unread_count(request: HttpRequest) -> dict[str, object]:
    """Give every page the number of new messages; asked of the database only where a template shows it."""
    return {"unread": SimpleLazyObject(lambda: queries.unread(request.actor))}  # type: ignore[attr-defined]  # the site's middleware sets it
