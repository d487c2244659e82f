"""Lists of earlier payments: all of them, a new one, one of them with what comes next, what is handed out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework.domain.earlier.meanings import MEANINGS
from huiqi.casework.domain.earlier.states import AGREE, ENTER, OPEN, SEE_FILES, Outcome, State
from huiqi.casework.forms.earlier.files import EarlierForm
from huiqi.casework.queries.earlier import files as known
from huiqi.casework.services.earlier import agreeing, reading, receiving
from huiqi.casework.services.earlier.failing import CannotBringIn
from huiqi.casework.views.earlier.payments import TITLE
from huiqi.kernel.clock import read_clock
from huiqi.kernel.words import headed
from huiqi.rulebook.queries.sheets import CannotReadSheet
from huiqi.ui.doors import Request, door
from huiqi.ui.exports import workbook
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen, in_english, spoken

STATES: Final = [(one.value, *headed(one.words)) for one in State]
# Two examples whose companies, documents and amounts nobody has.
_EXAMPLES: Final = (
    ("91110000600037341L", "示例科技有限公司（填写前删去示例行）", "高企首次认定奖励", "2025", "300000.00", "2025-06-30", "区财政局 拨付〔2025〕1号", ""),
    ("", "示例制造有限公司", "贷款贴息", "2025年度", "12.5万", "2025-09-01", "区财政局 拨付〔2025〕2号", "没有信用代码时按名称，由人确认"),
)  # fmt: skip
OUTCOMES: Final = [(one.value, *headed(one.words)) for one in Outcome]


def crumbs(found: Any | None = None) -> list[tuple[str, str]]:
    """Return the way to the lists, or to one of them."""
    path = [
        (chosen(*TITLE), reverse("casework:earlier_payments")),
        (FILES.title, reverse("casework:earlier_files") if found is not None else ""),
    ]
    return path if found is None else [*path, (found.name, reverse("casework:earlier_file", args=[found.pk]))]


FILES: Listing[Any] = Listing(
    zh="此前支付清单",
    en="Lists of earlier payments",
    columns=(
        Column("name", "文件", "File", lambda one: one.name, ("name",), lambda one: reverse("casework:earlier_file", args=[one.pk]), "wide"),
        Column("source", "来源", "From", lambda one: one.source.name, ("source__name",)),
        Column("place", "属于", "For", lambda one: one.place.name, ("place__name_key",)),
        Column("state", "进度", "State", lambda one: chosen(*headed(State(one.state).words)), ("state",)),
        Column("rows", "行数", "Rows", lambda one: one.counts.get("rows"), kind="number"),
        Column("ready", "计入", "Counting", lambda one: one.counts.get("ready", 0) + one.counts.get("outside", 0) if one.counts else None, kind="number"),
        Column("faults", "问题", "Faults", lambda one: one.counts.get("faults"), kind="number"),
        Column("by", "上传人", "Received from", lambda one: one.received_by_name, ("received_by_name",)),
        Column("confirmed", "确认人", "Confirmed by", lambda one: one.confirmed_by_name, ("confirmed_by_name",)),
        Column("at", "上传时间", "Received", lambda one: one.received_at, ("received_at",), kind="day"),
    ),
    order=("-received_at", "-id"),
    filters=(Filter("state", "进度", "State", STATES, lambda rows, value: rows.filter(state=value)),),
    search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(source__name__icontains=text)),
    search_hint=("文件名或来源的一部分", "part of the file's name or source"),
    empty=("还没有清单。下载模板填好，或直接上传现有的台账。", "No list yet: fill in the template, or upload the one that you keep."),
)  # fmt: skip


def told(one: Any) -> str:
    """Return what is wrong with a row and what to do."""
    keys = ("en", "en_remedy") if in_english() else ("zh", "zh_remedy")
    return chosen("；", "; ").join(
        chosen(f"{f[keys[0]]}（{f[keys[1]]}）", f"{f[keys[0]]} ({f[keys[1]]})") for f in one.faults
    )


ROWS: Listing[Any] = Listing(
    zh="逐行结果",
    en="What becomes of each row",
    columns=(
        Column("row", "行", "Row", lambda one: one.row, ("row",), kind="number"),
        Column("outcome", "结果", "What becomes of it", lambda one: chosen(*headed(Outcome(one.outcome).words)), ("outcome",)),
        Column("name", "企业", "Company", lambda one: one.name, ("name",), kind="wide"),
        Column("code", "信用代码", "Credit code", lambda one: one.code, ("code",)),
        Column("clause", "条款", "Clause", lambda one: one.clause_said, ("clause_said",)),
        Column("year", "年度", "Year", lambda one: str(one.year or ""), ("year",)),
        Column("amount", "金额（元）", "Amount (yuan)", lambda one: one.amount, ("amount",), kind="number"),
        Column("day", "拨付日期", "Paid on", lambda one: one.paid_on, ("paid_on",), kind="day"),
        Column("document", "凭证", "Document", lambda one: one.document, ("document",)),
        Column("faults", "问题", "What is wrong", told, kind="wide"),
    ),
    order=("row",),
    filters=(
        Filter("outcome", "结果", "What becomes of it", OUTCOMES, lambda rows, value: rows.filter(outcome=value)),
        Filter("faults", "问题", "Faults", [("yes", "有问题的", "with faults")], lambda rows, _: rows.exclude(faults=[])),
    ),
    search=lambda rows, text: rows.filter(
        Q(name__icontains=text) | Q(code__icontains=text) | Q(clause_said__icontains=text) | Q(document__icontains=text)
    ),
    search_hint=("企业、信用代码、条款、凭证", "Company, credit code, clause, document"),
)  # fmt: skip


@require_safe
@door(*SEE_FILES)
def files(request: Request) -> HttpResponseBase:
    """Show the lists within reach."""
    return show_list(
        request, FILES, known.files(request.actor), template="casework/earlier/files.html",
        may_add=request.actor.holds(*ENTER), crumbs=crumbs(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*ENTER)
@once
def new(request: Request) -> HttpResponseBase:
    """Take a list in, or hand out the workbook to fill in."""
    if request.GET.get("format") == "xlsx":
        return template()
    page = known.receiving(request.actor)
    form = EarlierForm(request.POST or None, request.FILES or None, initial={"source": request.GET.get("source", "")})
    form.offer(page)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            added = receiving.receive_earlier(
                place=UUID(form.cleaned_data["place"]), source=form.cleaned_data["source"], name=file.name,
                content=file.read(), actor=request.actor, now=read_clock(),
            )  # fmt: skip
        except (CannotBringIn, CannotReadSheet) as error:
            form.add_error("file" if isinstance(error, CannotReadSheet) else None, spoken(error))
        else:
            return redirect("casework:earlier_columns", added.pk)
    return show_form(
        request, form, title=("导入此前支付", "Bring earlier payments in"),
        crumbs=[(name, address or reverse("casework:earlier_files")) for name, address in crumbs()],
        button=("下一步：核对各列", "Next: the columns"),
        lead=("先上传，再核对各列和逐行检查的结果。提交后由财务复核人确认，才计入限额。",
              "Upload first, then look at columns and rows. It counts in limits once a second person of finance has confirmed it."),
        template="casework/earlier/new.html", sources=page.sources,
    )  # fmt: skip


def template() -> FileResponse:
    """Return the workbook to fill in, with examples."""
    heads = [chosen(zh, en) for zh, en in MEANINGS.values()]
    return workbook(name=chosen("此前支付模板", "Paid before Huiqi"), heads=heads, rows=_EXAMPLES)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_FILES)
@once
def file(request: Request, id: UUID) -> HttpResponse:
    """Show one list: how far it is, what it would do or does, and what comes next; do that."""
    if request.method == "POST":
        return act(request, id)
    page = known.file_page(request.actor, id=id)
    found, state = page.found, State(page.found.state)
    may_enter, may_agree, me = request.actor.holds(*ENTER), request.actor.holds(*AGREE), request.actor.person
    context = {
        "page": page,
        "found": found,
        "state": headed(state.words),
        "counting": found.counts.get("ready", 0) + found.counts.get("outside", 0),
        "amount": Decimal(found.counts["amount"]) if "amount" in found.counts else None,
        "outcomes": [
            (one.value, chosen(*headed(one.words)), found.counts[one.value]) for one in Outcome if found.counts.get(one)
        ],
        "may_work": may_enter and state in OPEN,
        "may_confirm": may_agree and state is State.ENTERED and found.entered_by != me,
        "may_send_back": (may_agree or may_enter) and state is State.ENTERED,
        "may_ask_undo": (may_agree or may_enter) and state is State.CONFIRMED,
        "may_agree_undo": (may_agree or may_enter) and state is State.UNDOING and found.undo_asked_by != me,
        "may_keep": (may_agree or may_enter) and state is State.UNDOING,
        "crumbs": [*crumbs(found)[:-1], (found.name, "")],
    }
    return render(request, "casework/earlier/file.html", context)


def act(request: Request, id: UUID) -> HttpResponse:
    """Do what a button of the page of a list says."""
    post, said = request.POST, {"file": id, "actor": request.actor, "now": read_clock()}
    seen, reason = {"seen": post.get("seen", "")}, {"reason": post.get("reason", "")}
    acts: Mapping[str, tuple[Callable[..., object], dict[str, str], tuple[str, str]]] = {
        "check": (receiving.check_again, {}, ("检查已开始。", "The check has begun.")),
        "enter": (agreeing.enter, seen, ("已提交，请财务复核人确认。", "Handed over; a second person of finance confirms it.")),
        "confirm": (agreeing.confirm_earlier, seen, ("已确认，从现在起计入限额。", "Confirmed: it counts in limits from now on.")),
        "send_back": (agreeing.send_back, reason, ("已退回。", "Sent back.")),
        "ask_undo": (agreeing.ask_undo, reason, ("已申请撤销，须另一人同意。", "Asked; somebody else has to agree.")),
        "agree_undo": (agreeing.agree_undo, {}, ("已撤销，不再计入限额。", "Taken back: it counts no more.")),
        "keep": (agreeing.keep_it, {}, ("不撤销，照旧计入。", "It stays as it is.")),
        "give_up": (agreeing.give_up, {}, ("已放弃。", "Given up.")),
    }  # fmt: skip
    if post.get("act") not in acts:
        return HttpResponse(status=400)
    do, extra, done = acts[post["act"]]
    with refusal_said(request):
        do(**said, **extra)
        flash.success(request, chosen(*done))
    return redirect("casework:earlier_file", id)


@require_safe
@door(*SEE_FILES)
def rows(request: Request, id: UUID) -> HttpResponseBase:
    """Show what becomes of every row."""
    found = known.file_of(request.actor, id=id)
    path = [*crumbs(found), (ROWS.title, "")]
    rows = known.rows_of_file(request.actor, file=id)
    return show_list(request, ROWS, rows, template="casework/earlier/rows.html", crumbs=path, found=found)


@require_safe
@door(*SEE_FILES)
def original(request: Request, id: UUID) -> FileResponse:
    """Hand the list out as it came."""
    found, opened = reading.open_earlier(file=id, actor=request.actor, now=read_clock())
    return FileResponse(opened, as_attachment=True, filename=found.name, content_type="application/octet-stream")


@require_safe
@door(*SEE_FILES)
def annotated(request: Request, id: UUID) -> FileResponse:
    """Hand out the workbook to send back: the rows as they came, with what is wrong at the cells."""
    name, opened = reading.annotated_earlier(file=id, english=in_english(), actor=request.actor, now=read_clock())
    return FileResponse(opened, as_attachment=True, filename=name)
