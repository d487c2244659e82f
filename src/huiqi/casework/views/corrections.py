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
from huiqi.casework.views.answering import act_and_return
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register
from huiqi.register import services
from huiqi.register.domain.rights import COMPANY, KEEP_REGISTER, SEE_EVIDENCE
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen

STATUSES = {
    "open": ("待处理", "Open"),
    "accepted": ("已采纳", "Accepted"),
    "refused": ("未采纳", "Refused"),
    "withdrawn": ("已撤回", "Taken back"),
}


@require_safe
@door(*SEE_EVIDENCE)
def corrections(request: Request) -> HttpResponseBase:
    """List what companies ask for."""
    return show_list(request, LISTING, register.corrections(request.actor))


def of_state(rows: Any, value: str) -> Any:
    """Narrow to a state."""
    return rows.filter(status=value)


LISTING: Listing[Any] = Listing(
    zh="更正申请",
    en="Corrections asked for",
    columns=(
        Column(
            "company", "企业", "Company", cell=lambda row: row.subject.organisation.name, kind="wide",
            sort=("subject__organisation__name_key",), link=lambda row: reverse("companies:correction", args=[row.pk]),
        ),
        Column("fact", "指标", "Fact", cell=lambda row: f"{row.name} {row.period}".strip(), sort=("name", "period")),
        Column("asked", "申请时间", "Asked", cell=lambda row: row.asked_at, sort=("asked_at",)),
        Column("by", "申请人", "By", cell=lambda row: row.asked_by_name),
        Column("state", "状态", "State", cell=lambda row: chosen(*STATUSES[row.status]), sort=("status",)),
        Column("decided", "处理时间", "Decided", cell=lambda row: row.decided_at, sort=("decided_at",)),
    ),
    order=("-asked_at", "-id"),
    filters=(
        Filter("state", "状态", "State", [(key, *names) for key, names in STATUSES.items()], of_state),
    ),
    search=lambda rows, text: rows.filter(subject__organisation__name__contains=text),
    search_hint=("企业名称", "Name of the company"),
    empty=("没有企业申请更正。", "No company asks for a correction."),
)  # fmt: skip


@require_safe
@door(*SEE_EVIDENCE)
def correction(request: Request, id: UUID) -> HttpResponse:
    """Show what is asked for beside what stands now."""
    return page(request, id, AcceptForm(), RefuseForm())


def page(request: Request, id: UUID, accept: Form, refuse: Form) -> HttpResponse:
    """Return the page of a correction with its two forms."""
    found = register.correction(request.actor, id=id)
    company = found.subject.organisation
    entry, story = queries.fact_story(
        request.actor, id=company.pk, name=found.name, period=found.period, now=read_clock()
    )
    accept.initial["seen"] = story[0].id if story else None
    wanted = found.value if hasattr(found, "value") else ""
    context = {
        "found": found,
        "company": company,
        "entry": entry,
        "label": chosen(entry.zh, entry.en),
        "wanted": wanted,
        "now_stands": story[0] if story else None,
        "accept": accept,
        "refuse": refuse,
        "state": chosen(*STATUSES[found.status]),
        "may_decide": found.status == "open" and register.reaches(request.actor, company, *KEEP_REGISTER),
        "may_withdraw": found.status == "open" and register.reaches(request.actor, company, *COMPANY),
        "crumbs": [(chosen("更正申请", "Corrections"), reverse("companies:corrections")), (company.name, "")],
    }
    wrong = bool(accept.errors or refuse.errors)
    return render(request, "casework/company/correction.html", context, status=422 if wrong else 200)


@require_POST
@door(*KEEP_REGISTER)
def accept(request: Request, id: UUID) -> HttpResponse:
    """Accept a correction: it becomes a fact."""
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return page(request, id, form, RefuseForm())
    seen, decision = form.cleaned_data["seen"], form.cleaned_data["decision"]
    return act_and_return(
        request,
        lambda now: services.accept_correction(id=id, seen=seen, decision=decision, actor=request.actor, now=now),
        done=("已采纳，数据已更新。", "Accepted; the fact is recorded."),
        back=reverse("companies:correction", args=[id]),
    )


@require_POST
@door(*KEEP_REGISTER)
def refuse(request: Request, id: UUID) -> HttpResponse:
    """Refuse a correction with its reason."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return page(request, id, AcceptForm(), form)
    decision = form.cleaned_data["decision"]
    return act_and_return(
        request,
        lambda now: services.refuse_correction(id=id, decision=decision, actor=request.actor, now=now),
        done=("已告知企业不采纳。", "Refused; the company is told."),
        back=reverse("companies:correction", args=[id]),
    )


@require_POST
@door(*COMPANY)
def withdraw(request: Request, id: UUID) -> HttpResponse:
    """Take back what the company asked for."""
    return act_and_return(
        request,
        lambda now: services.withdraw_correction(id=id, actor=request.actor, now=now),
        done=("已撤回。", "Taken back."),
        back=reverse("companies:correction", args=[id]),
    )


@require_safe
@door(*SEE_EVIDENCE)
def file(request: Request, id: UUID) -> FileResponse:
    """Hand out an evidence file as a download, never as a page."""
    found, content = register.evidence_content(request.actor, id=id)
    return FileResponse(content, as_attachment=True, filename=found.name, content_type="application/octet-stream")
