"""Corrections that companies ask for: the list, one with what stands now, what the officer decides, and the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiqi.casework import queries
from huiqi.casework.forms.companies import AcceptForm, RefuseForm
from huiqi.casework.queries.corrections import STATUSES, asked_correction
from huiqi.casework.views.answering import act_and_return, below
from huiqi.casework.views.portrait import fact_address
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register
from huiqi.register import services
from huiqi.register.domain.rights import KEEP_REGISTER, OWN, SEE_EVIDENCE
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen


@require_safe
@door(*SEE_EVIDENCE)
def corrections(request: Request) -> HttpResponseBase:
    """List what companies ask to be corrected."""
    return show_list(request, listing(request), register.corrections(request.actor))


def listing(request: Request) -> Listing[Any]:
    """Return the list; facts are called as the zone's dictionary calls them."""
    known: dict[UUID, Any] = {}

    def label(row: Any) -> str:
        zone = row.subject.organisation.within[0]
        if zone not in known:
            known[zone] = queries.fact_words(zone=zone, now=read_clock())
        entry = queries.entry_of(row.name, known[zone])
        return f"{chosen(entry.zh, entry.en)} {row.period}".strip()

    return Listing(
        zh="更正申请",
        en="Corrections asked for",
        columns=(
            Column("fact", "指标", "Fact", cell=label, link=lambda row: reverse("companies:correction", args=[row.pk])),
            Column(
                "company", "企业", "Company", cell=lambda row: row.subject.organisation.name, kind="wide",
                sort=("subject__organisation__name_key",),
                link=lambda row: reverse(f"{below(row.subject.organisation.kind)}:portrait", args=[row.subject.organisation_id]),
            ),
            Column("status", "状态", "Status", cell=lambda row: chosen(*STATUSES[row.status]), sort=("status",)),
            Column("asked", "申请时间", "Asked", cell=lambda row: row.asked_at, sort=("asked_at",)),
            Column("who", "申请人", "By", cell=lambda row: row.asked_by_name, sort=("asked_by_name",)),
            Column("decided", "处理时间", "Decided", cell=lambda row: row.decided_at, sort=("decided_at",)),
            Column("officer", "处理人", "Officer", cell=lambda row: row.decided_by_name, sort=("decided_by_name",)),
        ),
        order=("-asked_at", "-id"),
        filters=(
            Filter(
                "status", "状态", "Status", [(key, *names) for key, names in STATUSES.items()],
                lambda rows, value: rows.filter(status=value),
            ),
        ),
        search=lambda rows, text: rows.filter(subject__organisation__in=register.organisations(request.actor, name=text)),
        search_hint=("企业", "Company"),
        empty=("没有更正申请。", "Nobody asks for a correction."),
    )  # fmt: skip


@require_safe
@door(*SEE_EVIDENCE)
def correction(request: Request, id: UUID) -> HttpResponse:
    """Show what a company asks for, beside what stands now."""
    return page(request, id)


def page(request: Request, id: UUID, *, accept: Form | None = None, refuse: Form | None = None) -> HttpResponse:
    """Return the page of a correction, with the form that has to be put right."""
    found = asked_correction(request.actor, id=id, now=read_clock())
    context = {
        "asked": found,
        "company_page": reverse(f"{below(found.kind)}:portrait", args=[found.company]),
        "fact_page": fact_address(found.company, found.name, found.period, below=below(found.kind)),
        "accept": accept or AcceptForm(initial={"seen": found.now.id if found.now else None}, auto_id="accept_%s"),
        "refuse": refuse or RefuseForm(auto_id="refuse_%s"),
        "crumbs": [(chosen("更正申请", "Corrections"), reverse("companies:corrections")), (found.label, "")],
    }
    return render(request, "casework/company/correction.html", context, status=422 if accept or refuse else 200)


@require_POST
@door(*KEEP_REGISTER)
def accept(request: Request, id: UUID) -> HttpResponse:
    """Accept a correction."""
    form = AcceptForm(request.POST, auto_id="accept_%s")
    if not form.is_valid():
        return page(request, id, accept=form)
    seen, decision = form.cleaned_data["seen"], form.cleaned_data["decision"]
    return act_and_return(
        request,
        lambda now: services.accept_correction(id=id, seen=seen, decision=decision, actor=request.actor, now=now),
        done=("已采纳，数据已更正；企业会收到通知。", "Accepted; the fact is corrected and the company is told."),
        back=reverse("companies:correction", args=[id]),
    )


@require_POST
@door(*KEEP_REGISTER)
def refuse(request: Request, id: UUID) -> HttpResponse:
    """Refuse a correction."""
    form = RefuseForm(request.POST, auto_id="refuse_%s")
    if not form.is_valid():
        return page(request, id, refuse=form)
    return act_and_return(
        request,
        lambda now: services.refuse_correction(
            id=id, decision=form.cleaned_data["decision"], actor=request.actor, now=now
        ),
        done=("未采纳，数据没有改变；企业会收到通知。", "Refused; nothing is changed and the company is told."),
        back=reverse("companies:correction", args=[id]),
    )


@require_POST
@door(*OWN)
def withdraw(request: Request, id: UUID) -> HttpResponse:
    """Take a request back."""
    return act_and_return(
        request,
        lambda now: services.withdraw_correction(id=id, actor=request.actor, now=now),
        done=("申请已撤回。", "The request is taken back."),
        back=reverse("companies:correction", args=[id]),
    )


@require_safe
@door(*SEE_EVIDENCE)
def file(request: Request, id: UUID) -> FileResponse:
    """Hand out a file as a download; browsers are told not to guess what it is, nor to run anything in it."""
    return sent_file(*register.evidence_content(request.actor, id=id))


def sent_file(found: Any, content: Any) -> FileResponse:
    """Return a file as a download that runs nowhere."""
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.media_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
