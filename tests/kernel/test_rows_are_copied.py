"""Rows put into a table by COPY come back as they were, whatever characters they hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from huiqi.casework.models import Claim, ClaimStep
from huiqi.kernel.copying import copy_models, copy_rows
from huiqi.kernel.ids import new_id
from tests.casework.claims.made import make_round
from tests.cast import NOW, Cast

ROW = (
    "文\t本\\N\n\"'", "", None, 12, Decimal("0.10"), True, date(2025, 1, 2), datetime(2025, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    UUID(int=7), ["a", "b c", 'x"\\,{}', "null", ""], [UUID(int=8)],
)  # fmt: skip


def test_every_kind_of_cell_comes_back(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "create temp table kept (a text, b text, c text, d int, e numeric, f bool, g date, h timestamptz, i uuid,"
            " j text[], k uuid[]) on commit drop"
        )
        assert copy_rows("kept", tuple("abcdefghijk"), [ROW, ROW]) == 2
        cursor.execute("select * from kept")
        assert cursor.fetchall() == [ROW, ROW]


def test_what_has_no_exact_form_is_refused(db: None) -> None:
    with pytest.raises(TypeError, match="float"):
        copy_rows("register_subject", ("id",), [(0.5,)])


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_nothing_is_copied() -> None:
    with pytest.raises(AssertionError, match="half of them could stand"):
        copy_rows("register_subject", ("id",), [])


def test_objects_come_back_as_bulk_create_keeps_them(cast: Cast) -> None:
    other = make_round(cast.zone, [cast.north_company]).claims.get()
    other.pk, other.company, other.place = new_id(NOW), cast.south_company, 2
    other.facts, other.adjustments = {"名\t称|2024": "1\\0", "listed": True}, [{"limit": "cap", "before": None}]
    other.exceptions, other.amount = ["near", "unknown_credit"], None
    assert copy_models([other]) == 1
    kept = Claim.objects.get(pk=other.pk)
    names = [field.attname for field in Claim._meta.concrete_fields]
    assert {name: getattr(kept, name) for name in names} == {name: getattr(other, name) for name in names}


def test_the_database_gives_keys_where_objects_bring_none(cast: Cast) -> None:
    (claim,) = make_round(cast.zone, [cast.north_company]).claims.all()
    copy_models([ClaimStep(claim=claim, act=act, state="proposed", at=NOW, by_name="测试") for act in ("a", "b")])
    assert list(claim.steps.values_list("act", flat=True)) == ["a", "b"]
    assert copy_models([]) == 0
