"""The lists of orders: those of officers, and those of whoever is paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.domain.outcomes.states import TOLD, Stage
from huiqi.ui.listing import Column, Filter, Listing
from huiqi.ui.words import chosen


def address_of(one: Any) -> str:
    """Return where an order has its page."""
    return reverse("casework:outcome_order", args=[one.pk])


def paid(one: Any) -> Decimal | None:
    """Return what was paid, in yuan."""
    return one.amount if one.stage == Stage.PAID else None


_TITLE = Column("title", "名称", "Title", lambda one: one.title, ("title",), address_of, "wide")
_PAYEE: Column[Any] = Column("payee", "收款单位", "Paid to", lambda one: one.payee.name, ("payee__name_key",))
_REST: tuple[Column[Any], ...] = (
    Column("stage", "进度", "State", lambda one: chosen(*Stage(one.stage).words), ("stage",)),
    Column("most", "约定（元）", "Promised, yuan", lambda one: one.most, ("most",), kind="number"),
    Column("amount", "按结果（元）", "By outcome, yuan", lambda one: one.amount, ("amount",), kind="number"),
    Column("paid", "已付（元）", "Paid, yuan", paid, kind="number"),
    Column("due", "最迟付款日", "Pay by", lambda one: one.pay_due, ("pay_due",), kind="day"),
    Column("expected", "预计出结果", "Expected", lambda one: one.expected_on, ("expected_on",), kind="day"),
    Column("clause", "条款", "Clause", lambda one: chosen(one.zh, one.en), ("zh",), kind="wide"),
    Column("orderer", "下单企业", "Ordered by", lambda one: one.orderer.name if one.orderer else ""),
    Column("since", "更新", "Since", lambda one: one.since, ("since",), kind="day"),
)


def stages(shown: frozenset[Stage]) -> Filter[Any]:
    """Return the choice of the stages that can be shown."""
    return Filter(
        "stage", "进度", "State", [(one.value, *one.words) for one in Stage if one in shown],
        lambda rows, value: rows.filter(stage=value),
    )  # fmt: skip


ORDERS: Listing[Any] = Listing(
    zh="按结果付费",
    en="Paid on outcome",
    columns=(_TITLE, _PAYEE, *_REST),
    order=("-since", "-id"),
    filters=(stages(frozenset(Stage)),),
    search=lambda rows, text: rows.filter(Q(title__icontains=text) | Q(payee__name__icontains=text) | Q(orderer__name__icontains=text) | Q(zh__icontains=text) | Q(policy_zh__icontains=text)),
    search_hint=("名称、单位、条款、政策", "Title, payee, clause, policy"),
    empty=(
        "还没有按结果付费的约定。先约定、见到结果再付款的（如订单培养），在这里登记。",
        "None yet. Enter here what is paid only once its outcome is there, such as training on order.",
    ),
)  # fmt: skip


def orders(day: date) -> Listing[Any]:
    """Return the list of officers, to be narrowed to what is overdue on a day."""
    late: Filter[Any] = Filter(
        "due", "付款期限", "Payment", (("overdue", "已逾期", "Overdue"),),
        lambda rows, _: queries.late_to_pay(rows, day=day),
    )  # fmt: skip
    return replace(ORDERS, filters=(*ORDERS.filters, late))


OWN_ORDERS: Listing[Any] = Listing(
    zh="按结果付费的约定",
    en="Orders paid on outcome",
    columns=(Column("title", "名称", "Title", lambda one: one.title, ("title",), kind="wide"), *_REST),
    order=("-since", "-id"),
    filters=(stages(TOLD),),
    search=lambda rows, text: rows.filter(Q(title__icontains=text) | Q(zh__icontains=text)),
    search_hint=("名称、条款", "Title, clause"),
    empty=("没有与本单位约定按结果付费的事项。", "Nothing was ordered of you that is paid on its outcome."),
)
