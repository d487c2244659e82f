"""Why something cannot be done with an order that is paid on its outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from huiqi.kernel.errors import Cannot, Words


class CannotSettle(Cannot):
    """The order cannot be handled like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "no_clause": ("没有生效的这一条款。", "no such clause is in force."),
        "no_payee": (
            "没有统一社会信用代码为{code}的单位。",
            "there is no company or institution with the credit code {code}.",
        ),
        "no_line": ("请选择本区的预算。", "choose a line of the zone's budget."),
        "no_title": ("请写明名称。", "give it a title."),
        "is_past": (
            "{day}已经过去，请填写预计出结果的日期。",
            "{day} is past: give the day on which the outcome is expected.",
        ),
        "not_met": (
            "按条款还不能结算，没有满足：{names}。",
            "by the clause nothing is due yet; not met: {names}.",
        ),
        "missing": ("还缺：{names}。", "still missing: {names}."),
        "open_amount": ("条款没有给出确定的金额。", "the clause gives no exact amount."),
        "promises_nothing": ("按条款算出的金额是0，没有可约定的。", "the clause gives 0: there is nothing to promise."),
        "more_than_promised": (
            "按结果应付{amount:,.2f}元，超过约定的{most:,.2f}元。请另行约定超出的部分。",
            "by its outcome CNY {amount:,.2f} are due, more than the CNY {most:,.2f} promised: promise the rest by itself.",
        ),
        "no_proof": ("请上传结果的证明材料。", "hand in the evidence of the outcome."),
        "no_reason": ("请写明理由。", "say why."),
        "no_payment": ("请写明银行付款凭证号。", "name the payment as the bank does."),
        "too_long": (
            "写了{length}个字，最多{most}个字，请精简。",
            "{length} characters are written; {most} are kept: make it shorter.",
        ),
        "same_person": (
            "这一步由您经办，须由另一人确认。",
            "you did the step before: somebody else has to confirm it.",
        ),
        "not_there": ("现在是“{stage}”，不能{doing}。", "it is “{stage}” now: it cannot be {doing}."),
        "changed_meanwhile": (
            "{name}刚刚办理过这项约定，请核对后再办。",
            "{name} has just acted on it: look at it again first.",
        ),
        "banned": (
            "{name}在{day}前被限制享受，不能付款。",
            "{name} is kept from support until {day}: nothing is paid to it.",
        ),
        "own_party": (
            "您在收款单位或下单企业任职或任过职，须由别人办理。",
            "you act or acted for who is paid or who ordered it: somebody else handles it.",
        ),
    }
