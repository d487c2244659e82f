"""Many entries on one line, in the order given: what fits is done, the others are told why, and not a fen goes over."""

from __future__ import annotations

from decimal import Decimal

from huiqi.kernel.models import AuditEntry
from huiqi.ledger import queries
from huiqi.ledger.services import Entry, Kind, Movement, Step
from tests.ledger.books import FIRM, Books, settle


def asking(line: object, amounts: list[int]) -> list[Entry]:
    return [
        Entry(f"reserve/{number}", [Movement(line, Step.RESERVE, Decimal(amount), f"claim/{number}", FIRM)])
        for number, amount in enumerate(amounts)
    ]


def test_200_want_what_suffices_for_120(books: Books) -> None:
    line = books.line(120 * 5000)
    outcomes = books.move_each(asking(line, [5000] * 200))
    settle()
    assert [bool(one.entry) for one in outcomes] == [True] * 120 + [False] * 80
    assert {one.why_not.code for one in outcomes[120:]} == {"not_enough"}
    assert books.has(line) == {"set": Decimal(600_000), "reserved": Decimal(600_000)}
    assert queries.replay() == []


def test_a_smaller_one_may_fit_where_a_larger_one_did_not(books: Books) -> None:
    line = books.line(100)
    assert [bool(one.entry) for one in books.move_each(asking(line, [60, 50, 40, 1]))] == [True, False, True, False]


def test_lines_draw_from_one_pool(books: Books) -> None:
    pool = books.line(120, kind=Kind.POOL)
    one, other = books.line(pool=pool), books.line(pool=pool)
    outcomes = books.move_each(
        [
            Entry("a", [Movement(one, Step.RESERVE, Decimal(70), "claim/a", FIRM)]),
            Entry("b", [Movement(other, Step.RESERVE, Decimal(60), "claim/b", FIRM)]),
            Entry("c", [Movement(other, Step.RESERVE, Decimal(50), "claim/c", FIRM)]),
        ]
    )
    assert [bool(done.entry) for done in outcomes] == [True, False, True]
    assert outcomes[1].why_not.data["free"] == Decimal(50)
    assert (books.has(pool), books.has(one)) == ({}, {"set": Decimal(70), "reserved": Decimal(70)})
    books.step(one, Step.RELEASE, amount=70, cause="claim/a")
    assert (books.has(pool), books.has(one)) == ({"set": Decimal(70), "free": Decimal(70)}, {})
    assert queries.replay() == []


def test_a_batch_leaves_one_row_in_the_trail(books: Books) -> None:
    line = books.line(1000)
    before = AuditEntry.objects.count()
    books.move_each(asking(line, [1] * 20))
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.last().code == "ledger.entry.booked"
