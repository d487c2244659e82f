"""The audit trail: written with the act or not at all, never changed, and tampering past the guards is found."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role, system
from huiqi.kernel.ids import new_id
from huiqi.kernel.models import AuditEntry

NOW = datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=UTC)
LI = Actor(person=new_id(NOW), name="李主任")


def act(number: int, actor: Actor = LI) -> AuditEntry:
    return audit.record(
        "register.company.renamed",
        actor=actor,
        subject_kind="company",
        subject=f"company-{number}",
        now=NOW,
        before={"name": "旧名"},
        after={
            "name": f"新名{number}",
            "capital": Decimal("1.10"),
            "day": date(2026, 1, 1),
            "role": Role.AUDITOR,
            "none": None,
        },
    )


@pytest.fixture
def trail(db: None) -> list[AuditEntry]:
    return [act(number) for number in range(1, 6)]


def tampered(statement: str) -> None:
    """Run a statement as somebody would who owns the database: with the guards switched off."""
    with connection.cursor() as cursor:
        cursor.execute("alter table kernel_auditentry disable trigger user")
        cursor.execute(statement)
        cursor.execute("alter table kernel_auditentry enable trigger user")


def places(kept: audit.Head | None = None) -> list[tuple[int, str]]:
    return [(flaw.number, flaw.text.split(":")[0]) for flaw in audit.flaws(kept=kept)]


def test_rows_follow_each_other_and_keep_what_was_said(trail: list[AuditEntry]) -> None:
    assert [entry.number for entry in AuditEntry.objects.all()] == [1, 2, 3, 4, 5]
    assert places() == []
    assert audit.head() == audit.Head(5, trail[-1].own_hash)
    assert AuditEntry.objects.get(number=2).details == (
        '{"after":{"capital":"1.10","day":"2026-01-01","name":"新名2","none":null,"role":"auditor"},"before":{"name":"旧名"}}'
    )


@pytest.mark.parametrize(
    "statement",
    (
        "update kernel_auditentry set actor_name = 'nobody' where number = 3",
        "delete from kernel_auditentry where number = 5",
        "truncate kernel_auditentry",
        (
            "insert into kernel_auditentry select 9, recorded_at, code, actor, actor_name, subject_kind, subject, organisation,"
            " details, own_hash, repeat('a', 64) from kernel_auditentry where number = 5"
        ),
    ),
)
def test_database_refuses_everything_but_the_next_row(trail: list[AuditEntry], statement: str) -> None:
    refused = pytest.raises(IntegrityError, match=r"only ever added|does not follow")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert places() == []


@pytest.mark.parametrize(
    ("statement", "found"),
    (
        ("update kernel_auditentry set details = '{}' where number = 3", [(3, "it was changed")]),
        (
            "update kernel_auditentry set recorded_at = recorded_at - interval '1 us' where number = 1",
            [(1, "it was changed")],
        ),
        (
            "delete from kernel_auditentry where number = 3",
            [(4, "rows 3 to 3 are missing"), (4, "it does not follow the row before")],
        ),
        (
            "update kernel_auditentry set actor = null, own_hash = repeat('b', 64) where number = 2",
            [(2, "it was changed"), (3, "it does not follow the row before")],
        ),
    ),
)
def test_tampering_past_the_guards_is_found(
    trail: list[AuditEntry], statement: str, found: list[tuple[int, str]]
) -> None:
    tampered(statement)
    assert places() == found


def test_end_that_is_cut_off_shows_against_a_kept_one(trail: list[AuditEntry]) -> None:
    kept = audit.head()
    tampered("delete from kernel_auditentry where number > 3")
    assert places() == []
    assert places(kept) == [(5, "the end is cut off")]


def test_trail_that_is_written_anew_shows_against_a_kept_one(trail: list[AuditEntry]) -> None:
    kept = audit.head()
    tampered("delete from kernel_auditentry")
    for number in range(1, 6):
        act(number, actor=system("somebody else"))
    assert places() == []
    assert places(kept) == [(5, "it is not the row that was kept")]


def test_row_goes_with_its_act(db: None) -> None:
    with transaction.atomic():
        act(1)
        transaction.set_rollback(True)
    assert audit.head() == audit.Head(0, audit.FIRST)


def test_value_without_a_fixed_form_is_refused(db: None) -> None:
    with pytest.raises(TypeError, match="float cannot be written"):
        audit.written({"amount": 0.1})


def test_outside_of_a_transaction_nothing_is_recorded(transactional_db: None) -> None:
    with pytest.raises(AssertionError, match="outside of a transaction"):
        act(1)


def test_writers_at_the_same_time_make_one_chain(transactional_db: None) -> None:
    def write(first: int) -> None:
        for number in range(first, first + 10):
            with transaction.atomic():
                act(number)
        connection.close()

    writers = [threading.Thread(target=write, args=(first,)) for first in (1, 101, 201)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert audit.head().number == 30
    assert places() == []
