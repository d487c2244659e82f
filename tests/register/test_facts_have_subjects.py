"""Facts are said of subjects that there are: the database itself refuses any other, and keeps a subject of which facts are told."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from huiqi.kernel.ids import new_id
from huiqi.register import services
from huiqi.register.models import Fact, Subject
from huiqi.register.services import Said
from huiqi.register.services.batches import Line, record_batch
from tests.cast import NOW, SYSTEM, Cast


def fact(subject: UUID) -> Fact:
    return Fact(
        id=new_id(NOW),
        subject_id=subject,
        name="staff",
        state="known",
        number=Decimal(3),
        source="年报",
        recorded_at=NOW,
        recorded_by_name="test",
    )


def test_a_fact_of_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="1 subjects that there are not"), transaction.atomic():
        Fact.objects.bulk_create([fact(cast.north_company.pk), fact(new_id(NOW))])
    assert not Fact.objects.exists()


def test_a_batch_about_nobody_is_refused(cast: Cast) -> None:
    lines = [
        Line(new_id(NOW), "staff", "", Decimal(3), "表!A1"),
        Line(cast.north_company.pk, "staff", "", Decimal(3), ""),
    ]
    with pytest.raises(IntegrityError, match="there are not"), transaction.atomic():
        record_batch(new_id(NOW), lines, source="年报", actor=SYSTEM, now=NOW)
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    "act",
    ("delete from register_subject where id = %s", "update register_subject set id = gen_random_uuid() where id = %s"),
)
def test_a_subject_with_facts_stays(cast: Cast, act: str) -> None:
    north = cast.north_company.pk
    services.record_facts(subject=north, said=[Said("staff", Decimal(3))], source="年报", actor=SYSTEM, now=NOW)
    with (
        pytest.raises(IntegrityError, match="there are facts of subject"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act, [north])
    assert Subject.objects.filter(pk=north).exists()


def test_a_subject_without_facts_may_go(cast: Cast) -> None:
    added = Subject.objects.create(id=new_id(NOW), kind="carrier", organisation=cast.zone)
    added.delete()
    assert not Subject.objects.filter(kind="carrier").exists()
