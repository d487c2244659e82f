"""The list of deadlines: what is due when, what is near, late, standing still or provisional."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.domain.clocks import STATE_NAMES
from huiqi.kernel.clock import end_of_day_in_china, read_clock
from huiqi.register.domain.rights import WATCH_WORK
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen, in_english
from huiqi_clocks import Calendar

if TYPE_CHECKING:
    from huiqi.casework.models import Clock


@require_safe
@door(*WATCH_WORK)
def clocks(request: Request) -> HttpResponseBase:
    """Show the deadlines that run."""
    known = queries.calendar_of(request.actor)
    rows = queries.running(queries.clocks(request.actor))
    return show_list(request, listing(known, read_clock()), rows, template="casework/clocks.html")


def listing(known: Calendar, now: datetime) -> Listing[Clock]:
    """Return the list of deadlines as of a moment."""
    return Listing(
        zh="时限",
        en="Deadlines",
        columns=(
            Column(
                "title", "事项", "What", lambda row: chosen(row.title_zh, row.title_en), ("title_zh",),
                lambda row: reverse("casework:clock", args=(row.pk,)), "wide",
            ),
            Column("place", "范围", "Where", lambda row: row.organisation.name),
            Column("started", "起算", "From", lambda row: row.started_on, ("started_on",), kind="day"),
            Column("term", "期限", "Term", said_of),
            Column("due", "到期", "Due", due_of, ("ends_at",), kind="day"),
            Column("state", "状态", "State", lambda row: chosen(*STATE_NAMES[queries.state_of(row, calendar=known, now=now)])),
            Column("provisional", "暂定", "Provisional", lambda row: chosen("暂定", "provisional") if row.provisional else ""),
            Column("reason", "停钟理由", "Why it stands still", reason_of),
        ),
        order=("ends_at", "id"),
        filters=(
            Filter(
                "state", "状态", "State", [(value, *names) for value, names in STATE_NAMES.items()],
                lambda rows, value: queries.in_state(rows, state=value, calendar=known, now=now),
            ),
            Filter(
                "provisional", "暂定", "Provisional", (("yes", "暂定", "Provisional"), ("no", "已确定", "Confirmed")),
                lambda rows, value: rows.filter(provisional=value == "yes"),
            ),
        ),
        search=lambda rows, text: rows.filter(title_zh__icontains=text) | rows.filter(title_en__icontains=text),
        search_hint=("事项的一部分", "part of what it is for"),
        empty=("没有正在计时的事项。", "No clock is running."),
    )  # fmt: skip


def said_of(row: Clock) -> str:
    """Return the term with its extension, in words."""
    term = queries.term_of(row).said(english=in_english())
    return f"{term} + {row.extension.normalize():f}" if row.extension else term


def due_of(row: Clock) -> object:
    """Return the day, or the moment of a term that ends within a day."""
    ends_with_day = row.due_on is None or row.ends_at == end_of_day_in_china(row.due_on)
    return row.due_on if ends_with_day else row.ends_at


def reason_of(row: Clock) -> str:
    """Return why a clock stands still."""
    return row.pauses[-1]["reason"] if row.due_on is None and row.pauses else ""
