"""A mistake is corrected by a new transfer that names the wrong one; never by more than was there."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from huiqi.ledger import queries, services
from huiqi.ledger.models import Transfer
from huiqi.ledger.services import CannotMove, Kind, Movement, Step
from tests.cast import NOW, SYSTEM
from tests.ledger.books import CHECKER, MAKER, Books, settle, sql


def correct(books: Books, transfer: Transfer, amount: object, *, key: str = "fix") -> UUID:
    return services.correct(
        zone=books.zone, key=key, amounts={transfer.pk: Decimal(amount)}, reason="金额登记有误",
        maker=MAKER, checker=CHECKER, actor=SYSTEM, now=NOW,
    )  # fmt: skip


def transfer_of(entry: UUID) -> Transfer:
    return Transfer.objects.get(entry=entry, mirrors=None)


def test_a_part_is_taken_back_and_the_first_stays(books: Books) -> None:
    line = books.line(1000)
    wrong = transfer_of(books.step(line, Step.RESERVE, amount=300))
    correct(books, wrong, 100)
    settle()
    assert books.has(line) == {"set": Decimal(1000), "free": Decimal(800), "reserved": Decimal(200)}
    assert [row.amount for row in Transfer.objects.filter(cause="claim/1")] == [Decimal(100), Decimal(300)]
    assert wrong.corrections.get().entry.note == "金额登记有误"
    assert queries.replay() == []


def test_never_more_than_is_left(books: Books) -> None:
    line = books.line(1000)
    wrong = transfer_of(books.step(line, Step.RESERVE, amount=300))
    correct(books, wrong, 200)
    with pytest.raises(CannotMove, match=r"CNY 100\.00 at most") as refused:
        correct(books, wrong, 101, key="fix again")
    assert refused.value.code == "corrects_more"


def test_money_that_went_on_is_not_called_back_from_where_it_was(books: Books) -> None:
    line = books.line(1000)
    wrong = transfer_of(books.step(line, Step.RESERVE, amount=300))
    books.step(line, Step.COMMIT, amount=300)
    with pytest.raises(CannotMove) as refused:
        correct(books, wrong, 300)
    assert refused.value.code == "cause_has_less"


def test_the_same_correction_again_changes_nothing(books: Books) -> None:
    line = books.line(1000)
    wrong = transfer_of(books.step(line, Step.RESERVE, amount=300))
    assert correct(books, wrong, 100) == correct(books, wrong, 100)
    assert books.has(line)["reserved"] == Decimal(200)


def test_a_correction_counts_on_the_ceiling(books: Books) -> None:
    ceiling = books.line(500, kind=Kind.CEILING)
    line = books.line(1000, ceilings=[ceiling])
    correct(books, transfer_of(books.step(line, Step.RESERVE, amount=300)), 120)
    settle()
    assert books.has(ceiling) == {"set": Decimal(500), "free": Decimal(320), "reserved": Decimal(180)}
    assert queries.replay() == []


def test_what_is_not_there_is_not_corrected(books: Books) -> None:
    line = books.line(1000)
    wrong = transfer_of(books.step(line, Step.RESERVE, amount=300))
    correction = Transfer.objects.get(entry=correct(books, wrong, 100))
    for number in (0, correction.pk):
        with pytest.raises(CannotMove) as refused:
            services.correct(
                zone=books.zone, key="fix it", amounts={number: Decimal(1)}, reason="?",
                maker=MAKER, checker=CHECKER, actor=SYSTEM, now=NOW,
            )  # fmt: skip
        assert refused.value.code == "unknown_transfer"


@pytest.mark.parametrize(
    ("source", "target", "amount", "cause"),
    (
        ("reserved", "free", 301, "claim/1"),
        ("free", "reserved", 10, "claim/1"),
        ("reserved", "free", 10, "claim/2"),
        ("payable", "free", 10, "claim/1"),
    ),
)
def test_the_database_holds_a_correction_against_what_it_names(
    books: Books, source: str, target: str, amount: int, cause: str
) -> None:
    line = books.line(1000)
    books.step(line, Step.RESERVE, amount=500, cause="claim/2")
    entry = books.step(line, Step.RESERVE, amount=300)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(
            "insert into ledger_transfer (entry_id, line_id, step, source, target, amount, cause, party, corrects_id) "
            "select entry_id, line_id, 'correct', %s, %s, %s, %s, party, id from ledger_transfer where entry_id = %s",
            source, target, amount, cause, entry,
        )  # fmt: skip
    assert books.has(line)["reserved"] == Decimal(800)
    assert Movement(line, Step.RESERVE, Decimal(1), "claim/3").party is None
