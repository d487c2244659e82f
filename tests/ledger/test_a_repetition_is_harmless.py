"""A key stands for one entry: the same again changes nothing, anything else under it is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi.kernel.models import AuditEntry
from huiqi.ledger.models import Entry as Written
from huiqi.ledger.services import CannotMove, Entry, Movement, Step
from tests.ledger.books import FIRM, Books


def test_the_same_again_gives_the_first_entry(books: Books) -> None:
    line = books.line(1000)
    movement = Movement(line, Step.RESERVE, Decimal(100), "claim/1", FIRM)
    first = books.move(movement, key="claim/1/reserve")
    written = AuditEntry.objects.count()
    assert books.move(movement, key="claim/1/reserve") == first
    assert books.has(line)["reserved"] == Decimal(100)
    assert AuditEntry.objects.count() == written


def test_a_repetition_holds_when_the_money_is_gone(books: Books) -> None:
    line = books.line(100)
    movement = Movement(line, Step.RESERVE, Decimal(100), "claim/1", FIRM)
    assert books.move(movement, key="once") == books.move(movement, key="once")


def test_another_content_under_the_key_is_refused(books: Books) -> None:
    line = books.line(1000)
    books.move(Movement(line, Step.RESERVE, Decimal(100), "claim/1", FIRM), key="once")
    with pytest.raises(CannotMove, match="once") as refused:
        books.move(Movement(line, Step.RESERVE, Decimal(101), "claim/1", FIRM), key="once")
    assert refused.value.code == "key_used_otherwise"


def test_a_batch_repeats_and_goes_on(books: Books) -> None:
    line = books.line(1000)
    entries = [
        Entry(f"reserve/{number}", [Movement(line, Step.RESERVE, Decimal(10), f"claim/{number}", FIRM)])
        for number in range(5)
    ]
    before = Written.objects.count()
    begun = books.move_each(entries[:3])
    whole = books.move_each([*entries, entries[0]])
    assert [done.is_new for done in whole] == [False, False, False, True, True, False]
    assert [done.entry for done in whole[:3]] == [done.entry for done in begun]
    assert whole[5].entry == whole[0].entry
    assert Written.objects.count() == before + 5
    assert books.has(line)["reserved"] == Decimal(50)
