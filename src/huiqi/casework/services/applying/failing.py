"""Why something cannot be done with intakes and applications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from huiqi.kernel.errors import Cannot, Words


class CannotApply(Cannot):
    """The intake or the application cannot be handled like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "no_clause": (
            "在{day}没有生效的这一条款，不能受理申报。",
            "no such clause is in force on {day}: it cannot be applied for.",
        ),
        "changes_within": (
            "受理期内条款会变：{day}生效的不是同一版本。请把受理期定在同一版本内。",
            "the clause changes within the period: on {day} another version is in force. Choose days of one version.",
        ),
        "no_money": ("这一条款不涉及金额，没有可申报的奖补。", "this clause promises no money."),
        "no_article": (
            "条款“{zh}”没有写明政策依据（条、款），不能受理申报。",
            "clause “{en}” names no article: nothing is paid without one.",
        ),
        "wrong_way": (
            "条款写明“{way}”，以条款为准。",
            "the clause says “{way}”: what it says itself counts.",
        ),
        "no_days": ("工作日数应在1到250之间。", "working days are 1 to 250."),
        "turned_round": ("结束日早于开始日。", "the last day is before the first."),
        "is_past": ("结束日已经过去。", "the last day is over."),
        "open_already": (
            "同一范围、同一条款在这段时间已经受理申报。",
            "the same clause takes applications there in these days already.",
        ),
        "closed": ("已提前结束受理。", "it was closed."),
        "not_yet": ("{day}才开始受理。", "applications are taken from {day} on."),
        "too_late": (
            "申报已于{day}截止，不再受理。",
            "applications were taken until {day}: this one is too late.",
        ),
        "ended": (
            "这一条款已经失效，不再受理新的申报；失效前提交的仍按原条款办理。",
            "the clause is in force no more: no new application is taken. Those submitted before are decided under it.",
        ),
        "not_there": (
            "申报现在是“{standing}”，不能再{doing}。请刷新后再看。",
            "the application is now “{standing}” and cannot be {doing} any more. Look again.",
        ),
        "changed_meanwhile": (
            "{name}刚刚改过，您的填写没有保存。请重新打开后再填。",
            "{name} has just changed it; yours was not kept. Open it again.",
        ),
        "once": ("这家企业在本次受理中已有申报。", "this company has an application in this intake already."),
        "not_here": ("这家企业不在受理范围内。", "this company is not where applications are taken from."),
        "not_asked": ("没有要求填写{key}。", "{key} is not asked for."),
        "incomplete": ("还有{count}项没有填写：{names}。", "{count} facts are not given yet: {names}."),
        "no_proof": ("还有{count}项没有证明材料：{names}。", "{count} facts have no file yet: {names}."),
        "not_declared": ("请先勾选声明。", "agree to the declaration first."),
        "no_reason": ("请写明理由。", "say why."),
        "unchecked": ("还有{count}项没有核对：{names}。", "{count} facts are not checked yet: {names}."),
        "own_company": (
            "您代这家企业办事，不能核对它的申报。",
            "you act for this company: somebody else checks its application.",
        ),
        "none_accepted": ("没有已受理、还没有测算的申报。", "no accepted application waits to be compared."),
        "run_waits": ("上一次测算还没有完成。", "the last run is not done yet."),
        "no_rules": (
            "评审办法还没有公布，暂不受理申报。",
            "the rules of the competition are not said yet: nothing is taken before.",
        ),
        "not_ranked": ("评审还没有公布结果，先评审再测算。", "the competition has no result yet: it comes first."),
        "none_unmet": ("没有不符合的申报。", "no application is refused by the clause."),
    }
