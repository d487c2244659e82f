"""Pages of the bank's results: handing one in, what came of every line of it, and the files as they came."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.bank_files import Flaw
from huiqi.casework.domain.claims.rights import MAKE_PAYMENTS, SEE_PAYMENTS
from huiqi.casework.forms.claims.paying import ResultForm
from huiqi.casework.queries.claims import results as known
from huiqi.casework.views.claims.paying import BATCHES
from huiqi.kernel import jobs
from huiqi.kernel.clock import read_clock
from huiqi.kernel.money import full
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen


def result_address(one: Any) -> str:
    """Return where the page of a bank's file is."""
    return reverse("casework:bank_result", args=[one.pk])


def counted(one: Any, name: str) -> object:
    """Return a count of a file; nothing before the file is booked."""
    return getattr(one, name) if one.booked_at else None


BANK_RESULTS: Listing[Any] = Listing(
    zh="银行回单文件",
    en="The bank's files",
    columns=(
        Column("at", "导入", "Taken", lambda one: one.taken_at, ("taken_at",), result_address, "day"),
        Column("name", "文件名", "Name", lambda one: one.name, ("name",)),
        Column("booked", "入账", "Booked", lambda one: one.booked_at or chosen("没有入账", "Not booked"), ("booked_at",), kind="day"),
        Column("paid", "成功", "Paid", lambda one: counted(one, "paid"), ("paid",), kind="number"),
        Column("failed", "失败", "Failed", lambda one: counted(one, "failed"), ("failed",), kind="number"),
        Column("bounced", "退票", "Returned", lambda one: counted(one, "bounced"), ("bounced",), kind="number"),
        Column("problems", "有问题", "Problems", lambda one: counted(one, "problems"), ("problems",), kind="number"),
        Column("by", "导入人", "Taken by", lambda one: one.taken_by_name, ("taken_by_name",)),
        Column("hash", "SHA-256", "SHA-256", lambda one: one.sha256, ("sha256",), kind="hash"),
    ),
    order=("-taken_at", "-id"),
    search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(sha256__startswith=text.lower())),
    search_hint=("文件名、SHA-256", "Name, SHA-256"),
    empty=("还没有导入过银行回单。", "No file of the bank was taken yet."),
)  # fmt: skip


def what_is_wrong(one: Any) -> str:
    """Return what is wrong with a line: of a wrong amount both amounts."""
    zh, en = Flaw(one.flaw).words
    if one.due is not None:
        said, due = f"{Decimal(one.said):,f}", full(one.due)
        zh += f"：文件写{said}元，应为{due}元"
        en += f": the file says CNY {said}, it should be CNY {due}"
    return chosen(zh, en)


FLAWS: Listing[Any] = Listing(
    zh="有问题的行",
    en="Lines with problems",
    columns=(
        Column("line", "行", "Line", lambda one: one.line or chosen("整个文件", "The file"), ("line",), kind="number"),
        Column("reference", "参考号", "Reference", lambda one: one.reference, ("reference",)),
        Column("flaw", "问题", "Problem", what_is_wrong, ("flaw",), kind="wide"),
    ),
    order=("line", "id"),
    filters=(
        Filter(
            "flaw", "问题", "Problem", [(one.value, *one.words) for one in Flaw],
            lambda rows, value: rows.filter(flaw=value),
        ),
    ),
    search=lambda rows, text: rows.filter(reference__contains=text),
    search_hint=("参考号", "Reference"),
    empty=("没有留存是哪些行。", "Which lines was not kept."),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE_PAYMENTS)
@once
def result(request: Request) -> HttpResponse:
    """Take a bank's result; one with very many lines is booked by a worker."""
    form = ResultForm(request.POST or None, request.FILES or None)
    form.offer(queries.zones_to_pay(request.actor))
    if request.method == "POST" and form.is_valid():
        content: bytes = form.cleaned_data["file"]
        said: dict[str, Any] = {
            "zone": UUID(form.cleaned_data["zone"]), "content": content, "actor": request.actor, "now": read_clock(),
            "name": str(getattr(request.FILES.get("file"), "name", "")),
        }  # fmt: skip
        with refusal_in(form):
            if content.count(b"\n") > services.MANY:
                file = services.start_result(**said)
            else:
                file = services.take_result(**said).file
            return redirect(result_address(file))
    crumbs = [(BATCHES.title, reverse("casework:batches")), (chosen("银行回单", "Bank result"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "casework/claims/result.html", context, status=422 if form.errors else 200)


@require_safe
@door(*SEE_PAYMENTS)
def result_list(request: Request) -> HttpResponseBase:
    """Show the bank's files that were taken."""
    return show_list(request, BANK_RESULTS, queries.bank_results(request.actor))


@require_safe
@door(*SEE_PAYMENTS)
def result_page(request: Request, id: UUID) -> HttpResponseBase:
    """Show what came of every line of a bank's file; before it is booked, how far that is."""
    file = queries.bank_result(request.actor, id=id)
    context: dict[str, Any] = {
        "file": file,
        "before": known.same_before(file),
        "may_take": request.actor.holds(*MAKE_PAYMENTS),
        "crumbs": [(BANK_RESULTS.title, reverse("casework:bank_results")), (file.name or file.sha256[:12], "")],
    }
    if file.booked_at is None:
        context["job"] = jobs.own_job(request.actor, id=file.job) if file.job else None
        context["is_failed"] = file.job in jobs.failed_among([file.job] if file.job else [])
        return render(request, "casework/claims/result_waiting.html", context)
    context["batches"] = known.batches_in(request.actor, file)
    return show_list(request, FLAWS, known.flaws_of(file), template="casework/claims/result_taken.html", **context)


@require_safe
@door(*SEE_PAYMENTS)
def result_file(request: Request, id: UUID) -> HttpResponse:
    """Hand out a bank's file as it came."""
    found = queries.bank_result_file(request.actor, id=id)
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    name = f"{found.taken_at:%Y%m%d}-{found.sha256[:12]}.csv"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
