"""Two people press a button at the same moment, each at a browser of their own: one of them decides, the other is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from huiqi.kernel.actor import Role
from huiqi.ledger import queries
from huiqi.ledger.models import Proposal, VoucherUse
from tests.at_once import at_once
from tests.cast import SOUTH_CODE, make_cast, visit
from tests.ledger.test_promises_take_two_people import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Desk:
    """The two of finance, on rows that all connections see."""
    return Desk(make_cast())


def pressing(desk: Desk, proposal: Proposal, button: str, name: str) -> Callable[[], str]:
    """Somebody who may check, about to press a button on the page of a proposal."""
    client = visit(desk.cast.person(name, (Role.FINANCE_APPROVER, desk.cast.zone)))
    address = reverse(f"ledger:{button}", args=(proposal.pk,))

    def press() -> str:
        return client.post(address, {"said": "依据不足"}, follow=True).content.decode()

    return press


def test_of_two_who_confirm_one_books_and_the_other_is_told(desk: Desk) -> None:
    line = desk.books.line()
    desk.hand_in("change", line, step="set", amount="100")
    proposal = Proposal.objects.get()
    pages = at_once(pressing(desk, proposal, "confirm", "复核甲"), pressing(desk, proposal, "confirm", "复核乙"))
    assert sorted("已经办结" in page for page in pages) == [False, True]
    assert desk.books.has(line) == {"set": 100, "free": 100}
    assert queries.replay() == []


def test_who_confirms_and_who_refuses_do_not_both_get_their_way(desk: Desk) -> None:
    line = desk.books.line()
    desk.hand_in("change", line, step="set", amount="100")
    proposal = Proposal.objects.get()
    pages = at_once(pressing(desk, proposal, "confirm", "复核甲"), pressing(desk, proposal, "refuse", "复核乙"))
    assert sorted("已经办结" in page for page in pages) == [False, True]
    proposal.refresh_from_db()
    assert desk.books.has(line) == ({"set": 100, "free": 100} if proposal.standing == "confirmed" else {})


def test_one_voucher_is_not_used_twice_by_two_confirmations(desk: Desk) -> None:
    line = desk.books.line(1000)
    voucher = desk.voucher(line, 200)
    for _ in range(2):
        assert desk.hand_in("use", voucher.pk, party=SOUTH_CODE, amount="150").status_code == 302
    first, second = Proposal.objects.filter(standing="open")
    at_once(pressing(desk, first, "confirm", "复核甲"), pressing(desk, second, "confirm", "复核乙"))
    assert VoucherUse.objects.count() == 1
    assert desk.books.has(line) == {"set": 1000, "free": 800, "committed": 50, "payable": 150}
