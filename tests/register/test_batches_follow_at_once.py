"""Standings after a batch: what is added to them is what would come out if they were made anew from all facts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from huiqi.kernel.ids import new_id
from huiqi.register import queries, services
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE, Value, written_number
from huiqi.register.models import Standing
from huiqi.register.services import Said
from huiqi.register.services.batches import Line, record_batch
from huiqi.register.services.standing import refresh
from tests.cast import NOW, SYSTEM, Cast

LATER = NOW + timedelta(hours=1)


def standings() -> dict[UUID, object]:
    return dict(Standing.objects.values_list("subject", "facts"))


def say(subject: UUID, *, now: object = LATER, **values: Value) -> None:
    lines = [
        Line(subject, name, "2024" if name.startswith("yearly") else "", value, "表!A1")
        for name, value in values.items()
    ]
    record_batch(new_id(now), lines, source="年报", actor=SYSTEM, now=now)


def test_a_batch_is_added_to_what_stands(cast: Cast) -> None:
    north, south = cast.north_company.pk, cast.south_company.pk
    before = [Said("staff", Decimal(3)), Said("kept", "旧"), Said("limited", Decimal(1), valid_from=date(2025, 1, 1))]
    services.record_facts(subject=north, said=before, source="前", actor=SYSTEM, now=NOW)
    say(north, staff=Decimal("4.50"), limited=Decimal(2), yearly_sales=Decimal("1.5E+7"), none=NOT_APPLICABLE, yes=True)
    say(south, staff=Decimal(0), founded=date(2020, 2, 3), name="文“本”\\")
    found = standings()
    assert found[north]["staff"][:2] == ["known", "4.5"]
    assert found[north]["kept"][1] == "旧"
    assert found[north]["yearly_sales|2024"][:3] == ["known", "15000000", "年报"]
    refresh(None, now=LATER)
    assert standings() == found


@pytest.mark.parametrize("now", (NOW, NOW - timedelta(days=1)))
def test_a_batch_does_not_hide_what_was_said_later_or_in_the_same_moment(cast: Cast, now: object) -> None:
    north = cast.north_company.pk
    services.record_facts(subject=north, said=[Said("staff", Decimal(3))], source="前", actor=SYSTEM, now=NOW)
    say(north, now=now, staff=Decimal(4), sales=Decimal(1))
    found = standings()
    refresh(None, now=LATER)
    assert standings() == found


def test_what_a_batch_withdraws_does_not_stand(cast: Cast) -> None:
    north = cast.north_company.pk
    say(north, now=NOW, staff=Decimal(4))
    say(north, staff=MISSING, sales=Decimal(1))
    assert queries.fact(SYSTEM, subject=north, name="staff") is MISSING
    assert set(standings()[north]) == {"sales"}


@pytest.mark.parametrize(
    ("number", "text"),
    (
        ("1.5E+7", "15000000"),
        ("0E+3", "0"),
        ("-0E+3", "0"),
        ("1E+19", "10000000000000000000"),
        ("12.50", "12.5"),
        ("1E-7", "0.0000001"),
    ),
)
def test_numbers_are_written_with_all_their_digits(number: str, text: str) -> None:
    assert written_number(Decimal(number)) == text


@pytest.mark.parametrize("number", ("1E+20", "1E+999999", "NaN", "Infinity", "1E-19"))
def test_numbers_that_no_fact_can_hold_are_refused(number: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        written_number(Decimal(number))
