"""The sandbox: what-ifs, their changes, and what they would do. Nothing published is touched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.effects import EFFECTS
from huiqi.casework.domain.rights import SEE_RUNS, START_RUNS
from huiqi.casework.forms.sandbox import ChangeForm, WhatIfForm
from huiqi.casework.views.comparisons import SHOWN_MOST, company_shown, pair_shown
from huiqi.casework.views.sandbox_workbook import what_if_workbook
from huiqi.casework.views.shown import Money, effect_tables, money_change
from huiqi.kernel import jobs
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook.queries import CannotRead
from huiqi.rulebook.services import trying
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Listing, show_list
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen, spoken


def cost_change(row: Any) -> str:
    """Return by how much a what-if changes the money; empty while it is not worked out."""
    if row.before is None or row.after is None:
        return ""
    return money_change(row.after.low - row.before.low, row.after.high - row.before.high)


WHAT_IFS: Listing[Any] = Listing(
    zh="政策沙盒",
    en="Sandbox",
    columns=(
        Column("name", "名称", "Name", lambda row: row.name, ("name",), lambda row: reverse("casework:what_if", args=[row.pk]), "wide"),
        Column("scope", "范围", "Over", lambda row: row.scope.name, ("scope__name_key",)),
        Column("day", "试算日", "As of", lambda row: row.day, ("day",), kind="day"),
        Column("better", "受益", "Win", lambda row: row.effects.get("all", {}).get("better"), kind="number"),
        Column("worse", "受损", "Lose", lambda row: row.effects.get("all", {}).get("worse"), kind="number"),
        Column("change", "金额变化", "Change of money", cost_change, kind="number"),
        Column("by", "作者", "Made by", lambda row: row.made_by_name, ("made_by_name",)),
        Column("at", "时间", "Made at", lambda row: row.made_at, ("made_at",), kind="day"),
    ),
    order=("-made_at", "-id"),
    search=lambda rows, text: rows.filter(name__icontains=text),
    search_hint=("名称", "Name"),
    empty=("还没有试算。改一个标准或一条规则，先看谁受益、谁受损、要多少钱。", "No what-if yet. Change a figure or a rule, and see first who wins, who loses and what it costs."),
)  # fmt: skip


@require_safe
@door(*SEE_RUNS)
def what_if_list(request: Request) -> HttpResponseBase:
    """Show the what-ifs within reach."""
    may_start = request.actor.holds(*START_RUNS)
    return show_list(
        request, WHAT_IFS, queries.what_ifs(request.actor), template="casework/what_ifs.html", may_start=may_start
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*START_RUNS)
def new_what_if(request: Request) -> HttpResponse:
    """Make a what-if."""
    now = read_clock()
    form = WhatIfForm(request.POST or None, initial={"day": day_in_china(now)})
    form.offer(queries.offered_runs(request.actor, now=now))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            made = services.make_what_if(
                scope=UUID(said["scope"]), name=said["name"], day=said["day"], policies=said["policies"],
                actor=request.actor, now=now,
            )  # fmt: skip
            return redirect("casework:change_what_if", made.pk)
    crumbs = [(WHAT_IFS.title, reverse("casework:what_ifs"))]
    return show_form(request, form, title=("新试算", "New what-if"), button=("开始改动", "Go on"), crumbs=crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*START_RUNS)
def change(request: Request, id: UUID) -> HttpResponse:
    """Change figures and texts of a what-if."""
    what_if = queries.what_if_of(request.actor, id=id)
    policies = queries.open_policies(what_if)
    form = ChangeForm(request.POST or None, initial={"over": what_if.edition})
    form.open(policies, figures=what_if.figures, files=what_if.files)
    findings: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            services.change_what_if(
                id=id, figures=form.figures(), texts=form.texts(), over=form.cleaned_data["over"], actor=request.actor,
                now=read_clock(),
            )  # fmt: skip
        except CannotRead as error:
            findings = error.findings
            form.add_error(None, spoken(error))
        except trying.CannotTry as error:
            for name, problem in error.problems.items():
                form.say_figure(name, chosen(*problem))
            if not error.problems:
                form.add_error(None, spoken(error))
        except services.CannotTryOut as error:
            form.add_error(None, spoken(error))
        else:
            messages.success(request, chosen("改动已保存，可以试算了。", "Saved: it can be worked out now."))
            return redirect("casework:what_if", id)
    crumbs = [
        (WHAT_IFS.title, reverse("casework:what_ifs")),
        (what_if.name, reverse("casework:what_if", args=[id])),
        (chosen("改动", "Change"), ""),
    ]
    context = {
        "what_if": what_if,
        "form": form,
        "groups": form.groups(policies),
        "findings": findings,
        "crumbs": crumbs,
    }
    return render(request, "casework/change_what_if.html", context, status=422 if form.errors else 200)


@require_safe
@door(*SEE_RUNS)
def what_if_page(request: Request, id: UUID) -> HttpResponseBase:
    """Show a what-if: what it changes, and who wins, who loses and what it costs."""
    what_if = queries.what_if_of(request.actor, id=id)
    policies = queries.open_policies(what_if)
    context: dict[str, Any] = {
        "what_if": what_if,
        "may_change": queries.may_change(request.actor, what_if) and request.actor.holds(*START_RUNS),
        "figures": queries.changed_figures(what_if, {one.id: one for one in policies}),
        "texts": queries.changed_texts(what_if, policies),
        "job": jobs.own_job(request.actor, id=what_if.job) if what_if.job else None,
        "crumbs": [(WHAT_IFS.title, reverse("casework:what_ifs")), (what_if.name, "")],
    }
    if what_if.before is None or what_if.after is None:
        return render(request, "casework/what_if.html", context)
    found = queries.comparison(request.actor, before=what_if.before.pk, after=what_if.after.pk)
    if request.GET.get("format") == "xlsx":
        return what_if_workbook(what_if, found, figures=context["figures"], texts=context["texts"])
    return render(request, "casework/what_if.html", context | results(request, what_if, found))


def results(request: Request, what_if: Any, found: queries.Comparison) -> dict[str, Any]:
    """Return what a worked-out what-if shows."""
    kind = request.GET.get("kind", "")
    kinds = (kind,) if kind in queries.CHANGES else ()
    sides = [Money(run.low, run.high, run.open_amounts) for run in (found.before, found.after)]
    return {
        "found": found,
        "before_money": sides[0],
        "after_money": sides[1],
        "change": money_change(found.low, found.high),
        "effects": [(name, chosen(*words), what_if.effects["all"][name]) for name, words in EFFECTS.items()],
        "tables": effect_tables(found.before.groups, found.after.groups, what_if.effects["groups"]),
        "pairs": [pair_shown(pair) for pair in found.pairs],
        "companies": [company_shown(one) for one in queries.first_changed(found, kinds=kinds, most=SHOWN_MOST)],
        "most": SHOWN_MOST,
        "kind": kind,
        "kinds": [(name, chosen(*words)) for name, words in queries.CHANGES.items()],
    }


@require_POST
@door(*START_RUNS)
def start(request: Request, id: UUID) -> HttpResponse:
    """Work a what-if out."""
    with refusal_said(request):
        services.start_what_if(id=id, actor=request.actor, now=read_clock())
    return redirect("casework:what_if", id)
