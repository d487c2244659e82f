"""Why something cannot be done with claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from huiqi.kernel.errors import Cannot, Words


class CannotClaim(Cannot):
    """The claims cannot be handled like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "not_done": ("这项测算还没有完成。", "this run is not done yet."),
        "a_trial": ("沙盒试算不能兑现，请先发布政策再测算。", "a trial pays nothing: publish the policy, then run it."),
        "no_money": ("这一条款不涉及金额，没有可兑现的资金。", "this clause promises no money."),
        "no_article": (
            "条款“{zh}”没有写明政策依据（条、款），不能兑现。请在政策中补上出处后重新测算。",
            "clause “{en}” names no article: nothing is paid without one. Name its source in the policy and run it again.",
        ),
        "own_shares": (
            "“{name}”各承担方的金额合计{together}元，与新金额{amount}元不符：请先更正各方承担的数据，再重新测算。",
            "{name}: its payers bear CNY {together} together, the new amount is {amount}: correct what each of them bears, and run again.",
        ),
        "lines_changed": (
            "资金来源刚刚由他人指定，您的操作没有生效。请刷新后再看。",
            "somebody has just named the lines; yours was not done. Look again.",
        ),
        "nobody": ("没有新的符合企业可以列入。", "no further company meets it."),
        "not_applied_for": ("这次测算是另一条款的申报。", "the applications of this run are for another clause."),
        "made_already": ("这项测算的这一条款已经建立发放批次。", "there is a round of this clause of the run already."),
        "unknown_order": ("没有{order}这种顺序。", "there is no order {order}."),
        "no_days": ("工作日数应在1到250之间。", "working days are 1 to 250."),
        "none_chosen": ("请先选择企业。", "choose companies first."),
        "no_reason": ("请写明理由。", "say why."),
        "reason_long": (
            "理由最多{most}字，现有{length}字，请改短。",
            "a reason has {most} characters at most; this one has {length}: make it shorter.",
        ),
        "limits_moved": (
            "测算之后，限额已被其他批次（审核中或已批准）占用，按原金额不能列入：{names}。请重新测算后再建批次。",
            "since the run, other rounds (under review or approved) have used the limits: {names}. Run it again, then make the round.",
        ),
        "limits_used": (
            "限额已被先批准的事项占用，不能按原金额批准：{names}。金额不会自动削减：请退回审核或不予兑现，重新测算后另行办理。",
            "what was approved before has used the limits: {names}. Nothing is cut: hand it back or refuse it, and run it again.",
        ),
        "not_freed": (
            "{names}的限额没有新的余量，不必重新核定。",
            "{names}: no limit has room again, there is nothing to work out anew.",
        ),
        "none_freed": ("没有限额有余量、待重新核定的事项。", "no limit of a claim here has room again."),
        "no_money_for_more": (
            "{names}的金额已经公示，而预算的可用额不够增加的部分，或还有别的事项在等这笔预算：重新核定会使已公示的金额落空。请先追加预算，或写明理由维持原金额。",
            "{names}: the amount is public, and the line has nothing free for the rest, or others wait for its money: what was announced would be at risk. Add to the line first, or say why the amount stays.",
        ),
        "room_is_used": (
            "限额的余量已被其他事项占用，金额不变：{names}。请写明理由，维持原金额。",
            "others have used the room meanwhile, the amount stays: {names}. Say so and leave the amount.",
        ),
        "freed_first": (
            "这些事项曾因限额被削减，现在限额有余量，公示前请先重新核定，或写明理由维持原金额：{names}。",
            "a limit that cut these has room again: work the amount out anew, or say why it stays, before it is posted: {names}.",
        ),
        "not_there": (
            "{names}现在是“{state}”，不能再{act}。请刷新后再看。",
            "{names}: now “{state}”, cannot be {act} any more. Look again.",
        ),
        "changed_meanwhile": (
            "{names}刚刚被{by}处理过，您的操作没有生效。请刷新后再看。",
            "{names}: {by} has just handled it; yours was not done. Look again.",
        ),
        "ordinary_changed": (
            "没有例外的企业刚刚有变化，您的操作没有生效。请刷新后再看。",
            "the ordinary companies have just changed; yours was not done. Look again.",
        ),
        "credit_open": (
            "信用情况不明，先核查再同意：{names}。",
            "credit is not known; look into it before agreeing: {names}.",
        ),
        "listed": (
            "列入失信或违法名单，不能同意：{names}。",
            "on a credit or breach list, cannot be agreed to: {names}.",
        ),
        "barred": (
            "在限制享受期内（至括号中的日期），不能兑现：{names}。",
            "kept from support until the day in brackets, nothing is awarded or paid: {names}.",
        ),
        "amount_open": ("金额还没有核定：{names}。", "the amount is not set yet: {names}."),
        "amount_outside": (
            "金额应在{low}到{high}元之间。",
            "the amount has to be between {low} and {high} yuan.",
        ),
        "amount_exact": ("条款算出的金额是确定的，不能改。", "the clause gives an exact amount: it cannot be set."),
        "credit_known": ("名单已有结论，不必人工核查。", "the lists say it already."),
        "reviewed_yourself": (
            "审核过的人不能审批：{names}。",
            "who reviewed does not approve: {names}.",
        ),
        "own_company": (
            "您在这些企业任职或任过职，须由别人办理：{names}。",
            "you act or acted for these companies; somebody else handles them: {names}.",
        ),
        "decided_yourself": (
            "审核或审批过这一事项的人不能代企业确认。",
            "who reviewed or approved it does not confirm it for the company.",
        ),
        "confirmed_late": (
            "确认期限{day}已过，不能再确认。",
            "the last day to confirm was {day}: it cannot be confirmed any more.",
        ),
        "wrong_band": (
            "这一金额应由{role}审批：{names}。",
            "this amount is approved by the {role}: {names}.",
        ),
        "no_line": (
            "还没有指定资金来源（预算）：请财务先在批次中指定。",
            "no line of the budget is named: finance names it on the page of the round first.",
        ),
        "no_such_line": ("没有这条预算。", "there is no such line of the budget."),
        "lines_wanted": (
            "由{count}方分担：请给每一方指定一项预算。",
            "{count} payers share it: name a line of the budget for each of them.",
        ),
        "line_twice": (
            "每一方由各自的预算支付：同一项预算不能指定两次。",
            "each payer pays out of its own budget: no line can be named twice.",
        ),
        "line_in_use": ("已经有批准的事项，资金来源不能再改。", "some claims are approved already: the line stays."),
        "not_stuck": ("这一事项不在批准未到账之列。", "this claim is not decided and unpaid."),
        "none_held": ("没有因预算不足暂缓的事项。", "nothing is held for lack of money."),
        "none_approved": ("没有待公示或请确认的事项。", "nothing approved waits to be posted or offered."),
        "notice_over": ("公示期已结束，不再受理异议。", "the notice is over: no more objections are taken."),
        "anonymous": (
            "请填写姓名、身份和联系方式。匿名异议不予受理。",
            "give your name, who you are and how to reach you: anonymous objections are not taken.",
        ),
        "too_many_objections": (
            "本次公示的网上异议已满，请书面送交。",
            "this notice takes no more objections here: send yours on paper.",
        ),
        "not_on_notice": ("这家企业不在本次公示中。", "this company is not on this notice."),
        "judged_already": ("{by}已经作出复核结论。", "{by} has judged it already."),
        "no_account": (
            "还没有在册的收款账户，请先填写收款账户。",
            "there is no account on file: put one on file first.",
        ),
        "account_changed": (
            "{by}刚刚更改了收款账户，请核对新账户后再确认。",
            "{by} has just changed the account: check the new one before you confirm.",
        ),
        "nobody_unknown": ("没有因缺数据而不能判断的企业。", "no company is unknown for lack of facts."),
        "asked_already": ("已经请这些企业补充数据。", "these companies were asked already."),
    }
