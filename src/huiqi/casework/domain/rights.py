"""Which roles start runs, try changes and read what came of them."""

from __future__ import annotations

from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import OFFICERS

START_RUNS = (Role.POLICY_OFFICER, Role.POLICY_APPROVER)
SEE_RUNS = (
    *START_RUNS,
    Role.SERVICE_OFFICER,
    Role.FINANCE_OFFICER,
    Role.FINANCE_APPROVER,
    Role.LEADER,
    Role.AUDITOR,
)
# What companies answer to a survey: those who deal with them, and who checks those.
SEE_ANSWERS = (*OFFICERS, Role.AUDITOR)
