"""Who holds which of the roles that exclude each other, for whoever checks them: two accounts of one human show here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.kernel.words import headed
from huiqi.register import queries
from huiqi.register.domain.rights import SEE_SEPARATION, SEPARATED
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen


def account_of(row: Any, field: str) -> object:
    """Return a field of the holder's account, where there is one."""
    account = getattr(row.person, "account", None)
    return getattr(account, field) if account else None


def likeness(row: Any) -> str:
    """Return in which ways a holder is like another one who holds what excludes it."""
    _, found = queries.words_of_likeness(row)
    return chosen("、", ", ").join(chosen(*words) for words in found)


SEPARATION: Listing[Any] = Listing(
    zh="互斥角色",
    en="Roles that exclude each other",
    columns=(
        Column("name", "姓名", "Name", lambda row: row.person.name, ("person__name_key",), kind="wide"),
        Column("login", "登录名", "Log-in name", lambda row: account_of(row, "username"), ("person__account__username",)),
        Column("mail", "邮箱", "Mail", lambda row: account_of(row, "email"), ("person__account__email",)),
        Column("role", "角色", "Role", lambda row: chosen(*headed(Role(row.role).words)), ("role",)),
        Column("place", "范围", "For", lambda row: row.organisation.name, ("organisation__name_key",)),
        Column("since", "自", "Since", lambda row: row.period.lower, ("period",), kind="day"),
        Column("seen", "上次登录", "Last log-in", lambda row: account_of(row, "last_login"), ("person__account__last_login",), kind="day"),
        Column("like", "疑点", "In doubt", likeness, ("same_mail", "same_name")),
    ),
    order=("-same_mail", "-same_name", "person__name_key", "id"),
    filters=(
        Filter("role", "角色", "Role", tuple((role.value, *headed(role.words)) for role in SEPARATED), lambda rows, value: rows.filter(role=value)),
        Filter("like", "疑点", "In doubt", (("mail", "与互斥角色同一邮箱", "Same mail address"), ("name", "与互斥角色同名", "Same name")), lambda rows, value: rows.filter(**{f"same_{value}": True})),
    ),
    search=lambda rows, text: rows.filter(person__name__contains=text),
    search_hint=("姓名", "Name"),
    empty=("没有人担任这些角色。", "Nobody holds these roles."),
)  # fmt: skip


@require_safe
@door(*SEE_SEPARATION)
def separation(request: Request) -> HttpResponseBase:
    """List who holds the roles that exclude each other; who may be one human comes first."""
    rows = queries.separated_roles(request.actor, now=read_clock())
    return show_list(request, SEPARATION, rows, template="register/separation.html")
