"""What can be done in the ledger, for the parts above it."""

from __future__ import annotations

from huiqi.ledger.domain.kinds import Kind
from huiqi.ledger.domain.posting import CannotMove, Entry, Movement
from huiqi.ledger.domain.proposals import Part
from huiqi.ledger.domain.steps import State, Step
from huiqi.ledger.services.allowing import CannotKeep
from huiqi.ledger.services.correcting import correct
from huiqi.ledger.services.drawing import WhenShort, draw
from huiqi.ledger.services.holding import drop
from huiqi.ledger.services.lines import LineSaid, add_payer, open_line
from huiqi.ledger.services.moving import Outcome, move, move_each
from huiqi.ledger.services.promising import (
    propose_agreement,
    propose_compensation,
    propose_expiry,
    propose_pay,
    propose_payment,
    propose_plan,
    propose_return,
    propose_settlement,
    propose_use,
    propose_voucher,
)
from huiqi.ledger.services.proposing import confirm, propose, refuse, withdraw
from huiqi.ledger.services.recovering import ask_back, ban, lift, prolong, recover
from huiqi.ledger.services.taking_up import take_up
from huiqi.ledger.services.vouchers import Two, expire_vouchers, issue_voucher, use_voucher

__all__ = [
    "CannotKeep",
    "CannotMove",
    "Entry",
    "Kind",
    "LineSaid",
    "Movement",
    "Outcome",
    "Part",
    "State",
    "Step",
    "Two",
    "WhenShort",
    "add_payer",
    "ask_back",
    "ban",
    "confirm",
    "correct",
    "draw",
    "drop",
    "expire_vouchers",
    "issue_voucher",
    "lift",
    "move",
    "move_each",
    "open_line",
    "prolong",
    "propose",
    "propose_agreement",
    "propose_compensation",
    "propose_expiry",
    "propose_pay",
    "propose_payment",
    "propose_plan",
    "propose_return",
    "propose_settlement",
    "propose_use",
    "propose_voucher",
    "recover",
    "refuse",
    "take_up",
    "use_voucher",
    "withdraw",
]
