"""What people are told about. One table, so that each may say what they want and where; the sender names the kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """Where a message goes beside the site itself, which always has it."""

    MAIL = "mail"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    SMS = "sms"


CHANNEL_NAMES = {
    Channel.MAIL: ("电子邮件", "E-mail"),
    Channel.WECOM: ("企业微信群机器人", "WeCom group robot"),
    Channel.DINGTALK: ("钉钉群机器人", "DingTalk group robot"),
    Channel.FEISHU: ("飞书群机器人", "Feishu group robot"),
    Channel.SMS: ("短信", "SMS"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: its name in both languages, and the channels it takes until somebody says otherwise.

    An urgent one waits neither for the end of quiet hours nor for the day's digest.
    """

    key: str
    zh: str
    en: str
    channels: frozenset[Channel] = frozenset({Channel.MAIL})
    is_urgent: bool = False


_ALL = (
    Kind("match.changed", "本企业可享政策有变化", "What the company can get has changed"),
    Kind("correction.opened", "企业提出更正", "A company asks for a correction"),
    Kind("correction.closed", "更正申请有结果", "A correction was decided"),
    Kind("bank_account.changed", "收款账户已更改", "The account on file was changed", is_urgent=True),
    Kind("claim.offered", "有奖补待确认领取", "An award waits to be confirmed"),
    Kind("claim.paid", "奖补已到账", "An award was paid"),
    Kind("claim.returned", "奖补款项被银行退回", "The bank returned an award"),
    Kind("money.owed", "有款项列为应付", "Something is owed to you"),
    Kind("money.paid", "款项已付出", "Money was paid to you"),
    Kind("claim.held", "已确认的奖补等待资金", "A confirmed award waits for money"),
    Kind("claim.payers", "免申即享条款的承担方已改变", "Other payers of a clause on the list"),
    Kind("claim.freed", "限额有余量，待重新核定", "A limit has room again"),
    Kind("claim.objection", "公示异议有结果", "An objection was looked into"),
    Kind("claim.missing", "可能享受政策，需补充数据", "Facts are missing for a policy"),
    Kind("application.returned", "申报退回补正", "An application has to be put right"),
    Kind("application.decided", "申报有结果", "An application was decided"),
    Kind("panel.named", "请您参加评审", "You sit on a panel"),
    Kind("approval.stand_in", "请您代理审批", "You approve in somebody's place"),
    Kind("clock.due", "时限临近、逾期、督办", "Deadlines near, over, escalated"),
    Kind("policy.gate", "政策草稿等待把关", "A draft policy waits at the gate"),
    Kind("policy.published", "政策发布、延期或废止", "A policy was published, renewed or repealed"),
    Kind("policy.expiring", "政策即将到期", "A policy is about to expire"),
    Kind("campaign.asked", "调查待填报", "A survey waits for answers"),
    Kind("import.done", "导入完成", "An import is done", frozenset()),
    Kind("run.done", "测算完成", "A run is done", frozenset()),
    Kind("hook.stopped", "接口推送停用", "A webhook was stopped"),
    Kind("account.security", "账号安全", "Security of the account", frozenset({Channel.MAIL}), is_urgent=True),
)
KINDS = {kind.key: kind for kind in _ALL}
