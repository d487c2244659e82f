"""Which roles see and do what in the rulebook. What is published is public."""

from __future__ import annotations

from huiqi.kernel.actor import Role

# Who works with the library; companies and visitors find policies by their own words.
STAFF = (
    Role.POLICY_OFFICER,
    Role.POLICY_APPROVER,
    Role.SERVICE_OFFICER,
    Role.FINANCE_OFFICER,
    Role.FINANCE_APPROVER,
    Role.INSPECTOR,
    Role.LEADER,
    Role.AUDITOR,
)
# Asked for the zone itself: who holds a role for a park drafts nothing for the whole zone.
DRAFT = (Role.POLICY_OFFICER,)
APPROVE = (Role.POLICY_APPROVER,)
RECORD_CHECKS = (*DRAFT, *APPROVE)
SEE_DRAFTS = (*DRAFT, *APPROVE, Role.LEADER, Role.AUDITOR)
