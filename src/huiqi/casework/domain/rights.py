"""Which roles start runs, try changes and read what came of them."""

from __future__ import annotations

from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import COMPANY, KEEP_REGISTER, OFFICERS, WATCH_WORK

START_RUNS = (Role.POLICY_OFFICER, Role.POLICY_APPROVER)
SEE_RUNS = (
    *START_RUNS,
    Role.SERVICE_OFFICER,
    Role.FINANCE_OFFICER,
    Role.FINANCE_APPROVER,
    Role.LEADER,
    Role.AUDITOR,
)
# What changed for a company: itself, and who sees what it can get.
SEE_NEWS = (*COMPANY, *SEE_RUNS)
# What companies answer to a survey: those who deal with them, and who checks those.
SEE_ANSWERS = (*OFFICERS, Role.AUDITOR)
# The calendar is the zone's own affair: who keeps its register, and who keeps the site; entered for the whole zone.
KEEP_CALENDAR = (*KEEP_REGISTER, Role.ADMINISTRATOR)
SEE_CALENDAR = (*WATCH_WORK, Role.ADMINISTRATOR)
# Who lets a clock stand still, prolongs it, leaves days out of it.
KEEP_TIME = KEEP_REGISTER
