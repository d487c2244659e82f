"""Several sessions at once on the same money, each with its own connection: nobody waits in a circle, nothing goes over."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, transaction

from huiqi.ledger import queries
from huiqi.ledger.models import Entry as Written
from huiqi.ledger.services import CannotMove, Entry, Kind, Movement, Step
from tests.at_once import at_once
from tests.cast import make_cast
from tests.ledger.books import CHECKER, FIRM, MAKER, Books, sql

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books() -> Books:
    """A ledger that all connections see."""
    return Books(make_cast())


def reserving(books: Books, line: UUID, cause: str, amount: int = 60) -> Callable[[], object]:
    return lambda: books.move(Movement(line, Step.RESERVE, Decimal(amount), cause, FIRM), key=cause)


def test_of_two_who_want_the_same_money_one_gets_it(books: Books) -> None:
    line = books.line(100)
    results = at_once(reserving(books, line, "claim/1"), reserving(books, line, "claim/2"))
    assert sorted(type(one) for one in results if isinstance(one, CannotMove)) == [CannotMove]
    assert books.has(line) == {"set": Decimal(100), "free": Decimal(40), "reserved": Decimal(60)}
    assert queries.replay() == []


def test_one_key_from_two_sides_is_one_entry(books: Books) -> None:
    line = books.line(100)
    results = at_once(*[reserving(books, line, "claim/1")] * 3)
    assert len(set(results)) == 1
    assert Written.objects.filter(key="claim/1").count() == 1
    assert books.has(line)["reserved"] == Decimal(60)


def test_lines_in_opposite_order_make_no_deadlock(books: Books) -> None:
    one, other = books.line(1000), books.line(1000)

    def batch(name: str, first: UUID, second: UUID) -> Callable[[], object]:
        entries = [
            Entry(f"{name}/{number}", [
                Movement(first, Step.RESERVE, Decimal(1), f"claim/{name}{number}", FIRM),
                Movement(second, Step.RESERVE, Decimal(1), f"claim/{name}{number}", FIRM),
            ])
            for number in range(20)
        ]  # fmt: skip
        return lambda: [outcome.entry is not None for outcome in books.move_each(entries)]

    assert at_once(batch("a", one, other), batch("b", other, one)) == [[True] * 20] * 2
    assert books.has(one)["reserved"] == books.has(other)["reserved"] == Decimal(40)


def test_at_the_console_two_at_once_are_held_as_well(books: Books) -> None:
    line = books.line(100)

    def write(key: str) -> None:
        with transaction.atomic():
            sql(
                "insert into ledger_entry (id, zone, key, digest, note, maker, checker, made_at, transaction) "
                "values (gen_random_uuid(), %s, %s, '', '', %s, %s, now(), 0)", books.zone, key, MAKER, CHECKER,
            )  # fmt: skip
            sql(
                "insert into ledger_transfer (entry_id, line_id, step, source, target, amount, cause) "
                "select id, %s, 'reserve', 'free', 'reserved', 60, %s from ledger_entry where key = %s", line, key, key,
            )  # fmt: skip

    results = at_once(lambda: write("a"), lambda: write("b"))
    assert sum("account_not_below_zero" in str(one) for one in results) == 1
    assert books.has(line)["reserved"] == Decimal(60)
    assert queries.replay() == []


def test_a_ceiling_waits_for_what_moves_under_it(books: Books) -> None:
    line, ceiling = books.line(), books.line(50, kind=Kind.CEILING)
    moved, covered = threading.Event(), threading.Event()

    def move() -> None:
        with transaction.atomic():
            books.move(Movement(line, Step.SET, Decimal(100), "budget/late"))
            moved.set()
            # The other one has to be still waiting when this ends.
            assert not covered.wait(1)

    def cover() -> None:
        moved.wait(120)
        try:
            sql("insert into ledger_cover (line_id, ceiling_id) values (%s, %s)", line, ceiling)
        finally:
            covered.set()

    kept, refused = at_once(move, cover)
    assert kept is None
    assert "no ceiling can be put over it" in str(refused)


def test_killed_in_the_middle_nothing_is_left(books: Books) -> None:
    line = books.line(100)
    ready, killed = threading.Event(), threading.Event()
    session: list[int] = []

    def move_and_hang() -> None:
        with transaction.atomic():
            reserving(books, line, "claim/1")()
            with connection.cursor() as cursor:
                cursor.execute("select pg_backend_pid()")
                session.extend(cursor.fetchone())
            ready.set()
            killed.wait(120)

    def kill() -> object:
        ready.wait(120)
        sql("select pg_terminate_backend(%s)", session[0])
        killed.set()
        return reserving(books, line, "claim/1")()

    died, retried = at_once(move_and_hang, kill)
    assert isinstance(died, Exception)
    assert isinstance(retried, UUID)
    assert books.has(line)["reserved"] == Decimal(60)
    assert queries.replay() == []
