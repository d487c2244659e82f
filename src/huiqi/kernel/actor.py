"""Who acts: what a service needs to know of a person, or of the system itself, to record an act and to limit what is seen.

An actor is made once for a request or a job, from the rights as they stand then, and handed on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
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


def system(name: str) -> Actor:
    """Return the system itself, under the name of what acts: `import`, `periodic`, `demo`."""
    return Actor(person=None, name=name, is_system=True)
