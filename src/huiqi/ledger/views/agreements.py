"""Money for projects, paid in parts; losses out of funds; what came back of money asked back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.ledger import queries, services
from huiqi.ledger.domain.kinds import Kind
from huiqi.ledger.domain.rights import MAKE, SEE_LINES
from huiqi.ledger.forms import AgreementForm, ReturnForm
from huiqi.ledger.views.handing_in import hand_in, party
from huiqi.ledger.views.lines import crumbs
from huiqi.ledger.views.transfers import cause_address
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import set_choices
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.ledger.queries.voucher_pages import SeenAgreement


@require_safe
@door(*SEE_LINES)
def agreements(request: Request) -> HttpResponseBase:
    """Show the money promised to projects."""
    may_pay = request.actor.holds(*MAKE)
    return show_list(
        request, listing(may_pay=may_pay), queries.agreements(request.actor), template="ledger/agreements.html",
        may_keep=may_pay,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def promise(request: Request) -> HttpResponse:
    """Hand in that money is committed to a project."""
    form = AgreementForm(request.POST or None)
    set_choices(form, line=queries.choices(queries.own_lines(request.actor, Kind.LINE)))
    return hand_in(
        request, form,
        lambda said, common: services.propose_agreement(
            line=UUID(said["line"]), party=party(request, said["party"]), amount=said["amount"], **common
        ),
        title=("登记项目资金", "Promise money for a project"), crumbs=path(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def interim(request: Request, id: UUID) -> HttpResponse:
    """Hand in an interim payment of a project."""
    return pay(request, id, is_final=False)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def final(request: Request, id: UUID) -> HttpResponse:
    """Hand in the final payment of a project; the rest is free again."""
    return pay(request, id, is_final=True)


def pay(request: Request, id: UUID, *, is_final: bool) -> HttpResponse:
    """Hand in a payment of a project."""
    found = queries.agreement(request.actor, id=id)
    form = ReturnForm(request.POST or None, initial={"amount": found.committed} if is_final else {})
    rest = ("；余下的退回预算", "; the rest is free again") if is_final else ("", "")
    lead = (
        f"{found.party_name}：承诺余额 {found.committed:,.2f} 元，已付 {found.paid:,.2f} 元{rest[0]}。银行付出后登记，由财务复核人确认。",
        f"{found.party_name}: CNY {found.committed:,.2f} promised, {found.paid:,.2f} paid{rest[1]}. A finance approver confirms it.",
    )
    title = ("尾款拨付", "Final payment") if is_final else ("中期拨付", "Interim payment")
    return hand_in(
        request, form,
        lambda said, common: services.propose_payment(
            line=found.line_id, cause=found.cause, amount=said["amount"], is_final=is_final, **common
        ),
        title=title, crumbs=path(), lead=lead,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def compensate(request: Request) -> HttpResponse:
    """Hand in that a loss is paid out of a fund."""
    form = AgreementForm(request.POST or None)
    set_choices(form, line=queries.choices(queries.own_lines(request.actor, Kind.FUND)))
    lead = (
        "从基金列为应付；基金不足的部分暂存，资金到位后补办。提交后由财务复核人确认。",
        "It is owed out of the fund; what the fund does not hold waits. A finance approver confirms it.",
    )
    return hand_in(
        request, form,
        lambda said, common: services.propose_compensation(
            fund=UUID(said["line"]), party=party(request, said["party"]), amount=said["amount"], **common
        ),
        title=("风险补偿", "Compensate a loss"), crumbs=crumbs(), lead=lead,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def take_back(request: Request, id: UUID) -> HttpResponse:
    """Hand in what came back of money asked back."""
    found = queries.recovery(request.actor, id=id)
    left = found.amount - found.returned
    lead = (
        f"{found.party_name}：应退 {found.amount:,.2f} 元，还差 {left:,.2f} 元。款项到账后登记，由财务复核人确认。",
        f"{found.party_name}: CNY {found.amount:,.2f} asked back, CNY {left:,.2f} to come. A finance approver confirms it.",
    )
    return hand_in(
        request, ReturnForm(request.POST or None, initial={"amount": left}),
        lambda said, common: services.propose_return(
            recovery=id, amount=said["amount"], **common
        ),
        title=("登记退款", "Book what came back"), lead=lead,
        crumbs=[*crumbs(), (chosen("追回款项", "Money asked back"), reverse("ledger:recoveries"))],
    )  # fmt: skip


def path() -> list[tuple[str, str]]:
    """Return the way to the money for projects."""
    return [*crumbs(), (chosen("项目资金", "Money for projects"), reverse("ledger:agreements"))]


def listing(*, may_pay: bool) -> Listing[SeenAgreement]:
    """Return the list of agreements; who proposes payments goes on from it."""
    columns: list[Column[SeenAgreement]] = [
        Column("party", "收款方", "Receiver", lambda row: row.party_name, ("party_name",), lambda row: cause_address(row.cause), "wide"),
        Column("project", "依据", "Ground", lambda row: row.project, kind="wide"),
        Column("committed", "承诺未付（元）", "Promised, yuan", lambda row: row.committed, ("committed",), kind="number"),
        Column("paid", "已付（元）", "Paid, yuan", lambda row: row.paid, ("paid",), kind="number"),
    ]  # fmt: skip
    if may_pay:
        columns += [
            Column("interim", "办理", "Act", lambda row: act(row, "中期拨付", "Interim payment"), (), lambda row: go(row, "interim")),
            Column("final", "结清", "End", lambda row: act(row, "尾款拨付", "Final payment"), (), lambda row: go(row, "final")),
        ]  # fmt: skip
    columns += [
        Column("line", "预算", "Line", lambda row: chosen(*row.line.title), ("line__title_zh",), lambda row: reverse("ledger:line", args=(row.line_id,))),
        Column("since", "登记", "Since", lambda row: row.since, ("since",), kind="day"),
    ]  # fmt: skip
    return Listing(
        zh="项目资金",
        en="Money for projects",
        columns=columns,
        order=("-since", "-id"),
        filters=(
            Filter("state", "进度", "State", (("open", "未付清", "Open"), ("done", "已付清", "Paid")),
                   lambda rows, value: rows.filter(open__gt=Decimal(0)) if value == "open" else rows.filter(open=Decimal(0))),
        ),
        search=lambda rows, text: rows.filter(party_name__icontains=text) | rows.filter(project__icontains=text),
        search_hint=("收款方或依据", "receiver or ground"),
        empty=("还没有登记项目资金。分期拨付的项目在这里登记，按进度中期拨付，最后结清。", "No money for projects yet. What is paid in parts is entered here."),
    )  # fmt: skip


def act(row: SeenAgreement, zh: str, en: str) -> str:
    """Return what can be done with what is still promised."""
    return chosen(zh, en) if row.committed else ""


def go(row: SeenAgreement, page: str) -> str:
    """Return where a payment of an agreement is handed in."""
    return reverse(f"ledger:{page}", args=(row.cause.partition("/")[2],)) if row.committed else ""
