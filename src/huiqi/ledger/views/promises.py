"""What waits for room or money, what is asked back, who is kept out, and when what is owed is paid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import F
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ledger import queries, services
from huiqi.ledger.domain.rights import CHECK, MAKE, SEE_LINES
from huiqi.ledger.forms import PlanForm, RefuseForm
from huiqi.ledger.views.handing_in import hand_in
from huiqi.ledger.views.lines import crumbs
from huiqi.ledger.views.transfers import cause_address, cause_name
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once, refused
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.ledger.queries.promises import NamedBan, NamedHold, NamedRecovery, SeenVoucher

HELD_WORDS = {"over_ceiling": ("超过总额控制", "over a ceiling"), "not_enough": ("资金不足", "not enough money")}


@require_safe
@door(*SEE_LINES)
def holds(request: Request) -> HttpResponseBase:
    """Show what is held."""
    return show_list(request, HOLDS, queries.holds(request.actor))


@require_safe
@door(*SEE_LINES)
def hold(request: Request, id: UUID) -> HttpResponse:
    """Show what is held and why."""
    page = queries.hold_page(request.actor, id=id)
    context = {
        "page": page,
        "why": HELD_WORDS.get(page.row.code, (page.row.code, page.row.code)),
        "cause": cause_name(page.row.cause),
        "form": RefuseForm(),
        "crumbs": [
            *crumbs(),
            (chosen("暂存账目", "Held entries"), reverse("ledger:holds")),
            (cause_name(page.row.cause), ""),
        ],
    }
    return render(request, "ledger/hold.html", context)


@require_POST
@door(*CHECK)
@once
def take_up(request: Request, id: UUID) -> HttpResponse:
    """Book what is held."""
    queries.hold_page(request.actor, id=id)
    with refusal_said(request):
        services.take_up(id=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已补办入账。", "Taken up and booked."))
    return redirect("ledger:hold", id)


@require_POST
@door(*CHECK)
@once
def drop(request: Request, id: UUID) -> HttpResponse:
    """Give up what is held, with the reason."""
    queries.hold_page(request.actor, id=id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        refused(request, chosen("请写明放弃的理由。", "Say why it is given up."))
        return redirect("ledger:hold", id)
    with refusal_said(request):
        services.drop(id=id, said=form.cleaned_data["said"], actor=request.actor, now=read_clock())
        flash.success(request, chosen("已放弃，未入账。", "Given up; nothing was booked."))
    return redirect("ledger:hold", id)


@require_safe
@door(*SEE_LINES)
def vouchers(request: Request) -> HttpResponseBase:
    """Show the vouchers with what is left of each."""
    may_keep = request.actor.holds(*MAKE)
    return show_list(
        request, VOUCHERS, queries.vouchers(request.actor), template="ledger/vouchers.html", may_keep=may_keep
    )


@require_safe
@door(*SEE_LINES)
def recoveries(request: Request) -> HttpResponseBase:
    """Show what is asked back; who books what came back goes on from there."""
    acts: list[Column[NamedRecovery]] = []
    if request.actor.holds(*MAKE):
        acts = [Column("act", "办理", "Act", lambda row: chosen("登记退款", "Book a return") if open_of(row) else "", (),
                       lambda row: reverse("ledger:take_back", args=(row.pk,)) if open_of(row) else "")]  # fmt: skip
    listing = replace(RECOVERIES, columns=[*RECOVERIES.columns, *acts])
    return show_list(request, listing, queries.recoveries(request.actor))


@require_safe
@door(*SEE_LINES)
def bans(request: Request) -> HttpResponseBase:
    """Show who gets nothing for a time, and go on to lifting and prolonging."""
    acts: list[Column[NamedBan]] = []
    if request.actor.holds(*MAKE, *CHECK):
        acts.append(ban_act("prolong", "延长", "Prolong"))
    if request.actor.holds(*CHECK):
        acts.append(ban_act("lift", "解除", "Lift"))
    return show_list(request, replace(BANS, columns=[*BANS.columns, *acts]), queries.bans(request.actor))


def open_of(row: NamedRecovery) -> bool:
    """Return whether something is still to come back."""
    return row.amount > row.returned


def ban_act(page: str, zh: str, en: str) -> Column[NamedBan]:
    """Return a column that leads to something that can be done with a ban that stands."""
    return Column(
        page, zh, en, lambda row: "" if row.lifted_at else chosen(zh, en), (),
        lambda row: "" if row.lifted_at else reverse(f"ledger:{page}", args=(row.pk,)),
    )  # fmt: skip


@require_safe
@door(*SEE_LINES)
def arrears(request: Request) -> HttpResponse:
    """Show what each line owes, and when it is planned to be paid."""
    table = queries.arrears_table(request.actor)
    may_plan = request.actor.holds(*MAKE)
    return render(request, "ledger/arrears.html", {"table": table, "may_plan": may_plan})


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def plan(request: Request, id: UUID) -> HttpResponse:
    """Hand in when a line pays what it owes."""
    line = queries.own_line(request.actor, id=id)
    form = PlanForm(request.POST or None, first_year=day_in_china(read_clock()).year)
    owed = queries.owed_by(request.actor, line=id)
    lead = (
        f"欠付 {owed:,.2f} 元，各年合计须与之相等。提交后由财务复核人确认生效。",
        f"CNY {owed:,.2f} are owed; the years add up to it. It counts once a finance approver has confirmed it.",
    )
    title = (f"{line.title_zh}：欠付分年计划", f"{line.title[1]}: plan for what is owed")
    return hand_in(
        request, form,
        lambda _, common: services.propose_plan(line=id, years=form.years(), **common),
        title=title, crumbs=[*crumbs(), (chosen("欠付与分年计划", "What is owed, by year"), reverse("ledger:arrears"))], lead=lead,
    )  # fmt: skip


def receiver(row: NamedHold | NamedRecovery | NamedBan | SeenVoucher) -> str:
    """Return the name of the receiver."""
    return row.party_name


HOLDS: Listing[NamedHold] = Listing(
    zh="暂存账目",
    en="Held entries",
    columns=(
        Column("cause", "事由", "Cause", lambda row: cause_name(row.cause), ("cause",),
               lambda row: reverse("ledger:hold", args=(row.pk,)), "wide"),
        Column("party", "收款方", "Receiver", receiver, ("party_name",), kind="wide"),
        Column("why", "原因", "Reason", lambda row: chosen(*HELD_WORDS.get(row.code, (row.code, row.code))), ("code",)),
        Column("line", "所缺的预算", "What lacks", lambda row: chosen(*row.line.title), ("line__title_zh",),
               lambda row: reverse("ledger:line", args=(row.line_id,)), "wide"),
        Column("wanted", "需要（元）", "Wanted, yuan", lambda row: row.wanted, ("wanted",), kind="number"),
        Column("had", "当时剩余（元）", "Left then, yuan", lambda row: row.had, ("had",), kind="number"),
        Column("held_at", "暂存时间", "Held", lambda row: row.held_at, ("held_at",), kind="day"),
        Column("ended_at", "办结时间", "Settled", lambda row: row.ended_at, ("ended_at",), kind="day"),
    ),
    order=("held_at", "id"),
    filters=(
        Filter("standing", "进度", "State", (("open", "等待中", "Waiting"), ("booked", "已入账", "Booked"),
               ("dropped", "已放弃", "Given up")), queries.held),
    ),
    search=lambda rows, text: rows.filter(party_name__icontains=text) | rows.filter(cause__icontains=text),
    search_hint=("收款方或事由", "receiver or cause"),
    empty=("没有暂存的账目。", "Nothing is held."),
)  # fmt: skip

VOUCHERS: Listing[SeenVoucher] = Listing(
    zh="券",
    en="Vouchers",
    columns=(
        Column("code", "用途", "For", lambda row: row.code, ("code",), lambda row: reverse("ledger:voucher", args=(row.pk,))),
        Column("party", "持有方", "Holder", receiver, ("party_name",),
               lambda row: reverse("ledger:party", args=(row.holder,)), "wide"),
        Column("line", "预算", "Line", lambda row: chosen(*row.line.title), ("line__title_zh",),
               lambda row: reverse("ledger:line", args=(row.line_id,)), "wide"),
        Column("amount", "面额（元）", "Amount, yuan", lambda row: row.amount, ("amount",), kind="number"),
        Column("left", "余额（元）", "Left, yuan", lambda row: row.left, ("left",), kind="number"),
        Column("last_day", "最后使用日", "Last day", lambda row: row.last_day, ("last_day",), kind="day"),
        Column("issued_at", "发放时间", "Issued", lambda row: row.issued_at, ("issued_at",), kind="day"),
    ),
    order=("-issued_at", "-id"),
    filters=(
        Filter("state", "余额", "Left", (("left", "有余额", "Something left"), ("used", "已用完", "Used up")),
               lambda rows, value: rows.filter(left__gt=Decimal(0)) if value == "left" else rows.filter(left=Decimal(0))),
    ),
    search=lambda rows, text: rows.filter(party_name__icontains=text) | rows.filter(code__icontains=text),
    search_hint=("持有方或用途", "holder or purpose"),
    empty=("还没有发放券。", "No voucher is issued yet."),
)  # fmt: skip

RECOVERIES: Listing[NamedRecovery] = Listing(
    zh="追回款项",
    en="Money asked back",
    columns=(
        Column("party", "退款方", "From whom", receiver, ("party_name",),
               lambda row: reverse("ledger:party", args=(row.party,)), "wide"),
        Column("cause", "事由", "Cause", lambda row: cause_name(row.cause), ("cause",), lambda row: cause_address(row.cause), "wide"),
        Column("amount", "追回（元）", "Asked back, yuan", lambda row: row.amount, ("amount",), kind="number"),
        Column("returned", "已退（元）", "Returned, yuan", lambda row: row.returned, ("returned",), kind="number"),
        Column("due_on", "期限", "Due", lambda row: row.due_on, ("due_on",), kind="day"),
        Column("ground", "依据", "Ground", lambda row: row.ground, kind="wide"),
        Column("asked_by", "经办人", "Asked by", lambda row: row.asked_by_name, ("asked_by_name",)),
    ),
    order=("-asked_at", "-id"),
    filters=(
        Filter("state", "进度", "State", (("open", "未退清", "Open"), ("done", "已退清", "Returned")),
               lambda rows, value: rows.filter(returned__lt=F("amount")) if value == "open" else rows.filter(returned=F("amount"))),
    ),
    search=lambda rows, text: rows.filter(party_name__icontains=text) | rows.filter(cause__icontains=text),
    search_hint=("退款方或事由", "from whom, or cause"),
    empty=("没有追回款项。", "Nothing is asked back."),
)  # fmt: skip

BANS: Listing[NamedBan] = Listing(
    zh="限制享受",
    en="Kept from support",
    columns=(
        Column("party", "对象", "Who", receiver, ("party_name",), kind="wide"),
        Column("first_day", "首日", "First day", lambda row: row.first_day, ("first_day",), kind="day"),
        Column("last_day", "末日", "Last day", lambda row: row.last_day, ("last_day",), kind="day"),
        Column("ground", "依据", "Ground", lambda row: row.ground, kind="wide"),
        Column("made_by", "登记人", "Recorded by", lambda row: row.made_by_name, ("made_by_name",)),
        Column("lifted", "提前解除", "Lifted", lambda row: row.lifted_for, ("lifted_at",), kind="wide"),
    ),
    order=("-first_day", "-id"),
    filters=(
        Filter("state", "状态", "State", (("stands", "未解除", "Stands"), ("lifted", "已提前解除", "Lifted")),
               lambda rows, value: rows.filter(lifted_at__isnull=value == "stands")),
    ),
    search=lambda rows, text: rows.filter(party_name__icontains=text),
    search_hint=("对象名称", "name"),
    empty=("没有限制享受的对象。", "Nobody is kept from support."),
)  # fmt: skip
