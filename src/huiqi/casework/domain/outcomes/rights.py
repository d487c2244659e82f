"""Which roles do what with orders paid on their outcome; who enters, reports or makes a payment is never who confirms it."""

from __future__ import annotations

from huiqi.casework.domain.claims.rights import APPROVE, CHECK_PAYMENTS, MAKE_PAYMENTS, REVIEW, SEE_CLAIMS
from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import COMPANY

SEE_ORDERS = SEE_CLAIMS
ENTER_ORDERS = REVIEW
CONFIRM_ORDERS = APPROVE
MAKE_ORDER_PAYMENTS = MAKE_PAYMENTS
CHECK_ORDER_PAYMENTS = CHECK_PAYMENTS
# Who is paid sees what was promised to it and what came of it.
SEE_OWN_ORDERS = (Role.PROVIDER, *COMPANY)
