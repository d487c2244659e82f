"""The page of a policy: its clauses in words on a day, its texts in time, its contact."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.labels import LEVELS, SUBJECTS, THEMES, label
from huiqi.rulebook.domain.rights import STAFF
from huiqi.rulebook.domain.standing import STANDINGS
from huiqi.rulebook.forms import ContactForm, DayForm
from huiqi.ui.doors import PUBLIC, Request, door
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

ROWS_A_PAGE: Final = 100


@require_safe
@door(PUBLIC)
def policy(request: Request, policy: str) -> HttpResponse:
    """Show a policy as of a day (`?day=2023-06-20`), of today where none is asked for."""
    now = read_clock()
    form = DayForm(request.GET if "day" in request.GET else None)
    asked = form.cleaned_data["day"] if form.is_valid() else None
    page = queries.policy_page(
        request.actor, policy=policy, day=asked or day_in_china(now), now=now, zone=request.GET.get("zone", "")
    )
    return render(
        request, "rulebook/policy.html", {**words_of(request, page), "page": page, "form": form, "asked": asked}
    )


@require_safe
@door(PUBLIC)
def table(request: Request, policy: str, table: str) -> HttpResponse:
    """Show one decision table of a policy with all its rules, a hundred a page."""
    now = read_clock()
    form = DayForm(request.GET if "day" in request.GET else None)
    day = form.cleaned_data["day"] if form.is_valid() and form.cleaned_data["day"] else day_in_china(now)
    page = queries.policy_page(request.actor, policy=policy, day=day, now=now, zone=request.GET.get("zone", ""))
    shown = next((one for one in page.tables if one.id == table), None)
    if shown is None:
        raise queries.CannotSeeTable("no_such_table")
    rows = Paginator(shown.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    words = words_of(request, page)
    crumbs = [
        *words["crumbs"][:1],
        (chosen(*page.row.title), reverse("rulebook:policy", args=(policy,))),
        (chosen(*shown.name), ""),
    ]
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "rulebook/policy_table.html", {
        **words, "crumbs": crumbs, "page": page, "shown": shown, "rows": rows, "last": not rows.has_next(),
        "query": f"{query.urlencode()}&" if query else "",
    })  # fmt: skip


def words_of(request: Request, page: queries.PolicyPage) -> dict[str, Any]:
    """Return the words for the codes of a policy, and where its page stands for the one who looks."""
    row = page.row
    above = ("政策库", "Policy library", "rulebook:library")
    if not request.actor.holds(*STAFF):
        above = ("找政策", "Find policies", "rulebook:find")
    return {
        "standing": STANDINGS[page.standing],
        "level": label(LEVELS, row.level),
        "theme": label(THEMES, row.theme),
        "subject": label(SUBJECTS, row.subject),
        "crumbs": [(chosen(*above[:2]), reverse(above[2])), (chosen(*row.title), "")],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@door(Role.POLICY_OFFICER)
def contact(request: Request, policy: str) -> HttpResponse:
    """Say whom to call about a policy and who explains it."""
    now = read_clock()
    page = queries.policy_page(request.actor, policy=policy, day=day_in_china(now), now=now)
    said = {"spokesperson": page.row.spokesperson, "office": page.row.office, "phone": page.row.phone}
    form = ContactForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid() and named(request, page, form, now=now):
        return redirect("rulebook:policy", policy)
    return render(request, "rulebook/contact.html", {**words_of(request, page), "page": page, "form": form})


def named(request: Request, page: queries.PolicyPage, form: ContactForm, *, now: datetime) -> bool:
    """Return whether the contact was changed; why not stands in the form."""
    with refusal_in(form):
        services.name_contact(
            zone=page.row.zone, policy=page.row.policy, contact=services.Contact(**form.cleaned_data),
            actor=request.actor, now=now,
        )  # fmt: skip
        messages.success(request, chosen("联系信息已更新。", "The contact is changed."))
        return True
    return False
