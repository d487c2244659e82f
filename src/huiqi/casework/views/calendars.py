"""The calendar of working days: its years, one of them, the notice of a further one, working hours."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.rights import KEEP_CALENDAR, SEE_CALENDAR
from huiqi.casework.forms.calendars import FIRST_YEAR, LAST_YEAR, HoursForm, NoticeForm
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

TITLE = ("工作日历", "Calendar")
WEEKDAYS = (("一", "M"), ("二", "T"), ("三", "W"), ("四", "T"), ("五", "F"), ("六", "S"), ("日", "S"))


@require_safe
@door(*SEE_CALENDAR)
def calendar(request: Request) -> HttpResponse:
    """Show the years that are known, and what is missing."""
    page = queries.calendar_page(request.actor, zone=zone_asked(request), day=day_in_china(read_clock()))
    return render(request, "casework/calendar.html", {"page": page, "crumbs": [(chosen(*TITLE), "")]})


@require_safe
@door(*SEE_CALENDAR)
def year(request: Request, year: str) -> HttpResponse:
    """Show one year month by month."""
    number = int(year) if year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR else 0
    if not number:
        raise queries.CannotSeeCalendar("not_found")
    page = queries.year_page(request.actor, zone=zone_asked(request), year=number)
    return render(
        request, "casework/calendar_year.html", {"page": page, "weekdays": WEEKDAYS, "crumbs": [*crumbs(), (year, "")]}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_CALENDAR)
def enter(request: Request) -> HttpResponse:
    """Take the notice of a year, show what it would move, and enter it once that was looked at."""
    now = read_clock()
    zone = queries.zone_to_keep(request.actor, zone=zone_asked(request))
    form = NoticeForm(request.POST or None, initial={"year": queries.calendar(zone=zone).confirmed_until.year + 1})
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST:
            text = form.cleaned_data["text"]
            with refusal_in(form):
                moved = services.enter_year(zone=zone, year=form.said, text=text, actor=request.actor, now=now)
                flash.success(request, chosen(f"已录入，{moved}个时限随之变动。", f"Entered; {moved} deadlines moved."))
                return redirect("casework:calendar_year", form.said.year)
        else:
            known = queries.calendar(zone=zone)
            shown = {
                "said": form.said,
                "weekdays": WEEKDAYS,
                "effect": queries.effect(zone=zone, year=form.said),
                "known": known.year(form.said.year),
                "months": queries.with_entry(known, form.said),
                "working_days": queries.working_days(known.with_year(form.said), form.said.year),
            }
    return show_form(
        request, form, title=("录入放假通知", "Enter a notice"), crumbs=crumbs(),
        button=("看看会怎样变", "Show what it would change"), template="casework/calendar_enter.html", **shown,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_CALENDAR)
def hours(request: Request) -> HttpResponse:
    """Set the working hours."""
    zone = queries.zone_to_keep(request.actor, zone=zone_asked(request))
    form = HoursForm(request.POST or None, initial={"spans": queries.hours_in_words(queries.calendar(zone=zone))})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["spans"]
        with refusal_in(form, field="spans"):
            moved = services.set_office_hours(zone=zone, hours=said, actor=request.actor, now=read_clock())
            flash.success(request, chosen(f"已保存，{moved}个时限随之变动。", f"Saved; {moved} deadlines moved."))
            return redirect("casework:calendar")
    return show_form(
        request, form, title=("工作时间", "Working hours"), crumbs=crumbs(),
        lead=(
            "按半天和按小时的时限用它计算；两段时，前一段是上午，后一段是下午。",
            "Terms in half days and in hours are reckoned by them. Of two spans the first is the morning, the second the afternoon.",
        ),
    )  # fmt: skip


def crumbs() -> list[tuple[str, str]]:
    """Return the way to the calendar."""
    return [(chosen(*TITLE), reverse("casework:calendar"))]


def zone_asked(request: HttpRequest) -> UUID | None:
    """Return the zone that the address names; whoever works in one zone names none."""
    try:
        return UUID(request.GET["zone"]) if "zone" in request.GET else None
    except ValueError:
        raise queries.CannotSeeCalendar("not_found") from None
