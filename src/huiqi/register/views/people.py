"""People and their accounts, for whoever gives roles: the list, one person, roles given and ended, accounts opened and closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import NotVisible
from huiqi.register import queries, services
from huiqi.register.forms.people import LogInForm, PersonForm, RoleForm, SubjectForm
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

UNFIT = 422


def people_listing(actor: Actor, now: datetime) -> Listing[Any]:
    """Return the list of people as it stands at a moment."""
    return Listing(
        zh="人员与角色",
        en="People and roles",
        columns=(
            Column(
                "name", "姓名", "Name",
                cell=lambda row: row.name, sort=("name_key",), link=lambda row: reverse("register:person", args=[row.pk]),
            ),
            Column("login", "登录名", "Log-in name", cell=lambda row: account_of(row, "username"), sort=("account__username",)),
            Column("home", "所属单位", "Belongs to", cell=lambda row: row.home_name, sort=("home_name",)),
            Column("roles", "现任角色", "Roles now", cell=roles_of, kind="wide"),
            Column("seen", "上次登录", "Last log-in", cell=lambda row: account_of(row, "last_login"), sort=("account__last_login",)),
            Column("state", "账户", "Account", cell=state_of),
        ),
        order=("name_key", "id"),
        filters=(
            Filter(
                "role", "角色", "Role", tuple((role.value, *role.words) for role in Role),
                narrow=lambda rows, value: queries.holding_role(rows, actor, role=value, now=now),
            ),
            Filter(
                "state", "账户", "Account",
                (("on", "启用", "On"), ("off", "停用", "Off"), ("none", "没有账户", "None"), ("unopened", "还没有设密码", "Never opened")),
                narrow=narrow_state,
            ),
        ),
        search=lambda rows, text: rows.filter(name__contains=text) | rows.filter(account__username__contains=text.lower()),
        search_hint=("姓名或登录名", "Name or log-in name"),
        empty=("还没有人员。", "There is nobody yet."),
    )  # fmt: skip


def narrow_state(rows: Any, value: str) -> Any:
    """Return the people whose account is in a state."""
    match value:
        case "none":
            return rows.filter(account__isnull=True)
        case "unopened":
            return queries.never_opened(rows)
        case _:
            return rows.filter(account__is_active=value == "on")


def account_of(row: Any, field: str) -> object:
    """Return a field of the account, where there is one."""
    account = getattr(row, "account", None)
    return getattr(account, field) if account else None


def roles_of(row: Any) -> str:
    """Return the roles of now in words, each with what it is held for."""
    return chosen("；", "; ").join(
        chosen(
            f"{Role(one.role).words[0]}（{one.organisation.name}）",
            f"{Role(one.role).words[1]} ({one.organisation.name})",
        )
        for one in row.held
    )


def state_of(row: Any) -> str:
    """Return the state of the account in words."""
    active = account_of(row, "is_active")
    return chosen("没有", "none") if active is None else chosen("启用", "on") if active else chosen("停用", "off")


@require_safe
@door(Role.ADMINISTRATOR)
def people(request: Request) -> HttpResponseBase:
    """List the people for whom the actor gives roles."""
    now = read_clock()
    found = queries.people(request.actor, now=now)
    return show_list(request, people_listing(request.actor, now), found, template="register/people.html")


@never_cache
@sensitive_variables("made")
@require_http_methods(["GET", "HEAD", "POST"])
@door(Role.ADMINISTRATOR)
def add_person(request: Request) -> HttpResponse:
    """Add somebody with an account; its link is shown this once."""
    form = PersonForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        with refusal_in(form, NotVisible):
            place = queries.named(request.actor, text=said["place"])
            made = services.add_person_with_account(
                name=said["name"],
                organisation=place.pk,
                login=said["login"],
                mail=said["mail"],
                actor=request.actor,
                now=read_clock(),
            )
            return show_link(request, made)
    context = {"form": form, "places": queries.role_places(request.actor)}
    return render(request, "register/add_person.html", context, status=UNFIT if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Role.ADMINISTRATOR)
def person(request: Request, id: UUID) -> HttpResponse:
    """Show a person's account and roles; give a role."""
    now = read_clock()
    form = RoleForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            queries.person(request.actor, id=id, now=now)
            place = queries.named(request.actor, text=said["place"])
            services.grant_role(
                person=id,
                role=Role(said["role"]),
                organisation=place.pk,
                until=said["until"],
                consent=said["consent"],
                scope=said["scope"],
                actor=request.actor,
                now=now,
            )
            messages.success(request, chosen("角色已授予。", "The role was given."))
            return redirect("register:person", id=id)
    return show_person(request, id, form=form)


