"""What is owed counts orders paid on their outcome with the awards, as the ledger does, and leads to who is paid."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiqi.casework import queries
from huiqi.casework.models import Clock
from huiqi.kernel.actor import Actor, Role
from tests.casework.outcomes.conftest import AFTER, Desks
from tests.cast import visit

WAYS = ("policy", "payer", "year", "age")


@pytest.fixture
def leader(desks: Desks) -> Actor:
    return desks.cast.person("领导", (Role.LEADER, desks.cast.zone))


def test_the_figures_are_those_of_the_ledger(desks: Desks, leader: Actor) -> None:
    desks.entered(students=10, title="还没批准的班")
    desks.promised(students=20, title="在读的班")
    desks.confirmed(desks.reported(desks.promised(students=30, title="待付款的班"), diplomas=28))
    desks.paid(desks.handed_in(desks.confirmed(desks.reported(desks.promised(students=40), diplomas=40))))
    found, books = queries.owed_in_all(leader, now=AFTER), desks.books.has(desks.line)
    assert (found.owed, found.paid) == (books["payable"], books["paid"]) == (420_000, 600_000)
    assert found.decided == books["committed"] + books["payable"] + books["paid"]
    assert found.confirmed == found.owed + found.paid
    assert found.promised == found.decided + 150_000, "what waits for its approval is promised by nobody's word yet"
    for way in WAYS:
        parts = queries.owed_by(leader, way=way, now=AFTER)
        assert sum(part.money.decided for part in parts) == found.decided, way
        assert sum(part.money.unpaid for part in parts) == found.unpaid, way


def test_what_came_to_nothing_is_not_owed(desks: Desks, leader: Actor) -> None:
    desks.confirmed(desks.reported(desks.promised(), diplomas=0))
    assert queries.owed_in_all(leader, now=AFTER).promised == 0


def test_a_clause_without_a_term_has_no_day_by_which_it_is_paid(desks: Desks, leader: Actor) -> None:
    order = desks.confirmed(desks.reported(desks.promised()))
    assert queries.pay_days(order) is None
    assert not Clock.objects.exists()
    assert queries.owed_in_all(leader, now=AFTER.replace(year=2030)).overdue == 0


def test_the_page_leads_to_who_is_paid(desks: Desks, leader: Actor) -> None:
    desks.confirmed(desks.reported(desks.promised()))
    client = visit(leader)
    page = client.get("/casework/owed").text
    assert "2,565,000.00" in page
    assert "按结果付费的约定：已批准" in page
    (part,) = queries.owed_by(leader, way="policy", now=AFTER)
    behind = client.get("/casework/outcomes", {"q": part.key}).text
    assert desks.school.name in behind
    assert "2022级比亚迪订单班" in behind


def test_more_orders_cost_no_more_queries(desks: Desks, leader: Actor) -> None:
    client = visit(leader)

    def asked() -> list[int]:
        counts = []
        for way in WAYS:
            with CaptureQueriesContext(connection) as found:
                client.get("/casework/owed", {"by": way})
            counts.append(len(found))
        return counts

    desks.promised(students=1)
    asked()
    few = asked()
    for number in range(3):
        desks.promised(students=1, title=f"第{number}班")
    assert asked() == few
