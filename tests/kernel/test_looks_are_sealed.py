"""Looks at sensitive facts: one statement a page, only ever added, and under a seal of the audit trail what is tampered with shows."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from huiqi.kernel import audit, looks
from huiqi.kernel.actor import Actor, system
from huiqi.kernel.ids import new_id
from huiqi.kernel.models import AuditEntry, Look, TrailCheck
from huiqi.kernel.trail_check import check_trail, last_check

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
LI = Actor(person=new_id(NOW), name="李娜")
PARK, FIRST, SECOND = (new_id(NOW) for _ in range(3))


def look(*names: str, actor: Actor = LI, company: object = FIRST) -> None:
    looks.note(actor, reached=[PARK, company], names=names or ("tax_paid",))


def tampered(statement: str, table: str = "kernel_look") -> None:
    """Run a statement as somebody would who owns the database: with the guards switched off."""
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(statement)
        cursor.execute(f"alter table {table} enable trigger user")


@pytest.fixture
def sealed(db: None) -> list[int]:
    for _ in range(3):
        look()
    looks.seal(now=NOW)
    return list(Look.objects.order_by("pk").values_list("pk", flat=True))


def found() -> list[str]:
    return [flaw.text for flaw in looks.flaws()]


def test_page_writes_once_however_much_it_shows(db: None, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1), looks.kept("/register/companies"):
        look("tax_paid")
        look("operating_revenue", company=SECOND)
    row = Look.objects.get()
    assert set(row.reached) == {PARK, FIRST, SECOND}
    assert row.names == ["operating_revenue", "tax_paid"]
    assert (row.person, row.person_name, row.place) == (LI.person, "李娜", "/register/companies")


def test_each_person_has_a_row_of_the_own(db: None) -> None:
    with looks.kept("/x"):
        look()
        look(actor=Actor(person=new_id(NOW), name="王强"))
    assert set(Look.objects.values_list("person_name", flat=True)) == {"李娜", "王强"}


def test_outside_of_a_page_it_is_written_at_once(db: None) -> None:
    look()
    assert Look.objects.count() == 1


def test_system_is_nobody_who_looks(db: None) -> None:
    look(actor=system("import"))
    with looks.kept("/x"):
        pass
    assert not Look.objects.exists()


def test_look_is_written_though_the_page_breaks(db: None) -> None:
    @looks.kept("/x")
    def page() -> None:
        look()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        page()
    assert Look.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    ("update kernel_look set person_name = 'nobody'", "delete from kernel_look", "truncate kernel_look"),
)
def test_database_refuses_everything_but_new_rows(sealed: list[int], statement: str) -> None:
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert found() == []


def test_seals_follow_each_other_and_stand_in_the_trail(sealed: list[int]) -> None:
    assert looks.seal(now=NOW) == 0, "nothing new"
    look()
    assert looks.seal(now=NOW) == 1
    assert AuditEntry.objects.filter(code=looks.SEALED).count() == 2
    assert looks.sealed_to() == Look.objects.order_by("-pk").first().pk
    assert found() == []
    assert list(audit.flaws()) == []


@pytest.mark.parametrize(
    "statement",
    (
        "update kernel_look set person_name = 'nobody' where id = %d",
        "update kernel_look set names = '{}' where id = %d",
        "update kernel_look set looked_at = looked_at - interval '1 us' where id = %d",
        "delete from kernel_look where id = %d",
    ),
)
def test_tampering_past_the_guards_is_found(sealed: list[int], statement: str) -> None:
    tampered(statement % sealed[1])
    assert len(found()) == 1
    assert "not what was sealed" in found()[0]


def test_look_that_is_put_in_is_found(sealed: list[int]) -> None:
    tampered(f"update kernel_look set id = id + 10 where id = {sealed[-1]}")
    assert len(found()) == 1


def test_seal_that_is_removed_is_found(sealed: list[int]) -> None:
    look()
    looks.seal(now=NOW)
    first = AuditEntry.objects.filter(code=looks.SEALED).order_by("number").first()
    tampered(f"delete from kernel_auditentry where number = {first.number}", "kernel_auditentry")
    assert found() == ["it does not seal what follows the seal before"]
    assert list(audit.flaws()) != []


def test_check_is_kept_with_what_it_found(sealed: list[int]) -> None:
    assert last_check() is None
    assert check_trail(now=NOW).flaws == ()
    tampered(f"delete from kernel_look where id = {sealed[0]}")
    check_trail(now=NOW)
    assert [flaw.zh for flaw in last_check().flaws] == [f"第1至{sealed[-1]}条查看记录与封存时不同"]
    assert TrailCheck.objects.count() == 2


def test_end_that_is_cut_off_shows_against_the_check_before(sealed: list[int]) -> None:
    look()
    looks.seal(now=NOW)
    check_trail(now=NOW)
    head = audit.head()
    tampered(f"delete from kernel_auditentry where number = {head.number}", "kernel_auditentry")
    assert any("cut off" in flaw.text for flaw in check_trail(now=NOW).flaws)


def test_writers_at_the_same_time_are_all_under_the_seal(transactional_db: None) -> None:
    def write(number: int) -> None:
        for _ in range(10):
            with looks.kept(f"/{number}"):
                look()
        connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        looks.seal(now=NOW)
    for writer in writers:
        writer.join()
    looks.seal(now=NOW)
    assert found() == []
    assert looks.sealed_to() == Look.objects.order_by("-pk").first().pk


def test_seal_gives_way_to_a_writer_who_takes_long(transactional_db: None) -> None:
    look()
    begun, finish = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            look()
            begun.set()
            finish.wait(300)
        connection.close()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    begun.wait(120)
    assert looks.seal(now=NOW) == 0
    finish.set()
    writer.join()
    assert looks.seal(now=NOW) == 2