@never_cache
@sensitive_variables("made")
@require_POST
@door(Role.ADMINISTRATOR)
def open_account(request: Request, id: UUID) -> HttpResponse:
    """Make an account for somebody who is on record without one; its link is shown this once."""
    form = LogInForm(request.POST, auto_id="account-%s")
    if form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            made = services.add_account(
                person=id, login=said["login"], mail=said["mail"], actor=request.actor, now=read_clock()
            )
            return show_link(request, made)
    return show_person(request, id, account_form=form)


def show_person(
    request: Request, id: UUID, *, form: forms.Form | None = None, account_form: forms.Form | None = None
) -> HttpResponse:
    """Return the page of a person with the forms to give a role and, where there is none, to open an account."""
    found = queries.person(request.actor, id=id, now=read_clock())
    context = {
        "found": found,
        "form": form or RoleForm(),
        "account_form": account_form or LogInForm(auto_id="account-%s"),
        "subject_form": SubjectForm(initial={"subject": found.subject}, auto_id="subject-%s"),
        "places": queries.role_places(request.actor),
        "crumbs": [(chosen("人员与角色", "People and roles"), reverse("register:people")), (found.name, "")],
    }
    unfit = any(one.errors for one in (form, account_form) if one)
    return render(request, "register/person.html", context, status=UNFIT if unfit else 200)


@require_POST
@door(Role.ADMINISTRATOR, Role.COMPANY_OWNER)
def end_role(request: Request, id: UUID) -> HttpResponse:
    """End a role at once; a company's owner ends what the company allowed."""
    with refusal_said(request):
        ended = services.end_role(grant=id, actor=request.actor, now=read_clock())
        messages.success(request, chosen("角色已结束。", "The role has ended."))
        if request.actor.holds(Role.ADMINISTRATOR):
            return redirect("register:person", id=ended.person_id)
        return redirect("register:company_people", id=ended.organisation_id)
    return redirect("home")


@never_cache
@sensitive_variables("made")
@require_POST
@door(Role.ADMINISTRATOR, Role.COMPANY_OWNER)
def renew_link(request: Request, id: UUID) -> HttpResponse:
    """Make a new link for somebody who lost password or phone, and show it this once."""
    with refusal_said(request):
        made = services.renew_link(
            person=id, drop_factors="drop_factors" in request.POST, actor=request.actor, now=read_clock()
        )
        return show_link(request, made)
    return back_to(request, id)


@require_POST
@door(Role.ADMINISTRATOR, Role.COMPANY_OWNER)
def switch_account(request: Request, id: UUID) -> HttpResponse:
    """Switch somebody's account off at once, or on again."""
    on = request.POST.get("on") == "yes"
    with refusal_said(request):
        services.switch_account(person=id, on=on, actor=request.actor, now=read_clock())
        said = chosen("账户已启用。", "The account is on.") if on else chosen("账户已停用。", "The account is off.")
        messages.success(request, said)
    return back_to(request, id)


@require_POST
@door(Role.ADMINISTRATOR)
def prepare_subject(request: Request, id: UUID) -> HttpResponse:
    """Say which subject of the identity provider gets in with the account."""
    form = SubjectForm(request.POST)
    with refusal_said(request):
        if form.is_valid():
            subject = form.cleaned_data["subject"]
            services.prepare_subject(person=id, subject=subject, actor=request.actor, now=read_clock())
            messages.success(request, chosen("身份标识已保存。", "The subject was kept."))
    return back_to(request, id)


def show_link(request: Request, made: services.NewAccount) -> HttpResponse:
    """Return the page that shows a link, once: it is not kept anywhere from which it could be shown again."""
    address = request.build_absolute_uri(reverse("first_password", args=[made.token]))
    context = {"made": made, "address": address, "next": place_of(request, made.person)}
    return render(request, "register/account_link.html", context)


def back_to(request: Request, person: UUID) -> HttpResponse:
    """Return to where the person is shown to this actor."""
    return redirect(place_of(request, person))


def place_of(request: Request, person: UUID) -> str:
    """Return the address of the page on which this actor sees the person."""
    if request.actor.holds(Role.ADMINISTRATOR):
        return reverse("register:person", args=[person])
    return reverse("register:own_people")
