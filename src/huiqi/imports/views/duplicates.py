"""Records that may be one company: the list, two side by side, bringing them together, and parting them again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.imports import queries, services
from huiqi.imports.forms.merging import MergeForm, chosen_facts
from huiqi.imports.queries.pair_page import PairPage
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register
from huiqi.register import services as register_services
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.queries import REASON_NAMES, SEE_DUPLICATES, Reason
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.models import DuplicatePair, Merge, Organisation

TITLE = ("可能重复的企业", "Companies that may be one")
_STATES = (("open", "待处理", "Open"), ("apart", "是两家", "Two companies"), ("merged", "已合并", "Brought together"))
_STATE_NAMES = {value: (zh, en) for value, zh, en in _STATES}


@require_safe
@door(*SEE_DUPLICATES)
def pairs(request: Request) -> HttpResponseBase:
    """Show the pairs."""
    may_look = request.actor.holds(*KEEP_REGISTER)
    return show_list(
        request, PAIRS, register.duplicates(request.actor), template="imports/duplicates.html", may_look=may_look,
        crumbs=[*crumbs()[:1], (PAIRS.title, "")],
    )  # fmt: skip


@require_POST
@door(*KEEP_REGISTER)
def look(request: Request) -> HttpResponse:
    """Look for them, in the background."""
    job = services.look_for_duplicates(actor=request.actor, now=read_clock())
    return redirect("work", job.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def pair(request: Request, id: int) -> HttpResponse:
    """Show two records side by side, and bring them together."""
    found = register.duplicate(request.actor, id=id)
    now = read_clock()
    page = queries.pair_page(request.actor, first=found.first_id, second=found.second_id, now=now)
    records = {one.pk: f"{one.name}（{code_of(one)}）" for one in (found.first, found.second)}
    # The record with a credit code is what others will look for.
    coded = found.second_id if found.second.credit_code and not found.first.credit_code else found.first_id
    first = {"kept": str(coded), "seen": json.dumps(page.seen)}
    form = MergeForm(request.POST or None, records=records, initial=first)
    if request.method == "POST" and form.is_valid():
        kept = UUID(form.cleaned_data["kept"])
        other, side = (found.second_id, "second") if kept == found.first_id else (found.first_id, "first")
        with refusal_in(form):
            done = register_services.merge_companies(
                kept=kept,
                gone=other,
                from_gone=chosen_facts(request.POST, side),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                actor=request.actor,
                now=now,
            )
            flash.success(
                request, chosen("已合并。需要时可以原样拆开。", "Brought together. They can be parted exactly.")
            )
            return redirect("imports:merge", done.pk)
    return show_pair(request, found, page, form)


@require_POST
@door(*KEEP_REGISTER)
def apart(request: Request, id: int) -> HttpResponse:
    """Say that two records are two companies."""
    with refusal_said(request):
        register_services.keep_apart(pair=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已记下：是两家企业。", "Noted: these are two companies."))
    return redirect(f"{reverse('imports:duplicates')}?state=open")


@require_safe
@door(*SEE_DUPLICATES)
def merges(request: Request) -> HttpResponseBase:
    """Show what was brought together."""
    path = [*crumbs(), (MERGES.title, "")]
    return show_list(request, MERGES, register.merges(request.actor), template="imports/list.html", crumbs=path)


@require_safe
@door(*SEE_DUPLICATES)
def merge(request: Request, id: UUID) -> HttpResponse:
    """Show one of them."""
    found = register.merge(request.actor, id=id)
    path = [*crumbs(), (MERGES.title, reverse("imports:merges")), (found.gone.name, "")]
    may_part = found.parted_at is None and request.actor.holds(*KEEP_REGISTER)
    return render(request, "imports/merge.html", {"found": found, "may_part": may_part, "crumbs": path})


@require_POST
@door(*KEEP_REGISTER)
def part(request: Request, id: UUID) -> HttpResponse:
    """Part two records again."""
    with refusal_said(request):
        register_services.part_companies(merge=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已拆开，两条记录都恢复原样。", "Parted; both records are what they were."))
    return redirect("imports:merge", id)


def show_pair(request: Request, found: DuplicatePair, page: PairPage, form: MergeForm) -> HttpResponse:
    """Return the page of a pair; 422 where something has to be put right."""
    context = {
        "pair": found,
        "page": page,
        "form": form,
        "codes": (code_of(found.first), code_of(found.second)),
        "reasons": [reason_words(one) for one in found.reasons],
        "crumbs": [*crumbs(), (chosen("对比", "Side by side"), "")],
    }
    return render(request, "imports/pair.html", context, status=422 if form.errors else 200)


def code_of(record: Organisation) -> str:
    """Return the credit code of a record, or that it has none: names are often the same."""
    return record.credit_code or chosen("无信用代码", "no credit code")


def reason_words(kept: dict[str, str]) -> str:
    """Return a reason in words, with what it is about."""
    about = chosen(kept["zh"], kept["en"])
    return (
        f"{chosen(*REASON_NAMES[Reason(kept['reason'])])}（{about}）"
        if about
        else chosen(*REASON_NAMES[Reason(kept["reason"])])
    )


def crumbs() -> list[tuple[str, str]]:
    """Return the way to the list."""
    return [(chosen("导入", "Import"), reverse("imports:sheets")), (chosen(*TITLE), reverse("imports:duplicates"))]


PAIRS: Listing[DuplicatePair] = Listing(
    zh=TITLE[0],
    en=TITLE[1],
    columns=(
        Column(
            "first", "企业", "Company", lambda row: row.first.name, ("first__name_key",),
            lambda row: reverse("imports:pair", args=(row.pk,)), "wide",
        ),
        Column("code", "代码", "Code", lambda row: row.first.credit_code, ("first__credit_code",)),
        Column("second", "另一条", "The other record", lambda row: row.second.name, ("second__name_key",), kind="wide"),
        Column("other", "代码", "Code", lambda row: row.second.credit_code, ("second__credit_code",)),
        Column("why", "理由", "Why", lambda row: "；".join(map(reason_words, row.reasons)), kind="wide"),
        Column("state", "处理", "State", lambda row: chosen(*_STATE_NAMES[row.state]), ("state",)),
        Column("found", "发现", "Found", lambda row: row.found_at, ("found_at",), kind="day"),
    ),
    order=("-found_at", "id"),
    filters=(
        Filter("state", "处理", "State", _STATES, lambda rows, value: rows.filter(state=value)),
        Filter(
            "why", "理由", "Why", [(one.value, *REASON_NAMES[one]) for one in Reason],
            lambda rows, value: rows.filter(reasons__contains=[{"reason": value}]),
        ),
    ),
    search=lambda rows, text: rows.filter(first__name__contains=text) | rows.filter(second__name__contains=text),
    search_hint=("名称的一部分", "part of a name"),
    empty=("没有发现可能重复的企业。点“重新查找”可以再找一遍。", "No companies that may be one. “Look again” looks once more."),
)  # fmt: skip

MERGES: Listing[Merge] = Listing(
    zh="合并记录",
    en="Brought together",
    columns=(
        Column(
            "gone", "并入的记录", "Record that went", lambda row: row.gone.name, ("gone__name_key",),
            lambda row: reverse("imports:merge", args=(row.pk,)), "wide",
        ),
        Column("kept", "保留的企业", "Company kept", lambda row: row.kept.name, ("kept__name_key",), kind="wide"),
        Column("reason", "理由", "Why", lambda row: row.reason, kind="wide"),
        Column("by", "合并人", "By", lambda row: row.merged_by_name, ("merged_by_name",)),
        Column("at", "合并时间", "On", lambda row: row.merged_at, ("merged_at",), kind="day"),
        Column("parted", "拆开时间", "Parted", lambda row: row.parted_at, ("parted_at",), kind="day"),
    ),
    order=("-merged_at", "-id"),
    empty=("还没有合并过。", "Nothing was brought together yet."),
)  # fmt: skip
