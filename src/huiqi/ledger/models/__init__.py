"""The ledger's tables, one subject a file. Only the ledger imports them."""

from __future__ import annotations

from huiqi.ledger.models.accounts import Account, Obligation
from huiqi.ledger.models.arrears import ArrearsPlan, ArrearsYear
from huiqi.ledger.models.entries import Entry, Transfer
from huiqi.ledger.models.holds import Hold
from huiqi.ledger.models.lines import Cover, Line, Payer
from huiqi.ledger.models.proposals import Proposal, ProposalPart
from huiqi.ledger.models.recoveries import Ban, Recovery
from huiqi.ledger.models.vouchers import Voucher, VoucherUse

__all__ = [
    "Account",
    "ArrearsPlan",
    "ArrearsYear",
    "Ban",
    "Cover",
    "Entry",
    "Hold",
    "Line",
    "Obligation",
    "Payer",
    "Proposal",
    "ProposalPart",
    "Recovery",
    "Transfer",
    "Voucher",
    "VoucherUse",
]
