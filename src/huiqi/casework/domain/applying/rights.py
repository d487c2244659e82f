"""Which roles do what with applications: the company applies, a policy officer opens intakes and checks what was given."""

from __future__ import annotations

from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import COMPANY

APPLY = COMPANY
OPEN_INTAKES = (Role.POLICY_OFFICER,)
CHECK_APPLICATIONS = (Role.POLICY_OFFICER,)
# What is given with an application is evidence: those who decide on it and who checks them.
SEE_APPLICATIONS = (
    Role.POLICY_OFFICER,
    Role.POLICY_APPROVER,
    Role.FINANCE_OFFICER,
    Role.FINANCE_APPROVER,
    Role.AUDITOR,
)
