"""Many confirm at once where the first are the first served: exactly those get the money, the others are told why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from huiqi.casework.models import Claim
from huiqi.ledger import queries as ledger
from huiqi.messages.models import Message
from tests.at_once import at_once
from tests.casework.claims.made import confirm
from tests.reliability.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)

# So many confirm, for so many the pool suffices, in so many sessions.
ALL, SERVED, SESSIONS = 200, 120, 20
AMOUNT = Decimal("5000.01")


def confirming(desk: Desk, claims: Sequence[Claim]) -> Callable[[], list[str]]:
    return lambda: [confirm(claim, desk.owners[claim.company_id]).state for claim in claims]


def test_the_first_to_confirm_are_served_and_not_a_fen_goes_over(postgres_server: object) -> None:
    desk = Desk.set_up(ALL)
    assert len(desk.owners) == ALL
    # A fen too little for one more.
    pool = AMOUNT * (SERVED + 1) - Decimal("0.01")
    claims = desk.offer(AMOUNT, pool)
    results = at_once(*(confirming(desk, claims[start::SESSIONS]) for start in range(SESSIONS)))
    states = [state for result in results for state in result]
    assert (states.count("owed"), states.count("held"), len(states)) == (SERVED, ALL - SERVED, ALL)
    found = list(Claim.objects.order_by("queue"))
    assert [claim.queue for claim in found] == list(range(1, ALL + 1))
    assert [claim.state for claim in found] == ["owed"] * SERVED + ["held"] * (ALL - SERVED), "in the declared order"
    assert all("不足5,000.01元" in claim.reason for claim in found[SERVED:]), "told why"
    told = Message.objects.filter(kind="claim.held")
    assert set(told.values_list("person", flat=True)) == {desk.owners[one.company_id].person for one in found[SERVED:]}
    assert desk.books.has(claims[0].round.line) == {
        "set": pool, "payable": AMOUNT * SERVED, "free": pool - AMOUNT * SERVED,
    }  # fmt: skip
    assert ledger.replay() == []
