"""Drafts: the list of them, and how they are started and given up."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.drafting import KINDS, STATES
from huiqi.rulebook.domain.rights import DRAFT, SEE_DRAFTS
from huiqi.rulebook.forms import NewPolicyForm, ReasonForm
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.rulebook.models import Draft


@require_safe
@door(*SEE_DRAFTS)
def drafts(request: Request) -> HttpResponseBase:
    """Show the drafts, the last changed first."""
    return show_list(request, LISTING, queries.drafts(request.actor), template="rulebook/drafts.html",
                     may_draft=request.actor.holds(*DRAFT))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*DRAFT)
def new(request: Request) -> HttpResponse:
    """Start the draft of a new policy."""
    form = NewPolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            draft = services.draft_policy(
                zone=queries.zone_of(request.actor), policy=said["policy"], title=(said["title_zh"], said["title_en"]),
                actor=request.actor, now=read_clock(),
            )  # fmt: skip
            return redirect("rulebook:editor", draft.pk)
    crumbs = [(chosen("草案", "Drafts"), reverse("rulebook:drafts")), (chosen("起草新政策", "New policy"), "")]
    return render(request, "rulebook/new.html", {"form": form, "crumbs": crumbs})


@require_POST
@door(*DRAFT)
def change(request: Request, policy: str) -> HttpResponse:
    """Start the draft of a change, or go on with the open one."""
    with refusal_said(request):
        draft = services.draft_change(
            zone=queries.zone_of(request.actor), policy=policy, actor=request.actor, now=read_clock()
        )
        return redirect("rulebook:editor", draft.pk)
    return redirect("rulebook:policy", policy)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*DRAFT)
def discard(request: Request, id: UUID) -> HttpResponse:
    """Give a draft up, with the reason."""
    draft = queries.draft_of(request.actor, id=id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            services.discard_draft(draft=id, reason=form.cleaned_data["reason"], actor=request.actor, now=read_clock())
            messages.success(
                request, chosen("草案已放弃，文字仍然留存。", "The draft is given up; its texts stay on record.")
            )
            return redirect("rulebook:drafts")
    return render(request, "rulebook/discard.html", {"form": form, "draft": draft, "crumbs": crumbs_of(draft)})


def crumbs_of(draft: Draft, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return where a page of a draft stands."""
    above = [(chosen("草案", "Drafts"), reverse("rulebook:drafts"))]
    return [*above, (chosen(*draft.title), reverse("rulebook:editor", args=(draft.pk,)) if more else ""), *more]


LISTING: Listing[Draft] = Listing(
    zh="草案",
    en="Drafts",
    columns=(
        Column("title", "政策", "Policy", lambda row: chosen(*row.title), ("title_zh",),
               lambda row: reverse("rulebook:editor", args=(row.pk,)), "wide"),
        Column("kind", "种类", "Kind", lambda row: chosen(*KINDS[row.kind]), ("kind",)),
        Column("state", "进度", "State", lambda row: chosen(*STATES[row.state]), ("state",)),
        Column("started_by", "起草人", "Started by", lambda row: row.started_by_name, ("started_by_name",)),
        Column("changed_at", "最近修改", "Last changed", lambda row: row.changed_at, ("changed_at",)),
    ),
    order=("-changed_at", "id"),
    filters=(
        Filter("state", "进度", "State", [(str(code), zh, en) for code, (zh, en) in STATES.items()],
               lambda rows, value: rows.filter(state=value)),
        Filter("kind", "种类", "Kind", [(str(code), zh, en) for code, (zh, en) in KINDS.items()],
               lambda rows, value: rows.filter(kind=value)),
    ),
    search=lambda rows, text: rows.filter(title_zh__icontains=text) | rows.filter(policy__icontains=text),
    search_hint=("政策名称或编号", "title or id"),
    empty=("还没有草案。", "There is no draft yet."),
)  # fmt: skip
