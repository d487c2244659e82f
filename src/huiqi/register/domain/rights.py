"""Which roles see and do what in the register, and which ones no person may hold together."""

from __future__ import annotations

from huiqi.kernel.actor import Role

OFFICERS = (
    Role.POLICY_OFFICER,
    Role.POLICY_APPROVER,
    Role.SERVICE_OFFICER,
    Role.FINANCE_OFFICER,
    Role.FINANCE_APPROVER,
    Role.INSPECTOR,
)
COMPANY = (Role.COMPANY_OWNER, Role.COMPANY_STAFF, Role.COMPANY_AGENT)

# Who sees that an organisation exists, within what the role is held for; the administrator needs it to give roles.
SEE_ORGANISATIONS = (*OFFICERS, *COMPANY, Role.PROVIDER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)
# Who sees facts: the administrator has no business rights.
SEE_FACTS = (*OFFICERS, *COMPANY, Role.LEADER, Role.AUDITOR)
# Whom to call at a company, and what it handed in: those who deal with it, itself, and who checks them.
SEE_CONTACTS = (*OFFICERS, *COMPANY, Role.AUDITOR)
SEE_EVIDENCE = (*OFFICERS, *COMPANY, Role.AUDITOR)
# Facts that the dictionary calls sensitive.
SEE_SENSITIVE = (*OFFICERS, *COMPANY, Role.AUDITOR)
KEEP_REGISTER = (Role.POLICY_OFFICER, Role.SERVICE_OFFICER)
# How the zone is laid out, parks and departments: the same who gives roles for them.
KEEP_TREE = (Role.ADMINISTRATOR,)
# To which account a company is paid: itself and finance keep it, auditors check it.
KEEP_BANK_ACCOUNTS = (Role.COMPANY_OWNER, Role.COMPANY_STAFF, Role.FINANCE_OFFICER)
SEE_BANK_ACCOUNTS = (*KEEP_BANK_ACCOUNTS, Role.COMPANY_AGENT, Role.FINANCE_APPROVER, Role.AUDITOR)
KEEP_CONTACTS = (*KEEP_REGISTER, Role.COMPANY_OWNER, Role.COMPANY_STAFF)
# Who follows the work of the zone: who is looked after by whom, who was asked for what.
WATCH_WORK = (*OFFICERS, Role.LEADER, Role.AUDITOR)
GIVE_ROLES = (Role.ADMINISTRATOR,)
# Whom a company lets act for it is the company's own affair as well.
INVITE = (Role.COMPANY_STAFF, Role.COMPANY_AGENT)
SEE_TRAIL = (Role.AUDITOR,)
# Who looked at a company: the company itself wants to know, and who checks everybody.
SEE_LOOKS = (Role.COMPANY_OWNER, Role.AUDITOR)
# Who decides about others' money and data, or sees everybody's.
NEED_SECOND_FACTOR = (*OFFICERS, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)

# Each pair is also a constraint of the database (RoleGrant.Meta): who writes past the services is refused as well.
DRAFTER_AND_APPROVER = (Role.POLICY_OFFICER, Role.POLICY_APPROVER)
MAKER_AND_CHECKER = (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER)


def keepers(kind: str) -> tuple[Role, ...]:
    """Return who adds and renames organisations of a kind."""
    return KEEP_TREE if kind in {"zone", "park", "department"} else KEEP_REGISTER


def givers(role: Role) -> tuple[Role, ...]:
    """Return who may give a role, and end it."""
    return (*GIVE_ROLES, Role.COMPANY_OWNER) if role in INVITE else GIVE_ROLES


def forbidden_together(one: Role, other: Role) -> bool:
    """Return whether no person may hold both: drafter and approver, maker and checker, administrator and any other."""
    if one == other:
        return False
    pair = {one, other}
    return pair == set(DRAFTER_AND_APPROVER) or pair == set(MAKER_AND_CHECKER) or Role.ADMINISTRATOR in pair
