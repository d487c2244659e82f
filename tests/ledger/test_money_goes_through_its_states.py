"""Money of a line goes from state to state, and set is always the sum of the five others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi.ledger import queries
from huiqi.ledger.services import CannotMove, Movement, Step
from tests.cast import SYSTEM
from tests.ledger.books import CHECKER, FIRM, MAKER, OTHER_FIRM, Books, settle


def test_an_award_is_reserved_committed_owed_and_paid(books: Books) -> None:
    line = books.line(1_000_000)
    for step in (Step.RESERVE, Step.COMMIT, Step.OWE):
        books.step(line, step, amount="300000.50")
    books.step(line, Step.PAY, amount="200000.25")
    settle()
    assert books.has(line) == {
        "set": Decimal("1000000.00"),
        "free": Decimal("699999.50"),
        "payable": Decimal("100000.25"),
        "paid": Decimal("200000.25"),
    }
    assert queries.replay() == []


def test_each_step_has_its_way_back(books: Books) -> None:
    line = books.line(1000)
    books.step(line, Step.RESERVE, Step.RELEASE, amount=100)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.CANCEL, amount=100)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, Step.WAIVE, amount=100)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY, Step.BOUNCE, Step.PAY, Step.RETURN, amount=100)
    books.move(Movement(line, Step.CUT, Decimal(400), "budget/cut"))
    assert books.has(line) == {"set": Decimal(600), "free": Decimal(600)}


def test_nothing_is_taken_that_is_not_there(books: Books) -> None:
    line = books.line(100)
    with pytest.raises(CannotMove, match=r"CNY 100\.00 free; 100\.01 are wanted") as refused:
        books.step(line, Step.RESERVE, amount="100.01")
    assert refused.value.code == "not_enough"
    assert (refused.value.data["line"], refused.value.data["free"]) == (line, Decimal(100))
    assert books.has(line) == {"set": Decimal(100), "free": Decimal(100)}


def test_an_entry_is_whole_or_not_there(books: Books) -> None:
    full, empty = books.line(100), books.line()
    with pytest.raises(CannotMove):
        books.move(
            Movement(full, Step.RESERVE, Decimal(60), "claim/1", FIRM),
            Movement(empty, Step.RESERVE, Decimal(40), "claim/1", FIRM),
        )
    assert books.has(full) == {"set": Decimal(100), "free": Decimal(100)}


def test_one_cause_never_spends_what_is_another_ones(books: Books) -> None:
    line = books.line(1000)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, amount=100, cause="claim/1")
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, amount=100, cause="claim/2", party=OTHER_FIRM)
    books.step(line, Step.PAY, amount=100, cause="claim/1")
    with pytest.raises(CannotMove, match=r"has CNY 0\.00 payable") as refused:
        books.step(line, Step.PAY, amount=100, cause="claim/1")
    assert refused.value.code == "cause_has_less"


def test_a_cause_keeps_its_receiver(books: Books) -> None:
    line = books.line(1000)
    books.step(line, Step.RESERVE, amount=100, party=None)
    books.step(line, Step.COMMIT, Step.OWE, amount=100, party=FIRM)
    with pytest.raises(CannotMove) as refused:
        books.step(line, Step.PAY, amount=100, party=OTHER_FIRM)
    assert refused.value.code == "party_differs"


@pytest.mark.parametrize("amount", ("0", "-1", "0.001", "1e16", "NaN"))
def test_an_amount_is_above_zero_and_exact_to_the_fen(books: Books, amount: str) -> None:
    line = books.line(1000)
    with pytest.raises(CannotMove) as refused:
        books.step(line, Step.RESERVE, amount=amount)
    assert refused.value.code == "amount_invalid"


def test_maker_and_checker_are_two(books: Books) -> None:
    line = books.line(1000)
    with pytest.raises(CannotMove, match="two people"):
        books.move(Movement(line, Step.RESERVE, Decimal(1), "claim/1"), maker=MAKER, checker=MAKER)
    assert MAKER != CHECKER


def test_a_line_of_another_zone_is_not_there(books: Books) -> None:
    with pytest.raises(CannotMove) as refused:
        books.step(FIRM, Step.RESERVE, amount=1)
    assert refused.value.code == "unknown_line"
    assert queries.replay() == []
    assert not queries.lines(SYSTEM).exists()
