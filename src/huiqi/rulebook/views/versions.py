"""Published versions of the pack, what each changed, and the renewal and repeal of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.drafting import Kind
from huiqi.rulebook.domain.rights import DRAFT, STAFF
from huiqi.rulebook.forms import RenewalForm, RepealForm
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Listing, show_list
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.rulebook.models import PackVersion


@require_safe
@door(*STAFF)
def versions(request: Request) -> HttpResponseBase:
    """Show the published versions, the last first."""
    return show_list(request, LISTING, queries.published_versions(request.actor))


@require_safe
@door(*STAFF)
def version(request: Request, number: int) -> HttpResponse:
    """Show what a version changed, against the one before or another (`?against=3`)."""
    against = request.GET.get("against", "")
    page = queries.version_page(
        request.actor, number=number, against=int(against) if against.isdecimal() and len(against) < 9 else None,
        day=day_in_china(read_clock()),
    )  # fmt: skip
    crumbs = [(chosen("发布版本", "Published versions"), reverse("rulebook:versions")), (str(number), "")]
    return render(request, "rulebook/version.html", {"page": page, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
@door(*DRAFT)
def renew(request: Request, policy: str) -> HttpResponse:
    """Start a draft that lets a policy hold longer."""
    return ended(request, policy, Kind.RENEWAL, RenewalForm(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*DRAFT)
def repeal(request: Request, policy: str) -> HttpResponse:
    """Start a draft that ends a policy."""
    return ended(request, policy, Kind.REPEAL, RepealForm(request.POST or None))


def ended(request: Request, policy: str, kind: Kind, form: forms.Form) -> HttpResponse:
    """Start a draft that gives a policy another last day, or show the form for it."""
    now = read_clock()
    page = queries.policy_page(request.actor, policy=policy, day=day_in_china(now), now=now)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            draft = services.draft_end(
                zone=page.row.zone, policy=policy, kind=kind, last_day=form.cleaned_data["last_day"],
                reason=form.cleaned_data["reason"], actor=request.actor, now=now,
            )  # fmt: skip
            return redirect("rulebook:gate", draft.pk)
    title = ("延期", "Renew") if kind is Kind.RENEWAL else ("废止", "Repeal")
    crumbs = [
        (chosen("政策库", "Policy library"), reverse("rulebook:library")),
        (chosen(*page.row.title), reverse("rulebook:policy", args=(policy,))),
        (chosen(*title), ""),
    ]
    return render(request, "rulebook/end.html", {"form": form, "page": page, "title": title, "crumbs": crumbs})


LISTING: Listing[PackVersion] = Listing(
    zh="发布版本",
    en="Published versions",
    columns=(
        Column("number", "版本", "Version", lambda row: row.number, ("number",),
               lambda row: reverse("rulebook:version", args=(row.number,)), "number"),
        Column("note", "内容", "What it is about", lambda row: row.note, (), None, "wide"),
        Column("published_at", "发布时间", "Published", lambda row: row.published_at, ("published_at",)),
        Column("published_by", "发布人", "By", lambda row: row.published_by_name, ("published_by_name",)),
        Column("hash", "规则指纹", "Hash of the rules", lambda row: row.hash[:12]),
    ),
    order=("-number",),
    search=lambda rows, text: rows.filter(note__icontains=text) | rows.filter(hash__startswith=text.lower()),
    search_hint=("内容或规则指纹", "what it is about, or the hash"),
    empty=("还没有发布过。", "Nothing is published yet."),
)  # fmt: skip
