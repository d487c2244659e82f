"""What does not hold in an audit pack, said in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from huiqi.kernel.errors import in_one

_TEXTS: Final = {
    "missing": ("文件缺失", "the file is missing"),
    "not_listed": ("清单中没有这个文件", "the manifest does not list the file"),
    "changed": ("文件内容与清单不符：已被改动", "it is not what the manifest says: it was changed"),
    "unreadable": ("文件解不开，已损坏或被改动：{reason}", "it cannot be unpacked, it was damaged or changed: {reason}"),
    "manifest_changed": ("清单与其校验值不符：已被改动", "the manifest is not what its hash says: it was changed"),
    "other_manifest": ("清单的校验值不是{wanted}", "the hash of the manifest is not {wanted}"),
    "frame": ("包内文件都没有变，但文件之间有字节被改动，与末尾的校验值不符", "its files hold, but some byte between them was changed: it is not what its end says"),
    "not_named": ("目录没有列出这个文件", "the list of contents does not name the file"),
    "names_nothing": ("目录列出了不存在的文件{name}", "the list of contents names {name}, which is not there"),
    "not_read": ("内容读不懂：{reason}", "its content cannot be understood: {reason}"),
    "twice": ("{what}重复", "{what} is there twice"),
    "step_not_allowed": ("第{number}步“{act}”在“{state}”时不允许", "step {number}, {act}, is not allowed where it stood at {state}"),
    "step_leads_elsewhere": ("第{number}步“{act}”应到“{wanted}”，记为“{state}”", "step {number}, {act}, leads to {wanted}, not to {state}"),
    "steps_back_in_time": ("第{number}步早于前一步", "step {number} is earlier than the one before"),
    "other_state": ("经过止于“{steps}”，事项记为“{state}”", "the steps end at {steps}, the claim says {state}"),
    "no_article": ("没有依据条款", "there is no article"),
    "outside_range": ("金额{amount}不在{low}至{high}之间", "the amount {amount} is not within {low} and {high}"),
    "no_amount": ("已决定而没有金额", "it is decided and has no amount"),
    "shares_differ": ("各方共承担{found}，应为{wanted}", "its payers bear {found} together, it should be {wanted}"),
    "share_not_booked": ("账本各项预算承担{found}，各方应承担{wanted}", "the lines of the budget hold {found}, its payers bear {wanted}"),
    "adjustments": ("限额调整前后接不上，或止于其他金额", "the adjustments by limits do not follow each other or end elsewhere"),
    "transfer_route": ("账目“{step}”不能从{source}到{target}", "the transfer {step} does not lead from {source} to {target}"),
    "transfer_not_mine": ("账目属于其他事项：{cause}", "the transfer is of another cause: {cause}"),
    "ledger_differs": ("账本中{where}应为{wanted}，实为{found}", "the ledger has {found} {where}, it should be {wanted}"),
    "paid_differs": ("银行成功拨付{found}，应为{wanted}", "the bank paid {found}, it should be {wanted}"),
    "paid_twice": ("银行成功拨付了{count}次", "the bank paid {count} times"),
    "no_batch": ("付款所在批次{batch}不在包内", "the batch {batch} of a payment is not in the pack"),
    "maker_is_checker": ("{what}的经办与复核是同一人", "one person made and checked {what}"),
    "reviewer_is_approver": ("审核与审批是同一人", "one person reviewed and approved"),
    "not_two_people": ("缺少{what}的经办或复核人", "who made or who checked {what} is not said"),
    "totals_differ": ("{what}合计应为{wanted}，记为{found}", "{what} add up to {wanted}, it says {found}"),
    "not_enclosed": ("附件{what}不在包内", "the file {what} that was handed in is not there"),
    "other_file": ("附件{what}不是交来时的文件", "the file {what} is not what was handed in"),
    "other_mean": ("评审打分平均为{found}，记为{wanted}", "the scores of the panel have the mean {found}, it says {wanted}"),
    "scored_aside": ("回避的评委打了分", "a reviewer who stepped aside has scored it"),
    "receipt_differs": ("凭证金额{found}，银行拨付{wanted}", "the receipts say {found}, the bank paid {wanted}"),
    "recovery_differs": ("追回记为已退{wanted}，账本退回{found}", "{wanted} is said to have come back, the ledger has {found}"),
    "claim_missing": ("审计记录第{number}行的事项{what}不在包内", "row {number} of the audit trail names claim {what}, which is not there"),
    "trail_hash": ("审计记录第{number}行与其校验值不符", "row {number} of the audit trail is not what its hash says"),
    "trail_link": ("审计记录第{number}行与前一行不相接", "row {number} of the audit trail does not follow the row before"),
    "rules_unreadable": ("规则不能执行：{reason}", "the rules cannot decide: {reason}"),
    "rules_hash": ("规则的校验值是{found}，判定时是{wanted}", "the rules have the hash {found}, they decided with {wanted}"),
    "decided_otherwise": ("按包内规则和数据重算为{found}，记为{wanted}", "decided again from the pack it is {found}, it says {wanted}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: in which file, of which claim (empty: of none), and what."""

    file: str
    claim: str
    code: str
    data: tuple[tuple[str, object], ...] = ()

    def said(self, *, english: bool) -> str:
        """Return what does not hold, in one language."""
        return _TEXTS[self.code][english].format(**{name: in_one(one, english=english) for name, one in self.data})


def problem(file: str, code: str, /, claim: str = "", **data: object) -> Problem:
    """Return a problem."""
    assert code in _TEXTS, code
    return Problem(file, claim, code, tuple(data.items()))
