"""A ceiling counts what is promised of all lines under it; what would go over it is not done."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from huiqi.ledger import queries
from huiqi.ledger.services import CannotMove, Kind, Step
from tests.ledger.books import Books, settle, sql


def test_what_is_promised_counts_on_the_ceiling(books: Books) -> None:
    ceiling = books.line(100, kind=Kind.CEILING)
    one, other = books.line(80, ceilings=[ceiling]), books.line(80, ceilings=[ceiling])
    books.step(one, Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY, amount=60, cause="claim/1")
    with pytest.raises(CannotMove, match=r"CNY 40\.00 are left, 50\.00 are wanted") as refused:
        books.step(other, Step.RESERVE, amount=50, cause="claim/2")
    assert refused.value.code == "over_ceiling"
    books.step(other, Step.RESERVE, amount=40, cause="claim/2")
    settle()
    assert books.has(ceiling) == {"set": Decimal(100), "reserved": Decimal(40), "paid": Decimal(60)}
    assert queries.replay() == []


def test_what_is_given_back_makes_room_again(books: Books) -> None:
    ceiling = books.line(100, kind=Kind.CEILING)
    line = books.line(100, ceilings=[ceiling])
    books.step(line, Step.RESERVE, amount=100)
    books.step(line, Step.RELEASE, amount=30)
    assert books.has(ceiling) == {"set": Decimal(100), "reserved": Decimal(70), "free": Decimal(30)}


def test_nobody_gets_past_a_ceiling_at_a_console(books: Books) -> None:
    ceiling = books.line(100, kind=Kind.CEILING)
    line = books.line(200, ceilings=[ceiling])
    other = books.line(200)
    entry = books.step(other, Step.RESERVE, amount=1)
    with pytest.raises(IntegrityError, match="account_not_below_zero"), transaction.atomic():
        sql(
            "insert into ledger_transfer (entry_id, line_id, step, source, target, amount, cause) "
            "values (%s, %s, 'reserve', 'free', 'reserved', 150, 'claim/2')",
            entry,
            line,
        )
    with pytest.raises(IntegrityError, match="no ceiling can be put over it"), transaction.atomic():
        sql("insert into ledger_cover (line_id, ceiling_id) values (%s, %s)", other, ceiling)


def test_a_ceiling_is_promised_to_nobody_itself(books: Books) -> None:
    ceiling = books.line(100, kind=Kind.CEILING)
    with pytest.raises(CannotMove) as refused:
        books.step(ceiling, Step.RESERVE, amount=1)
    assert refused.value.code == "not_a_step"
    assert books.has(ceiling) == {"set": Decimal(100), "free": Decimal(100)}
