"""Which roles do what with claims. The company confirms; who reviews does not approve; who makes a payment does not check it."""

from __future__ import annotations

from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import COMPANY

SEE_CLAIMS = (
    Role.POLICY_OFFICER,
    Role.POLICY_APPROVER,
    Role.FINANCE_OFFICER,
    Role.FINANCE_APPROVER,
    Role.LEADER,
    Role.AUDITOR,
)
REVIEW = (Role.POLICY_OFFICER,)
# Who may be named to approve a band of amounts.
APPROVE = (Role.POLICY_APPROVER, Role.FINANCE_APPROVER)
# One of them proposes who approves how much, another agrees.
SET_BANDS = APPROVE
AGREE_LISTING = (Role.POLICY_APPROVER,)
POST = (Role.POLICY_OFFICER,)
SEE_OBJECTIONS = (Role.POLICY_OFFICER, Role.POLICY_APPROVER, Role.AUDITOR)
JUDGE_OBJECTIONS = (Role.POLICY_OFFICER, Role.POLICY_APPROVER)
CONFIRM = COMPANY
MAKE_PAYMENTS = (Role.FINANCE_OFFICER,)
CHECK_PAYMENTS = (Role.FINANCE_APPROVER,)
# Who asks receivers, and who looks into what they say; one person does not do both for one call.
DRAW_SAMPLES = (*REVIEW, *MAKE_PAYMENTS)
SETTLE_SAMPLES = (*APPROVE, *REVIEW, Role.AUDITOR)
# Who files finished claims, and who may open a record, which withholds nothing.
FILE_RECORDS = REVIEW
OPEN_RECORDS = (Role.AUDITOR,)
TAKE_ON = (*REVIEW, *APPROVE, *MAKE_PAYMENTS)
SEE_PAYMENTS = (*MAKE_PAYMENTS, *CHECK_PAYMENTS, Role.LEADER, Role.AUDITOR)
