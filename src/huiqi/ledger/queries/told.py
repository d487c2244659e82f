"""What parties are told of a proposal once it is booked: how much of what they are owed, and how much was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from huiqi.kernel.words import Pair
from huiqi.ledger.domain.steps import Step
from huiqi.ledger.models import Proposal, Transfer

_TOLD = (Step.OWE.value, Step.PAY.value)


@dataclass(frozen=True, slots=True)
class Told:
    """What came to a party from a line, in yuan: newly owed and not paid in the same breath, and paid; with the reason that was given."""

    party: UUID
    line: Pair
    owed: Decimal
    paid: Decimal
    reason: str


def told_of(proposal: UUID) -> Sequence[Told]:
    """Return what the parties of a booked proposal are told, one by one; for services, not for pages."""
    found = Proposal.objects.get(pk=proposal)
    rows = Transfer.objects.filter(
        entry=found.entry_id, entry__isnull=False, step__in=_TOLD, party__isnull=False, mirrors=None
    )
    sums: dict[tuple[UUID, Pair], dict[str, Decimal]] = {}
    for row in rows.select_related("line").order_by("id"):
        assert row.party is not None, "asked above"
        steps = sums.setdefault((row.party, row.line.title), dict.fromkeys(_TOLD, Decimal(0)))
        steps[row.step] += row.amount
    return [
        Told(party, line, max(steps[Step.OWE.value] - steps[Step.PAY.value], Decimal(0)), steps[Step.PAY.value], found.reason)
        for (party, line), steps in sums.items()
    ]  # fmt: skip
