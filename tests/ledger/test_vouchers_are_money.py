"""A voucher is money of a line: issued, used at providers, who are paid for it, and what is left goes back after its last day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from procrastinate.contrib.django import app

from huiqi.kernel.clock import day_in_china
from huiqi.ledger import queries, services, tasks
from huiqi.ledger.models import Entry, Voucher
from huiqi.ledger.services import CannotKeep, CannotMove, Step, Two
from tests.cast import NOW, SYSTEM
from tests.ledger.books import CHECKER, FIRM, MAKER, OTHER_FIRM, Books, settle

TWO = Two(MAKER, CHECKER, SYSTEM, NOW)
AFTER = NOW + timedelta(days=31)
LATE = Two(MAKER, CHECKER, SYSTEM, AFTER)
LAST = date(2026, 3, 31)


def issued(books: Books, line: UUID, amount: int = 50_000) -> Voucher:
    return services.issue_voucher(
        line=line, zone=books.zone, key="voucher", holder=FIRM, code="innovation", amount=Decimal(amount),
        last_day=LAST, two=TWO,
    )  # fmt: skip


def used(voucher: Voucher, amount: int, key: str = "order/1", two: Two = TWO) -> object:
    return services.use_voucher(id=voucher.pk, key=key, provider=OTHER_FIRM, amount=Decimal(amount), two=two)


def test_a_voucher_from_issue_to_its_last_day(books: Books) -> None:
    line = books.line(100_000)
    voucher = issued(books, line)
    assert books.has(line)["committed"] == Decimal(50_000)
    use = used(voucher, 30_000)
    assert queries.vouchers(SYSTEM).get().left == Decimal(20_000)
    assert books.has(line)["payable"] == Decimal(30_000)
    books.step(line, Step.PAY, amount=30_000, cause=use.cause, party=OTHER_FIRM)
    expire = partial(services.expire_vouchers, actor=SYSTEM)
    assert expire(now=NOW) == 0
    assert expire(now=AFTER) == Decimal(20_000)
    assert expire(now=AFTER) == 0
    given_back = Entry.objects.get(key=f"voucher/{voucher.pk}/expired")
    assert (given_back.maker, given_back.checker) == (MAKER, CHECKER), "the two who issued it"
    settle()
    assert books.has(line) == {"set": Decimal(100_000), "free": Decimal(70_000), "paid": Decimal(30_000)}
    assert queries.statement(SYSTEM, party=OTHER_FIRM).filter(step="pay").get().amount == Decimal(30_000)
    assert queries.replay() == []


def test_no_more_than_is_left(books: Books) -> None:
    voucher = issued(books, books.line(100_000))
    used(voucher, 30_000)
    with pytest.raises(CannotMove) as refused:
        used(voucher, 20_001, key="order/2")
    assert (refused.value.code, refused.value.data["free"]) == ("cause_has_less", Decimal(20_000))


def test_the_same_again_is_the_first(books: Books) -> None:
    line = books.line(100_000)
    voucher = issued(books, line)
    assert issued(books, line) == voucher
    assert used(voucher, 30_000) == used(voucher, 30_000)
    assert queries.vouchers(SYSTEM).get().left == Decimal(20_000)


def test_not_after_its_last_day(books: Books) -> None:
    voucher = issued(books, books.line(100_000))
    assert day_in_china(LATE.now) > LAST
    with pytest.raises(CannotKeep, match="2026-03-31"):
        used(voucher, 1, two=LATE)


def test_the_worker_gives_back_what_is_left_every_night(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    line = books.line(100_000)
    issued(books, line)
    monkeypatch.setattr(tasks, "read_clock", lambda: AFTER)
    tasks.expire_vouchers(0)
    settle()
    assert books.has(line) == {"set": Decimal(100_000), "free": Decimal(100_000)}
    assert "ledger.expire_vouchers" in {one.task.queueing_lock for one in app.periodic_registry.periodic_tasks.values()}
