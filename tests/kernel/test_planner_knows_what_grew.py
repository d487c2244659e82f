"""Tables that were filled at once are counted at the end of it: PostgreSQL plans by what it knows of them."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection, transaction

from huiqi.kernel.copying import copy_rows
from huiqi.kernel.ids import new_ids
from huiqi.kernel.planner import MANY_ROWS, count_anew, count_grown
from tests.cast import NOW, Cast


def counted() -> int:
    """Return with how many subjects PostgreSQL plans."""
    with connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where relname = 'register_subject'")
        return int(cursor.fetchone()[0])


def fill(organisation: UUID, number: int) -> None:
    copy_rows(
        "register_subject",
        ("id", "kind", "organisation_id"),
        [(key, "loan", organisation) for key in new_ids(NOW, number)],
    )


@pytest.mark.django_db(transaction=True)
def test_many_rows_are_counted_when_they_stand_and_not_before(cast: Cast) -> None:
    count_anew()
    before = counted()
    with transaction.atomic():
        fill(cast.zone.pk, MANY_ROWS - 1)
    assert counted() == before, "a few are left to PostgreSQL"
    with transaction.atomic():
        fill(cast.zone.pk, MANY_ROWS)
        transaction.set_rollback(True)
    assert counted() == before, "they were taken back"
    with transaction.atomic():
        fill(cast.zone.pk, MANY_ROWS)
        assert counted() == before
    assert counted() == before + 2 * MANY_ROWS - 1
    assert count_grown() == [], "nothing grew since"


def test_one_transaction_plans_with_what_it_filled(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("create temp table kept (a int) on commit drop")
        copy_rows("kept", ("a",), ((number,) for number in range(700)))
        count_anew()
        cursor.execute("select reltuples from pg_class where relname = 'kept'")
        assert cursor.fetchall() == [(700,)]
