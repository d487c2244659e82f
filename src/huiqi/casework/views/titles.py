"""Titles: all of them in a list, those about to end first if asked for; recorded, corrected and revoked at a company."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework.domain.fact_values import last_day
from huiqi.casework.forms.companies import RevokeForm, TitleForm
from huiqi.casework.views.answering import answer
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries as register
from huiqi.register import services
from huiqi.register.domain.rights import KEEP_REGISTER, SEE_COMPANIES
from huiqi.register.domain.titles import BY_KEY, KINDS, LEVELS
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen

_STANDINGS = (
    ("holds", "有效", "Holds"),
    ("soon", f"{register.SOON_DAYS}天内到期", f"Ends within {register.SOON_DAYS} days"),
    ("ended", "已到期", "Ended"),
    ("revoked", "已撤销", "Revoked"),
    ("later", "尚未生效", "Not yet"),
)


@require_safe
@door(*SEE_COMPANIES)
def titles(request: Request) -> HttpResponseBase:
    """List the titles that companies hold and held."""
    day = day_in_china(read_clock())
    rows = register.titles(request.actor).select_related("organisation")
    return show_list(request, listing(request.actor, day), rows)


def listing(actor: Actor, day: date) -> Listing[Any]:
    """Return the list of titles on a day."""
    return Listing(
        zh="企业称号",
        en="Titles of companies",
        columns=COLUMNS,
        order=("valid_to", "organisation__name_key", "id"),
        filters=(
            Filter("standing", "状态", "Standing", _STANDINGS, lambda rows, value: standing(rows, value, day)),
            Filter("kind", "称号", "Title", [(kind.key, kind.zh, kind.en) for kind in KINDS], lambda rows, value: rows.filter(kind=value)),
            Filter("level", "级别", "Level", [(key, *names) for key, names in LEVELS.items()], lambda rows, value: rows.filter(level=value)),
            Filter("park", "园区", "Park", register.park_choices(actor), lambda rows, value: rows.filter(organisation__within__contains=[UUID(value)])),
        ),
        search=lambda rows, text: rows.filter(organisation__in=register.organisations(actor, name=text)) | rows.filter(number__icontains=text),
        search_hint=("企业或证书编号", "Company or number"),
        empty=("还没有登记称号。", "No title is recorded yet."),
    )  # fmt: skip


def standing(rows: QuerySet[Any], value: str, day: date) -> QuerySet[Any]:
    """Return the titles that hold, end soon, ended, were revoked or have not begun on a day."""
    ended = rows.filter(valid_to__lte=day)
    match value:
        case "ended":
            return ended.filter(revoked_on=None)
        case "revoked":
            return ended.exclude(revoked_on=None)
        case "later":
            return rows.filter(valid_from__gt=day)
    holds = rows.filter(valid_from__lte=day).exclude(valid_to__lte=day)
    return holds.filter(valid_to__lte=day + timedelta(days=register.SOON_DAYS)) if value == "soon" else holds


COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "company", "企业", "Company", cell=lambda row: row.organisation.name, sort=("organisation__name_key",), kind="wide",
        link=lambda row: reverse("companies:portrait", args=[row.organisation_id]),
    ),
    Column("kind", "称号", "Title", cell=lambda row: chosen(BY_KEY[row.kind].zh, BY_KEY[row.kind].en), sort=("kind",)),
    Column("level", "级别", "Level", cell=lambda row: chosen(*LEVELS[row.level]) if row.level else "", sort=("level",)),
    Column("number", "编号", "Number", cell=lambda row: row.number, sort=("number",)),
    Column("from", "有效期起", "From", cell=lambda row: row.valid_from, sort=("valid_from",)),
    Column("to", "有效期止", "Last day", cell=lambda row: last_day(row.valid_to), sort=("valid_to",)),
    Column("revoked", "撤销日", "Revoked", cell=lambda row: row.revoked_on, sort=("revoked_on",)),
    Column("source", "来源", "Source", cell=lambda row: row.source, kind="wide"),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def add_title(request: Request, id: UUID) -> HttpResponse:
    """Record a title."""
    form = TitleForm(request.POST or None)
    return answer(
        request,
        form,
        company=id,
        title=("登记称号", "Record a title"),
        lead=(
            "相关数据（如“持有高新技术企业证书”）会随称号自动更新。",
            "Facts that follow from it are kept along with it.",
        ),
        act=lambda now: services.record_title(organisation=id, said=form.said(), actor=request.actor, now=now),
        done=("称号已登记。", "The title is recorded."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def correct_title(request: Request, id: UUID, title: UUID) -> HttpResponse:
    """Correct a title."""
    found = register.title(request.actor, id=title, organisation=id)
    fields = ("kind", "level", "number", "recognition", "valid_from", "source")
    first = {name: getattr(found, name) for name in fields} | {"last_day": last_day(found.valid_to)}
    form = TitleForm(request.POST or None, initial=first)
    return answer(
        request,
        form,
        company=id,
        title=("更正称号", "Correct a title"),
        act=lambda now: services.correct_title(id=title, said=form.said(), actor=request.actor, now=now),
        done=("称号已更正。", "The title is corrected."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def revoke_title(request: Request, id: UUID, title: UUID) -> HttpResponse:
    """Revoke a title from a day on."""
    found = register.title(request.actor, id=title, organisation=id)
    form = RevokeForm(request.POST or None)
    kind = BY_KEY[found.kind]
    return answer(
        request,
        form,
        company=id,
        title=(f"撤销称号：{kind.zh}", f"Revoke: {kind.en}"),
        act=lambda now: services.revoke_title(
            id=title, day=form.cleaned_data["day"], source=form.cleaned_data["source"], actor=request.actor, now=now
        ),
        done=("已登记撤销。", "The revocation is recorded."),
    )
