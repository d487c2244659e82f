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
# Who acts for a company or an institution of their own: what they see and may do reaches no further than that one.
OWN = (*COMPANY, Role.PROVIDER)

# Who sees that an organisation exists, within what the role is held for; the administrator needs it to give roles.
SEE_ORGANISATIONS = (*OFFICERS, *OWN, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)
# Who sees facts: the administrator has no business rights.
SEE_FACTS = (*OFFICERS, *OWN, Role.LEADER, Role.AUDITOR)
# Who has a list of companies: an institution has none.
SEE_COMPANIES = (*OFFICERS, *COMPANY, Role.LEADER, Role.AUDITOR)
# Whom to call at a company, and what it handed in: those who deal with it, itself, and who checks them.
SEE_CONTACTS = (*OFFICERS, *OWN, Role.AUDITOR)
SEE_EVIDENCE = (*OFFICERS, *OWN, Role.AUDITOR)
# Facts that the dictionary calls sensitive.
SEE_SENSITIVE = (*OFFICERS, *OWN, Role.AUDITOR)
KEEP_REGISTER = (Role.POLICY_OFFICER, Role.SERVICE_OFFICER)
# How the zone is laid out, parks and departments: the same who gives roles for them.
KEEP_TREE = (Role.ADMINISTRATOR,)
# To which account a company is paid: itself and finance keep it, auditors check it.
KEEP_BANK_ACCOUNTS = (Role.COMPANY_OWNER, Role.COMPANY_STAFF, Role.FINANCE_OFFICER)
# Who asks the company whether an account that was changed is right.
CHECK_BANK_ACCOUNTS = (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER)
SEE_BANK_ACCOUNTS = (*KEEP_BANK_ACCOUNTS, Role.COMPANY_AGENT, Role.FINANCE_APPROVER, Role.AUDITOR)
KEEP_CONTACTS = (*KEEP_REGISTER, Role.COMPANY_OWNER, Role.COMPANY_STAFF, Role.PROVIDER)
# Who follows the work of the zone: who is looked after by whom, who was asked for what.
WATCH_WORK = (*OFFICERS, Role.LEADER, Role.AUDITOR)
GIVE_ROLES = (Role.ADMINISTRATOR,)
# Whom a company lets act for it is the company's own affair as well.
INVITE = (Role.COMPANY_STAFF, Role.COMPANY_AGENT)
SEE_TRAIL = (Role.AUDITOR,)
# Who looked at a company or an institution: it wants to know itself, and who checks everybody.
SEE_LOOKS = (Role.COMPANY_OWNER, Role.PROVIDER, Role.AUDITOR)
# Who decides about others' money and data, or sees everybody's.
NEED_SECOND_FACTOR = (*OFFICERS, Role.EXPERT, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)

# Each pair is also a constraint of the database (RoleGrant.Meta): who writes past the services is refused as well.
DRAFTER_AND_APPROVER = (Role.POLICY_OFFICER, Role.POLICY_APPROVER)
MAKER_AND_CHECKER = (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER)


# Who decides about money or gives roles: of these one human holds one side only.
SEPARATED = (*DRAFTER_AND_APPROVER, *MAKER_AND_CHECKER, Role.ADMINISTRATOR)
# Who looks at who holds which of them.
SEE_SEPARATION = (Role.AUDITOR, Role.ADMINISTRATOR, Role.LEADER)


def is_sensible(role: Role, *, kind: str) -> bool:
    """Return whether a role can be held at an organisation of a kind: who acts for a company or an institution acts for one."""
    if role in COMPANY:
        return kind == "company"
    if role == Role.EXPERT:
        return kind in {"zone", "park"}
    return role != Role.PROVIDER or kind == "institution"


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
