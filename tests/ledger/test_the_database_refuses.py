"""Who writes past the services, at a console or by a mistake in the code, is refused by the database."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import Error, transaction

from huiqi.kernel.ids import new_id
from huiqi.ledger import queries
from huiqi.ledger.models import Line
from huiqi.ledger.services import Step
from tests.cast import NOW
from tests.ledger.books import CHECKER, MAKER, OTHER_FIRM, Books, settle, sql

ENTRY = (
    "insert into ledger_entry (id, zone, key, digest, total, note, maker, checker, made_at, transaction) "
    "values (%s, %s, %s, '', %s, '', %s, %s, now(), 0)"
)
TRANSFER = (
    "insert into ledger_transfer (entry_id, line_id, step, source, target, amount, cause, party, mirrors_id) "
    "values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


@pytest.fixture
def line(books: Books) -> Line:
    """A line with 900 free and 100 payable for claim/1."""
    opened = books.line(1000)
    books.step(opened, Step.RESERVE, Step.COMMIT, Step.OWE, amount=100)
    settle()
    return Line.objects.get(pk=opened)


def refused(statement: str, *values: object, match: str) -> None:
    with pytest.raises(Error, match=match):
        at_a_console((statement, *values))


def refused_transfer(zone: UUID, *values: object, match: str) -> None:
    """A transfer is refused that comes with an entry of its own."""
    entry = new_id(NOW)
    with pytest.raises(Error, match=match):
        at_a_console((ENTRY, entry, zone, "console", None, MAKER, CHECKER), (TRANSFER, entry, *values))


@transaction.atomic
def at_a_console(*statements: Sequence[object]) -> None:
    for statement, *values in statements:
        sql(statement, *values)
    settle()


@pytest.mark.parametrize("table", ("entry", "transfer", "account", "obligation", "cover"))
def test_nothing_is_deleted_or_emptied(line: Line, table: str) -> None:
    if table != "cover":
        refused(f"delete from ledger_{table}", match="only ever added")
    refused(f"truncate ledger_{table} cascade", match="only ever added")


@pytest.mark.parametrize(
    "statement",
    (
        "update ledger_entry set maker = gen_random_uuid()",
        "update ledger_entry set note = 'x'",
        "update ledger_transfer set amount = amount + 1",
        "update ledger_transfer set cause = 'claim/9'",
    ),
)
def test_what_is_written_stays(line: Line, statement: str) -> None:
    refused(statement, match="only ever added")


@pytest.mark.parametrize(
    "statement",
    (
        "update ledger_account set balance = balance + 1",
        "update ledger_obligation set payable = payable + 1",
        "insert into ledger_account (line_id, state, balance) select line_id, 'paid', 5 from ledger_account limit 1",
        """insert into ledger_obligation (line_id, cause, reserved, committed, payable, paid, since, moved_at)
        select id, 'claim/7', 0, 0, 50, 0, now(), now() from ledger_line limit 1""",
    ),
)
def test_balances_follow_from_transfers_alone(line: Line, statement: str) -> None:
    refused(statement, match="follow from transfers")
    assert queries.replay() == []


@pytest.mark.parametrize(
    ("step", "source", "target", "amount", "cause", "match"),
    (
        ("reserve", "free", "reserved", "900.01", "claim/2", "account_not_below_zero"),
        ("pay", "payable", "paid", "100", "claim/2", "obligation_not_below_zero"),
        ("pay", "payable", "paid", "100.01", "claim/1", "_not_below_zero"),
        ("reserve", "free", "reserved", "0", "claim/2", "transfer_above_zero"),
        ("reserve", "free", "reserved", "-5", "claim/2", "transfer_above_zero"),
        ("reserve", "free", "reserved", "NaN", "claim/2", "transfer_above_zero"),
        ("pay", "free", "paid", "5", "claim/2", "transfer_route"),
        ("reserve", "free", "free", "5", "claim/2", "transfer_"),
        ("bonus", "free", "paid", "5", "claim/2", "transfer_route"),
        ("correct", "free", "paid", "5", "claim/2", "transfer_route"),
        ("reserve", "free", "reserved", "5", "", "transfer_has_cause"),
    ),
)
def test_a_transfer_is_held_against_the_balances_and_the_routes(
    books: Books, line: Line, step: str, source: str, target: str, amount: str, cause: str, match: str
) -> None:
    refused_transfer(books.zone, line.pk, step, source, target, Decimal(amount), cause, None, None, match=match)
    assert books.has(line.pk) == {"set": Decimal(1000), "free": Decimal(900), "payable": Decimal(100)}


def test_what_is_owed_to_one_is_not_paid_to_another(books: Books, line: Line) -> None:
    values = (line.pk, "pay", "payable", "paid", 100, "claim/1", OTHER_FIRM, None)
    refused_transfer(books.zone, *values, match="one cause has one receiver")


def test_an_entry_has_two_people_a_key_and_transfers(books: Books, line: Line) -> None:
    refused(ENTRY, new_id(NOW), books.zone, "console", None, MAKER, MAKER, match="entry_maker_not_checker")
    refused(ENTRY, new_id(NOW), books.zone, "", None, MAKER, CHECKER, match="entry_has_key|entry_key_not_blank")
    refused(ENTRY, new_id(NOW), books.zone, " \t", None, MAKER, CHECKER, match="entry_key_not_blank")
    never = ENTRY.replace("now()", "'infinity'")
    refused(never, new_id(NOW), books.zone, "console", None, MAKER, CHECKER, match="entry_at_a_moment")
    refused(ENTRY, new_id(NOW), books.zone, "console", None, MAKER, CHECKER, match="moves nothing")
    known = line.transfers.first().entry.key
    refused(ENTRY, new_id(NOW), books.zone, known, None, MAKER, CHECKER, match="entry_key_once")


def test_a_transfer_stays_in_its_zone(books: Books, line: Line) -> None:
    values = (line.pk, "reserve", "free", "reserved", 5, "claim/2", None, None)
    refused_transfer(OTHER_FIRM, *values, match="entry of its zone")


def test_what_a_line_is_does_not_change(line: Line) -> None:
    for change in ("kind = 'pool'", "year = 2027", "zone = gen_random_uuid()"):
        refused(f"update ledger_line set {change}", match="does not change|line_within_zone")
    refused("delete from ledger_line", match="violates foreign key|ledger_account")


def test_only_the_database_counts_on_ceilings(books: Books, line: Line) -> None:
    first = line.transfers.order_by("pk").last()
    values = (line.pk, "reserve", "free", "reserved", 5, "claim/2", None, first.pk)
    refused_transfer(books.zone, *values, match="follows from its lines")
