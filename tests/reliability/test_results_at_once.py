"""Two people load the bank's results at once, whichever way round, while others work on the same claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from huiqi.casework import services
from huiqi.casework.models import Batch, Claim
from huiqi.kernel.actor import Role
from huiqi.ledger import queries as ledger
from tests.at_once import at_once
from tests.casework.claims.made import PASSED
from tests.reliability import NIGHTLY
from tests.reliability.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)

FIRMS = 30 if NIGHTLY else 4


def sent(desk: Desk, claims: Sequence[Claim]) -> list[str]:
    """Lines of the bank's result for claims that were sent to it: all paid."""
    batch = services.make_batch(zone=desk.cast.zone.pk, claims=[one.pk for one in claims], actor=desk.maker, now=PASSED)
    services.check_batch(id=batch.pk, actor=desk.checker, now=PASSED)
    services.send_batch(id=batch.pk, fixed=False, actor=desk.maker, now=PASSED)
    return [f"{one.reference},{one.amount},成功" for one in batch.payments.all()]


def taking(desk: Desk, lines: Sequence[str]) -> Callable[[], services.Matched]:
    content = "\n".join(["参考号,金额,结果", *lines]).encode()
    maker = desk.cast.person("另一位经办人", (Role.FINANCE_OFFICER, desk.cast.zone))
    return lambda: services.take_result(zone=desk.cast.zone.pk, content=content, actor=maker, now=PASSED)


def taking_on(desk: Desk, claims: Sequence[Claim]) -> Callable[[], int]:
    """Somebody else's work on the same claims, one after the other: what it waits for, nobody waits for it with."""

    def take_on() -> int:
        for claim in claims:
            version = Claim.objects.get(pk=claim.pk).version
            try:
                services.take_on(id=claim.pk, version=version, reason="催办", actor=desk.officer, now=PASSED)
            except services.CannotClaim:
                # Paid or changed meanwhile: that is what it says.
                continue
        return len(claims)

    return take_on


def test_each_payment_is_booked_once_and_nobody_waits_in_a_circle(postgres_server: object) -> None:
    desk = Desk.set_up(FIRMS)
    first, second = desk.owe("first"), desk.owe("second")
    lines = [*sent(desk, first), *sent(desk, second)]
    one, other, count = at_once(taking(desk, lines), taking(desk, lines[::-1]), taking_on(desk, [*second, *first]))
    assert count == 2 * FIRMS
    assert sorted([one.paid, other.paid]) == [0, 2 * FIRMS]
    assert sorted([len(one.problems), len(other.problems)]) == [0, 2 * FIRMS]
    assert {batch.stage for batch in Batch.objects.all()} == {"closed"}
    assert desk.books.has(desk.pot)["paid"] == sum(claim.amount for claim in (*first, *second))
    assert ledger.replay() == []
