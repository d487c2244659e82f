"""Vouchers: one with its uses, issuing, using, settling and ending them, each handed in for a second person."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ledger import queries, services
from huiqi.ledger.domain.kinds import Kind
from huiqi.ledger.domain.rights import MAKE, SEE_LINES
from huiqi.ledger.forms import ReasonForm, UseForm, VoucherForm
from huiqi.ledger.views.handing_in import hand_in, party
from huiqi.ledger.views.lines import crumbs
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import set_choices
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.ledger.queries.voucher_pages import SeenUse

_CHOSEN_MOST = 500


def path() -> list[tuple[str, str]]:
    """Return the way to the vouchers."""
    return [*crumbs(), (chosen("券", "Vouchers"), reverse("ledger:vouchers"))]


@require_safe
@door(*SEE_LINES)
def voucher(request: Request, id: UUID) -> HttpResponseBase:
    """Show a voucher with its uses."""
    found = queries.voucher(request.actor, id=id)
    is_over = day_in_china(read_clock()) > found.last_day
    return show_list(
        request, uses_listing(can_pick=False), queries.uses(request.actor).filter(voucher=found), template="ledger/voucher.html",
        voucher=found, is_over=is_over, may_use=request.actor.holds(*MAKE) and bool(found.left) and not is_over,
        crumbs=[*path(), (f"{found.code} {found.party_name}", "")],
    )  # fmt: skip


@require_safe
@door(*SEE_LINES)
def uses(request: Request) -> HttpResponseBase:
    """Show where vouchers were used, and pick what is to be settled."""
    may_settle = request.actor.holds(*MAKE)
    listing = uses_listing(can_pick=may_settle and request.GET.get("format") != "xlsx")
    return show_list(
        request, listing, queries.uses(request.actor), template="ledger/uses.html", may_settle=may_settle,
        crumbs=[*path(), (listing.title, "")],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def issue(request: Request) -> HttpResponse:
    """Hand in that a holder gets a voucher."""
    form = VoucherForm(request.POST or None)
    set_choices(form, line=queries.choices(queries.own_lines(request.actor, Kind.LINE)))
    return hand_in(
        request, form,
        lambda said, common: services.propose_voucher(
            line=UUID(said["line"]), holder=party(request, said["party"]), code=said["code"], amount=said["amount"],
            last_day=said["last_day"], **common
        ),
        title=("发放券", "Issue a voucher"), crumbs=path(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def use(request: Request, id: UUID) -> HttpResponse:
    """Hand in that a voucher was used at a provider."""
    found = queries.voucher(request.actor, id=id)
    lead = (
        f"{found.party_name}，余额 {found.left:,.2f} 元，最后使用日 {found.last_day:%Y-%m-%d}。服务机构凭此结算，提交后由财务复核人确认。",
        f"{found.party_name}: CNY {found.left:,.2f} left until {found.last_day:%Y-%m-%d}. A finance approver confirms it.",
    )
    return hand_in(
        request, UseForm(request.POST or None),
        lambda said, common: services.propose_use(
            voucher=id, provider=party(request, said["party"]), amount=said["amount"], **common
        ),
        title=("登记使用", "Note a use"), lead=lead,
        crumbs=[*path(), (f"{found.code} {found.party_name}", reverse("ledger:voucher", args=(id,)))],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def settle(request: Request) -> HttpResponse:
    """Hand in that providers are paid for what was used with them."""
    picked = ids_of(request.GET.getlist("pick"))
    found = queries.uses(request.actor).filter(pk__in=picked, owed__gt=Decimal(0))
    total = sum(one.amount for one in found)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    lead = (
        f"{len(found)} 笔，合计 {total:,.2f} 元。银行付出后登记；由财务复核人确认。",
        f"{len(found)} uses, CNY {total:,.2f}. A finance approver confirms it.",
    )
    return hand_in(
        request, form,
        lambda _, common: services.propose_settlement(
            uses=[one.pk for one in found], **common
        ),
        title=("结算券", "Settle vouchers"), lead=lead, crumbs=[*path(), (chosen("使用记录", "Uses"), reverse("ledger:uses"))],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def expire(request: Request) -> HttpResponse:
    """Hand in that what is left of vouchers that are over goes back to their lines."""
    lines = list(queries.own_lines(request.actor).values_list("pk", flat=True))
    over = queries.vouchers(request.actor).filter(
        line__in=lines, last_day__lt=day_in_china(read_clock()), left__gt=Decimal(0)
    )
    if not over and request.method != "POST":
        flash.info(request, chosen("没有过期且还有余额的券。", "No voucher is over with something left."))
        return redirect("ledger:vouchers")
    total = sum(one.left for one in over)
    lead = (
        f"{len(over)} 张已过最后使用日，余额合计 {total:,.2f} 元退回预算。",
        f"{len(over)} are over; CNY {total:,.2f} go back to their lines.",
    )
    return hand_in(
        request, ReasonForm(request.POST or None),
        lambda _, common: services.propose_expiry(lines=lines, **common),
        title=("注销过期券", "Expire vouchers"), lead=lead, crumbs=path(),
    )  # fmt: skip


def ids_of(texts: list[str]) -> list[UUID]:
    """Return the identifiers that a page sent; what is none is left out."""
    found = []
    for text in texts[:_CHOSEN_MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def pick_cell(row: SeenUse) -> object:
    """Return a box that picks what is still to be settled."""
    if not row.owed:
        return ""
    label = chosen(f"选择{row.party_name}", f"Pick {row.party_name}")
    return format_html('<input type="checkbox" form="settle" name="pick" value="{}" aria-label="{}">', row.pk, label)


def uses_listing(*, can_pick: bool) -> Listing[SeenUse]:
    """Return the list of uses."""
    columns: list[Column[SeenUse]] = [
        Column("party", "服务机构", "Provider", lambda row: row.party_name, ("party_name",), lambda row: reverse("ledger:party", args=(row.provider,)), "wide"),
        Column("voucher", "券", "Voucher", lambda row: row.voucher.code, ("voucher__code",), lambda row: reverse("ledger:voucher", args=(row.voucher_id,))),
        Column("amount", "使用（元）", "Used, yuan", lambda row: row.amount, ("amount",), kind="number"),
        Column("owed", "待结算（元）", "To settle, yuan", lambda row: row.owed, ("owed",), kind="number"),
        Column("used_at", "使用时间", "Used", lambda row: row.used_at, ("used_at",), kind="day"),
    ]  # fmt: skip
    if can_pick:
        columns.insert(0, Column("pick", "选", "Pick", pick_cell))
    return Listing(
        zh="使用记录",
        en="Uses",
        columns=columns,
        order=("-used_at", "-id"),
        filters=(
            Filter("state", "进度", "State", (("owed", "待结算", "To settle"), ("paid", "已结算", "Settled")),
                   lambda rows, value: rows.filter(owed__gt=Decimal(0)) if value == "owed" else rows.filter(owed=Decimal(0))),
        ),
        search=lambda rows, text: rows.filter(party_name__icontains=text) | rows.filter(voucher__code__icontains=text),
        search_hint=("服务机构或券", "provider or voucher"),
        empty=("还没有使用记录。", "Nothing was used yet."),
    )  # fmt: skip
