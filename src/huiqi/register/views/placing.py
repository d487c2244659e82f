"""Companies into grids: one with its history, and many from a list that is looked at, done, and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.domain.grid import WAY_NAMES, Way
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.register.forms.grid import ListForm, PlaceForm
from huiqi.register.views.schemes import crumbs, missing
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen, spoken

if TYPE_CHECKING:
    from huiqi.register.queries import Plan, PlanLine

CHANGES = {
    "new": ("划入", "Into a grid"),
    "moved": ("移交", "Handed over"),
    "same": ("不变", "As it is"),
}


@require_safe
@door(*WATCH_WORK)
def care(request: Request, id: UUID, company: UUID) -> HttpResponse:
    """Show who looks after one company, who did before, and when somebody was in touch."""
    page = queries.care_page(request.actor, scheme=id, company=company, at=read_clock())
    context = {
        "page": page,
        "missing": missing(page.row),
        "visits": [(one, chosen(*WAY_NAMES[Way(one.way)])) for one in page.visits],
        "may_keep": request.actor.holds(*KEEP_REGISTER),
        "crumbs": [*crumbs(page.row.scheme), (page.row.company.name, "")],
    }
    return render(request, "register/care.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def place(request: Request, id: UUID, company: UUID) -> HttpResponse:
    """Put a company into a grid, or hand it over to another."""
    now = read_clock()
    page = queries.care_page(request.actor, scheme=id, company=company, at=now)
    choices = [(str(one.pk), one.name) for one in queries.grids(request.actor, scheme=id, at=now)]
    form = PlaceForm(request.POST or None, grids=choices, initial={"grid": page.row.grid})
    if request.method == "POST" and form.is_valid():
        act = services.hand_over_company if page.row.grid else services.place_company
        with refusal_in(form, queries.CannotSee, field="grid"):
            act(company=company, grid=UUID(form.cleaned_data["grid"]), actor=request.actor, now=now)
            flash.success(request, chosen("已划入，原来的留在记录里。", "Done; where it was is on record."))
            return redirect("register:care", id, company)
    name = page.row.company.name
    title = (f"{name}：划入或移交", f"{name}: into a grid, or to another")
    path = [*crumbs(page.row.scheme), (name, reverse("register:care", args=(id, company)))]
    return show_form(request, form, title=title, crumbs=path)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def place_many(request: Request, id: UUID) -> HttpResponse:
    """Take a list, show what it would change, and do it once that was looked at."""
    now = read_clock()
    row = queries.scheme(request.actor, id=id)
    form = ListForm(request.POST or None)
    plan: Plan | None = None
    if request.method == "POST" and form.is_valid():
        text, digest = form.cleaned_data["text"], form.cleaned_data["digest"]
        if digest and "confirm" in request.POST:
            with refusal_said(request, queries.CannotSee):
                made = services.place_many(scheme=id, text=text, digest=digest, actor=request.actor, now=now)
                return redirect("register:placement", made.pk)
        plan = queries.placement_plan(request.actor, scheme=row, text=text, at=now)
        form = ListForm(initial={"text": text, "digest": plan.digest})
    return show_form(
        request, form, title=("按名单批量划入网格", "Many companies into grids"), crumbs=crumbs(row),
        button=("看看会怎样改", "Show what it would change"), template="register/place_many.html",
        plan=plan, problems=problems(plan), lines=changes(plan), batches=queries.batches(request.actor, scheme=id),
    )  # fmt: skip


@require_safe
@door(*WATCH_WORK)
def placement(request: Request, id: UUID) -> HttpResponse:
    """Show what an act did."""
    batch = queries.batch(request.actor, id=id)
    context = {
        "batch": batch,
        "places": queries.places_in(request.actor, batch=id),
        "may_keep": request.actor.holds(*KEEP_REGISTER),
        "crumbs": [*crumbs(batch.scheme), (chosen("批量划入", "From a list"), "")],
    }
    return render(request, "register/placement.html", context)


@require_POST
@door(*KEEP_REGISTER)
def undo(request: Request, id: UUID) -> HttpResponse:
    """Take an act back."""
    with refusal_said(request, queries.CannotSee):
        services.undo_placement(batch=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已整批撤销。", "The whole act is undone."))
    return redirect("register:placement", id)


def problems(plan: Plan | None) -> list[tuple[int, str]]:
    """Return what is wrong with which line."""
    return [(line.number, spoken(line.problem)) for line in (plan.lines if plan else ()) if line.problem]


def changes(plan: Plan | None) -> list[tuple[PlanLine, str]]:
    """Return the lines that can be followed, with what each does in words."""
    return [(line, chosen(*CHANGES[line.change.value])) for line in (plan.lines if plan else ()) if not line.problem]
