"""Who acts: what a service needs to know of a person, or of the system itself, to record an act and to limit what is seen.

An actor is made once for a request or a job, from the rights as they stand then, and handed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """What somebody may be; `design: people and rights`. A role is held for one organisation and all below it."""

    COMPANY_OWNER = "company_owner"
    COMPANY_STAFF = "company_staff"
    COMPANY_AGENT = "company_agent"
    PROVIDER = "provider"
    POLICY_OFFICER = "policy_officer"
    POLICY_APPROVER = "policy_approver"
    SERVICE_OFFICER = "service_officer"
    FINANCE_OFFICER = "finance_officer"
    FINANCE_APPROVER = "finance_approver"
    INSPECTOR = "inspector"
    EXPERT = "expert"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> tuple[str, str]:
        """Return what the role is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES = {
    Role.COMPANY_OWNER: ("企业负责人", "company owner"),
    Role.COMPANY_STAFF: ("企业员工", "company staff"),
    Role.COMPANY_AGENT: ("企业代办人", "company agent"),
    Role.PROVIDER: ("服务机构", "provider"),
    Role.POLICY_OFFICER: ("政策专员", "policy officer"),
    Role.POLICY_APPROVER: ("政策审批人", "policy approver"),
    Role.SERVICE_OFFICER: ("服务专员", "service officer"),
    Role.FINANCE_OFFICER: ("财务经办人", "finance officer"),
    Role.FINANCE_APPROVER: ("财务复核人", "finance approver"),
    Role.INSPECTOR: ("检查员", "inspector"),
    Role.EXPERT: ("外部评审专家", "outside expert"),
    Role.LEADER: ("领导", "leader"),
    Role.AUDITOR: ("审计员", "auditor"),
    Role.ADMINISTRATOR: ("管理员", "administrator"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """One role for one organisation and all below it."""

    role: Role
    organisation: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or the system (`person` is None), with the roles held at the moment; `name` is what the audit trail shows.

    `zones` are the zones in which, or in a part of which, some role is held.
    """

    person: UUID | None
    name: str
    grants: tuple[Grant, ...] = ()
    is_system: bool = field(default=False)
    zones: frozenset[UUID] = frozenset()

    def __post_init__(self) -> None:
        assert not (self.is_system and (self.person or self.grants)), "the system is nobody and holds no role"

    def organisations(self, *roles: Role) -> frozenset[UUID]:
        """Return the organisations for which one of the roles is held."""
        return frozenset(grant.organisation for grant in self.grants if grant.role in roles)

    def holds(self, *roles: Role) -> bool:
        """Return whether one of the roles is held anywhere."""
        return any(grant.role in roles for grant in self.grants)


VISITOR = Actor(person=None, name="visitor")


# What acts where nobody does, as pages call it; records keep the code.
SYSTEM_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "applications": ("系统（申报）", "system (applications)"),
    "archive": ("系统（归档）", "system (archive)"),
    "audit pack": ("系统（审计包）", "system (audit pack)"),
    "budget": ("系统（预算）", "system (budgets)"),
    "competition": ("系统（评审）", "system (competition)"),
    "confirming": ("系统（确认期限）", "system (confirmation)"),
    "demo": ("系统（示例）", "system (demo)"),
    "duplicates": ("系统（查重）", "system (duplicates)"),
    "earlier payments": ("系统（既往兑现）", "system (earlier payments)"),
    "hooks": ("系统（通知程序）", "system (webhooks)"),
    "import": ("系统（导入）", "system (import)"),
    "ledger": ("系统（账本）", "system (ledger)"),
    "limits": ("系统（限额）", "system (limits)"),
    "looks": ("系统（查阅记录）", "system (looks)"),
    "matching": ("系统（政策匹配）", "system (matching)"),
    "messages": ("系统（消息）", "system (messages)"),
    "notice": ("系统（公示期满）", "system (end of notice)"),
    "operator": ("运维人员（命令行）", "operator (command line)"),
    "visitor": ("访客", "visitor"),
    "voucher": ("系统（券）", "system (vouchers)"),
    "worker": ("系统（后台）", "system (background)"),
    "免申即享": ("系统（免申即享）", "system (automatic payment)"),
}


def system(name: str) -> Actor:
    """Return the system itself, under the name of what acts: `import`, `notice`, `demo` (`SYSTEM_WORDS` has each)."""
    return Actor(person=None, name=name, is_system=True)
