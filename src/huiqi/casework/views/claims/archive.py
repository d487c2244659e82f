"""The archive: what is filed, one record with its index, verified again by its hash, filing a round."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.archive import Retention
from huiqi.casework.domain.claims.rights import FILE_RECORDS, OPEN_RECORDS, SEE_CLAIMS
from huiqi.casework.domain.claims.states import State
from huiqi.casework.forms.claims.archive import FilingForm
from huiqi.casework.queries.claims import archive as known
from huiqi.casework.views.claims.packs import attached
from huiqi.casework.views.claims.rounds import ROUNDS, round_address, round_name
from huiqi.kernel import jobs
from huiqi.kernel.clock import read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

STATES = [(one.value, *one.words) for one in State if one.value in {"paid", "refused", "revoked", "declined", "lapsed"}]


def address_of(one: Any) -> str:
    """Return where a record has its page."""
    return reverse("casework:archive_record", args=[one.pk])


def kept_words(one: Any) -> str:
    """Return how long a record is kept."""
    return chosen("永久", "for ever") if one.keep_until is None else f"{one.keep_until:%Y-%m-%d}"


ARCHIVE: Listing[Any] = Listing(
    zh="兑现档案",
    en="Archive",
    columns=(
        Column("number", "档号", "Number", lambda one: one.number, ("year", "serial"), address_of, "day"),
        Column("name", "企业", "Company", lambda one: one.name, ("name",), kind="wide"),
        Column("clause", "条款", "Clause", lambda one: chosen(one.zh, one.en), ("zh",)),
        Column("amount", "金额（元）", "Amount (yuan)", lambda one: one.amount, ("amount",), kind="number"),
        Column("state", "结果", "Outcome", lambda one: chosen(*State(one.state).words), ("state",)),
        Column("kept", "保管至", "Kept until", kept_words, ("keep_until",), kind="day"),
        Column("filed", "归档", "Filed", lambda one: one.filed_at, ("filed_at",), kind="day"),
        Column("by", "归档人", "Filed by", lambda one: one.filed_by_name, ("filed_by_name",)),
        Column("hash", "SHA-256", "SHA-256", lambda one: one.sha256, ("sha256",), kind="hash"),
    ),
    order=("-year", "-serial", "id"),
    filters=(Filter("state", "结果", "Outcome", STATES, lambda rows, value: rows.filter(state=value)),),
    search=lambda rows, text: rows.filter(
        Q(number__icontains=text) | Q(name__icontains=text) | Q(credit_code__icontains=text) | Q(zh__icontains=text)
        | Q(sha256__startswith=text.lower())
    ),
    search_hint=("档号、企业、信用代码、条款、SHA-256", "Number, company, credit code, clause, SHA-256"),
    empty=("还没有归档。事项办结后，在发放批次页归档。", "Nothing is filed yet: file finished claims on the page of their round."),
)  # fmt: skip


@require_safe
@door(*SEE_CLAIMS)
def archive_list(request: Request) -> HttpResponseBase:
    """Show the records within reach."""
    return show_list(request, ARCHIVE, known.archive(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_CLAIMS)
@once
def record_page(request: Request, id: UUID) -> HttpResponse:
    """Show one record with its index; verify it again."""
    one = known.archive_record(request.actor, id=id)
    proof = None
    if request.method == "POST":
        proof = services.verify_record(id=id, actor=request.actor, now=read_clock())
    context = {
        "one": one,
        "state": State(one.state).words,
        "kept": kept_words(one),
        "proof": proof,
        "may_open": request.actor.holds(*OPEN_RECORDS),
        "crumbs": [(ARCHIVE.title, reverse("casework:archive")), (one.number, "")],
    }
    return render(request, "casework/claims/archive_record.html", context)


@require_safe
@door(*OPEN_RECORDS)
def record_file(request: Request, id: UUID) -> HttpResponseBase:
    """Give the file of a record."""
    with refusal_said(request):
        name, file = services.open_record(id=id, actor=request.actor, now=read_clock())
        return FileResponse(file, content_type="application/zip", headers=attached(name))
    return redirect("casework:archive_record", id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*FILE_RECORDS)
@once
def file_round(request: Request, id: UUID) -> HttpResponse:
    """Have the finished claims of a round filed."""
    made = queries.round_of(request.actor, id=id)
    form: forms.Form = FilingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            job = services.start_filing(
                round=id, retention=Retention(form.cleaned_data["retention"]), actor=request.actor, now=read_clock()
            )
            return redirect("casework:filing", job.pk)
    count = known.to_file(made).count()
    lead = (
        f"已办结而未归档的 {count} 项，每项归一份审计包，编号、留哈希、列目录，归档后不能更改。",
        f"{count} claims are finished and not filed: the pack of each is filed under a number with hash and index, and never changed.",
    )
    crumbs = [(ROUNDS.title, reverse("casework:rounds")), (round_name(made), round_address(made))]
    return show_form(request, form, title=("归档", "File"), button=("归档", "File"), crumbs=crumbs, lead=lead)


@require_safe
@door(*FILE_RECORDS)
def filing(request: Request, job: UUID) -> HttpResponse:
    """Show how far a filing is."""
    found = jobs.job_of(request.actor, id=job)
    crumbs = [(ARCHIVE.title, reverse("casework:archive")), (chosen("归档", "Filing"), "")]
    return render(request, "casework/claims/filing.html", {"job": found, "crumbs": crumbs})
