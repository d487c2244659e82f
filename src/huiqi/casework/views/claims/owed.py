"""What is owed, for the leader: the figures, by policy, payer, year or age, down to the company; and what is stuck."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.domain.claims.rights import SEE_CLAIMS
from huiqi.casework.domain.claims.states import State
from huiqi.casework.domain.claims.waiting import OWNERS
from huiqi.casework.views.claims.rounds import claim_address, round_address
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.money import FEN
from huiqi.ui.doors import Request, door
from huiqi.ui.exports import workbook
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen

# Years that can be chosen: so long may something that was decided wait.
_YEARS: Final = 10
WAYS = (
    ("policy", "按政策", "By policy"),
    ("payer", "按资金来源", "By payer"),
    ("year", "按年度", "By year"),
    ("age", "按批准后时间", "By age"),
)
FIGURES = (
    ("promised", "应兑现", "Promised"),
    ("decided", "已批准", "Decided"),
    ("noticed", "公示中", "On notice"),
    ("offered", "待企业确认", "To be confirmed"),
    ("confirmed", "已确认", "Confirmed"),
    ("owed", "应付未付", "Owed"),
    ("overdue", "其中逾期", "Overdue"),
    ("paid", "已到账", "Paid"),
    ("unpaid", "批准未到账", "Decided, unpaid"),
)


@require_safe
@door(*SEE_CLAIMS)
def owed(request: Request) -> HttpResponseBase:
    """Show what is owed (`?by=policy`)."""
    now = read_clock()
    way = request.GET.get("by", "")
    way = way if way in {key for key, _, _ in WAYS} else "policy"
    parts = queries.owed_by(request.actor, way=way, now=now)
    heads = [chosen(zh, en) for _, zh, en in FIGURES]
    if request.GET.get("format") == "xlsx":
        whole = queries.owed_in_all(request.actor, now=now)
        lines = [[chosen(*part.name), *figures(part.money)] for part in parts]
        total = [chosen("合计", "Total"), *figures(whole)]
        units = [f"{head}{chosen('（元）', ' (yuan)')}" for head in heads]
        name = f"{chosen('欠付情况', 'What is owed')} {day_in_china(now):%Y-%m-%d}"
        return workbook(name=name, heads=[chosen("分组", "Group"), *units], rows=[*lines, total])
    whole = queries.owed_in_all(request.actor, now=now)
    orders = queries.orders_by(request.actor, way="policy", now=now) if way == "policy" else []
    ordered = {part.key for part in orders}
    context = {
        "orders": queries.orders_in_all(request.actor, now=now),
        "way": way,
        "ways": [(key, chosen(zh, en)) for key, zh, en in WAYS],
        "heads": heads,
        "cards": [(key, chosen(zh, en), amount) for (key, zh, en), amount in zip(FIGURES, figures(whole), strict=True)],
        "total": figures(whole),
        "rows": [row(part, way, ordered) for part in parts],
        "payouts": queries.payouts(request.actor),
        "crumbs": [(chosen("欠付情况", "What is owed"), "")],
    }
    return render(request, "casework/claims/owed.html", context)


def row(part: Any, way: str, ordered: Collection[str]) -> dict[str, object]:
    """Return a line of the table: where its name leads, to its claims or its orders paid on outcome, and its figures."""
    query = urlencode({"q" if way == "policy" else way: part.key})
    page = "casework:outcome_orders" if part.key in ordered else "casework:unpaid"
    return {
        "name": chosen(*part.name),
        "address": f"{reverse(page)}?{query}",
        "figures": figures(part.money),
    }


def figures(money: Any) -> list[Decimal]:
    """Return the figures of a line, to the fen."""
    return [Decimal(getattr(money, key)).quantize(FEN) for key, _, _ in FIGURES]


def age(one: Any) -> int | None:
    """Return for how many days a claim has been approved and not paid."""
    return (day_in_china(read_clock()) - day_in_china(one.approved_at)).days if one.approved_at else None


def unpaid_listing(actor: Actor, now: datetime, *, by_payer: bool) -> Listing[Any]:
    """Return the clearing list, which every line of what is owed leads to: by payer, year and age as well.

    `by_payer` shows what the payer bears of each, where it shares it with others.
    """
    year = day_in_china(now).year
    parts: list[Column[Any]] = [
        Column(
            "worth",
            "其中由其承担（元）",
            "This payer's part (yuan)",
            lambda one: one.worth,
            ("worth",),
            kind="number",
        )
    ]

    def part(way: str) -> Callable[[Any, str], Any]:
        return lambda rows, value: queries.unpaid_in(rows, actor, way=way, key=value, now=now)

    return Listing(
        zh="清障清单：批准未到账",
        en="Clearing list: decided and unpaid",
        columns=(
            Column("name", "企业", "Company", lambda one: one.name, ("company__name_key",), claim_address, "wide"),
            Column("clause", "条款", "Clause", lambda one: chosen(one.round.zh, one.round.en), ("round__zh",), lambda one: round_address(one.round)),
            Column("amount", "金额（元）", "Amount (yuan)", lambda one: one.amount, ("amount",), kind="number"),
            *(parts if by_payer else ()),
            Column("age", "批准后天数", "Days since approval", age, ("-approved_at",), kind="number"),
            Column("due", "最迟拨付日", "Due", lambda one: one.pay_due, ("pay_due",), kind="day"),
            Column("state", "状态", "State", lambda one: chosen(*State(one.state).words), ("state",)),
            Column("owner", "责任人", "Owner", lambda one: one.stuck_owner or chosen(*OWNERS[State(one.state)]), ("stuck_owner",)),
            Column("reason", "原因", "Reason", lambda one: one.stuck_reason or chosen(*one.why), kind="wide"),
        ),
        order=("approved_at", "id"),
        filters=(
            Filter("state", "状态", "State", [(one.value, *one.words) for one in OWNERS], lambda rows, value: rows.filter(state=value)),
            Filter("taken", "清障", "Taken on", (("yes", "已认领", "Taken on"), ("no", "无人认领", "By nobody")),
                   lambda rows, value: rows.exclude(stuck_owner="") if value == "yes" else rows.filter(stuck_owner="")),
            Filter("payer", "资金来源", "Payer", [*((one.key, *one.name) for one in queries.payers_of(actor)), (queries.NOBODY, *queries.NO_PAYER), (queries.OTHERS, *queries.OTHER_PAYERS)], part("payer")),
            Filter("year", "年度", "Year", [(str(one), str(one), str(one)) for one in range(year, year - _YEARS, -1)], part("year")),
            Filter("age", "批准后时间", "Age", [(key, *queries.age_words(key)) for key in queries.ages()], part("age")),
        ),
        search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(round__zh__icontains=text) | Q(round__policy_zh__icontains=text)),
        search_hint=("企业、条款、政策", "Company, clause, policy"),
        total="worth",
        empty=("没有批准未到账的事项。", "Everything that was decided is paid."),
    )  # fmt: skip


@require_safe
@door(*SEE_CLAIMS)
def unpaid(request: Request) -> HttpResponseBase:
    """Show what is decided and not paid, the longest waiting first."""
    return show_list(
        request,
        unpaid_listing(request.actor, read_clock(), by_payer=bool(request.GET.get("payer"))),
        queries.unpaid(request.actor),
    )
