"""What can be done in the ledger, for the parts above it."""

from __future__ import annotations

from huiqi.ledger.domain.kinds import Kind
from huiqi.ledger.domain.posting import CannotMove, Entry, Movement
from huiqi.ledger.domain.proposals import Part
from huiqi.ledger.domain.steps import State, Step
from huiqi.ledger.services.allowing import CannotKeep
from huiqi.ledger.services.correcting import correct
from huiqi.ledger.services.lines import LineSaid, add_payer, open_line
from huiqi.ledger.services.moving import Outcome, move, move_each
from huiqi.ledger.services.proposing import confirm, propose, refuse, withdraw

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
    "add_payer",
    "confirm",
    "correct",
    "move",
    "move_each",
    "open_line",
    "propose",
    "refuse",
    "withdraw",
]
