"""Which roles see and do what in the ledger."""

from __future__ import annotations

from huiqi.kernel.actor import Role

# Maker and checker: no person may hold both (a constraint of the register), and no entry may have one for both.
MAKE = (Role.FINANCE_OFFICER,)
CHECK = (Role.FINANCE_APPROVER,)
# Who writes a policy has to know what is left for it.
SEE_LINES = (*MAKE, *CHECK, Role.POLICY_OFFICER, Role.POLICY_APPROVER, Role.LEADER, Role.AUDITOR)
OWN = (Role.COMPANY_OWNER, Role.COMPANY_STAFF, Role.COMPANY_AGENT)
# With whom vouchers are used.
PROVIDE = (Role.PROVIDER,)
# Who takes the whole books away as a file.
SEE_BOOKS = (*MAKE, *CHECK, Role.LEADER, Role.AUDITOR)
