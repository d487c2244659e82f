"""Carriers counted by label and level, companies in and out of them, beside what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries
from huiqi.register.domain.rights import WATCH_WORK
from huiqi.register.domain.titles import Level
from huiqi.register.domain.undertakings import FAMILY_NAMES, LABEL_KINDS
from huiqi.register.forms.undertakings import LEVEL_NAMES, CountForm
from huiqi.register.views.published import shown
from huiqi.register.views.undertakings import crumbs
from huiqi.ui.doors import Request, door
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.domain.undertakings import Counted


@require_safe
@door(*WATCH_WORK)
def counts(request: Request) -> HttpResponse:
    """Show the counts of a day."""
    form = CountForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    day = asked.get("day") or day_in_china(read_clock())
    group = asked.get("group", "")
    page = queries.counts_page(request.actor, day=day, group=group)
    context = {
        "form": form if form.errors else CountForm(initial={"day": day, "group": group}),
        "day": day,
        "tally": page.tally,
        "lines": [(line_name(line), level(line.level), line.count) for line in page.tally.lines],
        "families": [(chosen(*FAMILY_NAMES[family]), count) for family, count in page.tally.families],
        "years": page.years,
        "figures": [shown(figure) for figure in page.figures],
        "crumbs": [*crumbs(), (chosen("计数", "Counts"), "")],
    }
    return render(request, "register/undertaking_counts.html", context)


def line_name(line: Counted) -> str:
    """Return what a line is called: as printed, or by its kind."""
    kind = LABEL_KINDS[line.kind]
    return line.name or chosen(kind.zh, kind.en)


def level(code: str) -> str:
    """Return a level in words."""
    return chosen(*LEVEL_NAMES[Level(code)]) if code else chosen("未写明", "Not said")
