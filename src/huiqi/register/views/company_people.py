"""Who may act for a company: its owner invites staff, and lets agents act for it, by a consent that ends when the owner says so."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.forms.people import AccountForm, ConsentForm
from huiqi.register.views.people import UNFIT, show_link
from huiqi.ui.doors import Request, door
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen


@require_safe
@door(Role.COMPANY_OWNER)
def own_people(request: Request) -> HttpResponseBase:
    """Lead to the people of the one company that the actor owns, or list the companies."""
    companies = list(queries.own_companies(request.actor).order_by("name_key"))
    if len(companies) == 1:
        return redirect("register:company_people", id=companies[0].pk)
    return render(request, "register/own_companies.html", {"companies": companies})


@require_safe
@door(Role.COMPANY_OWNER)
def company_people(request: Request, id: UUID) -> HttpResponse:
    """Show who may act for a company of one's own."""
    found = queries.company_people(request.actor, company=id, now=read_clock())
    company = queries.organisation(request.actor, id=id)
    return render(request, "register/company_people.html", {"company": company, "people": found})


@never_cache
@sensitive_variables("made")
@require_http_methods(["GET", "HEAD", "POST"])
@door(Role.COMPANY_OWNER)
def invite(request: Request, id: UUID) -> HttpResponse:
    """Add somebody who works at the company; the link for the account is shown this once."""
    company = queries.organisation(request.actor, id=id)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            made = services.invite_staff(
                company=id,
                name=said["name"],
                login=said["login"],
                mail=said["mail"],
                actor=request.actor,
                now=read_clock(),
            )
            return show_link(request, made)
    title = chosen("邀请员工", "Invite staff")
    context = {"company": company, "form": form, "title": title, "crumbs": crumbs(company.name, id, title)}
    return render(request, "register/invite.html", context, status=UNFIT if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Role.COMPANY_OWNER)
def consent(request: Request, id: UUID) -> HttpResponse:
    """Let somebody who has an account act for the company."""
    company = queries.organisation(request.actor, id=id)
    form = ConsentForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            services.give_consent(
                company=id,
                login=said["login"],
                scope=said["scope"],
                consent=said["consent"],
                until=said["until"],
                actor=request.actor,
                now=read_clock(),
            )
            messages.success(request, chosen("已记录同意。", "The consent was recorded."))
            return redirect("register:company_people", id=id)
    title = chosen("同意代办", "Let an agent act")
    context = {"company": company, "form": form, "title": title, "crumbs": crumbs(company.name, id, title)}
    return render(request, "register/consent.html", context, status=UNFIT if form.errors else 200)


def crumbs(name: str, id: UUID, here: str) -> list[tuple[str, str]]:
    """Return the way to a page about a company's people."""
    return [(name, reverse("register:company_people", args=[id])), (here, "")]
