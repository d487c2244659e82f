"""The log-ins of the invented zone as they are shown: by group, each with one line that says what waits for it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from django.db import transaction

from huiqi.kernel.actor import Role
from huiqi.register import queries, services
from huiqi.site.demo.places import DEMO, PEOPLE

Pair: TypeAlias = tuple[str, str]
# Nothing that is taken for something else, so that a password can be read out; 70 bits of chance.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH: Final = 14
OFFICE, SEEING, COMPANIES, INSTITUTIONS = (
    ("管委会", "The zone"),
    ("领导、审计、管理", "Leader, auditor, administrator"),
    ("企业", "Companies"),
    ("机构、专家", "Institutions, expert"),
)
# By group and log-in: what waits there.
WAITS: Final[dict[Pair, dict[str, Pair]]] = {
    OFFICE: {
        "policy": ("受理、测算、审核、公示、异议、归档", "applications, runs, review, notices, objections, archive"),
        "approver": ("草案发布、兑现审批、异议、按结果付费", "drafts, approvals, objections, outcomes"),
        "service": ("更正、走访、调查、导入", "corrections, visits, surveys, imports"),
        "finance": ("待拨付、待送银行、回单、券、欠付", "payments, bank files, vouchers, arrears"),
        "payer": ("拨付复核、预算复核、此前支付", "checks of payments, budgets, earlier payments"),
        "inspector": ("评审打分、临近的时限", "a panel to score for, deadlines"),
    },
    SEEING: {
        "leader": ("应付未付、逾期、待预算", "what is owed, overdue, without budget"),
        "auditor": ("批准未到账、抽查异常、全部记录", "unpaid decisions, sample checks, the trail"),
        "admin": ("没有启用的账户", "accounts never opened"),
    },
    COMPANIES: {
        "company1": ("申报补正、奖补确认、调查", "an application to put right, an award, surveys"),
        "company2": ("一笔拨付被银行退回", "a payment that the bank returned"),
        "company3": ("一笔拨付待复核", "a payment to be checked"),
        "company4": ("免申即享：20万元待确认", "without application: an award to take"),
        "company5": ("快申快享：补贴待确认", "fast claim: a subsidy to take"),
        "company6": ("申请办理：30万元待确认", "on application: an award to take"),
        "company7": ("评审排名：10万元待确认", "ranked competition: a prize to take"),
        "company8": ("上级奖励配套：45万元待确认", "matched award: its match to take"),
        "company9": ("市区分担：25万元待确认", "city award with zone match: to take"),
    },
    INSTITUTIONS: {
        "bank": ("风险补偿应付未付", "a loss that is owed"),
        "lab": ("券待结算、更正待答复", "vouchers to be settled, a correction"),
        "school": ("订单班待出结果、待付款", "classes that wait for their outcome or payment"),
        "expert": ("三份申报待评分", "three applications to score"),
    },
}
LOG_INS: Final = tuple(login for some in WAITS.values() for login in some)


@dataclass(frozen=True, slots=True)
class LogIn:
    """A log-in of the invented zone, as it is shown once."""

    group: Pair
    login: str
    name: str
    role: str
    password: str
    waits: Pair


@transaction.atomic
def new_log_ins(*, now: datetime) -> list[LogIn]:
    """Give everybody of the invented zone a new random password; those before no longer work."""
    return list(renewed(now))


def renewed(now: datetime) -> Iterator[LogIn]:
    """Yield everybody's log-in, with a new password."""
    roles = {one.login: one.role for one in PEOPLE}
    for group, some in WAITS.items():
        for login, waits in some.items():
            person = queries.person_by_login(login=login)
            if person is None:
                continue
            password = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
            link = services.renew_link(person=person, actor=DEMO, now=now)
            services.use_link(token=link.token, password=password, now=now)
            role = roles.get(login, Role.COMPANY_OWNER)
            name = queries.actor_of(person=person, now=now).name
            yield LogIn(group, login, name, role.value, password, waits)
