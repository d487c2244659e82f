"""The ledger's tables, one subject a file. Only the ledger imports them."""

from __future__ import annotations

from huiqi.ledger.models.accounts import Account, Obligation
from huiqi.ledger.models.entries import Entry, Transfer
from huiqi.ledger.models.lines import Cover, Line, Payer
from huiqi.ledger.models.proposals import Proposal, ProposalPart

__all__ = ["Account", "Cover", "Entry", "Line", "Obligation", "Payer", "Proposal", "ProposalPart", "Transfer"]
