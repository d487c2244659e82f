"""Identifiers sort by their moment; days are China's; the system holds no role."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.kernel.actor import VISITOR, Actor, Grant, Role, system
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.ids import new_id

moments = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # the zone follows


@given(moments)
def test_identifier_keeps_its_moment_and_its_form(moment: datetime) -> None:
    identifier = new_id(moment)
    assert (identifier.version, identifier.variant) == (7, "specified in RFC 4122")
    told = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=identifier.int >> 80)
    assert timedelta() <= moment - told < timedelta(milliseconds=1)


@given(moments, st.integers(1, 10_000))
def test_later_identifiers_sort_later(moment: datetime, later_milliseconds: int) -> None:
    later = min(moment + timedelta(milliseconds=later_milliseconds), datetime.max.replace(tzinfo=UTC))
    assert new_id(moment) < new_id(later)


def test_identifiers_of_one_moment_differ() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert len({new_id(moment) for _ in range(1000)}) == 1000


def test_day_begins_at_midnight_in_china() -> None:
    assert day_in_china(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert day_in_china(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert read_clock().tzinfo is UTC


def test_actor_knows_where_a_role_holds() -> None:
    zone, park = (new_id(datetime(2026, 1, 1, tzinfo=UTC)) for _ in range(2))
    officer = Actor(
        person=zone, name="王", grants=(Grant(Role.POLICY_OFFICER, zone), Grant(Role.SERVICE_OFFICER, park))
    )
    assert officer.organisations(Role.POLICY_OFFICER) == {zone}
    assert officer.organisations(Role.POLICY_OFFICER, Role.SERVICE_OFFICER) == {zone, park}
    assert officer.holds(Role.SERVICE_OFFICER)
    assert not officer.holds(Role.AUDITOR)
    assert not VISITOR.holds(*Role)
    with pytest.raises(AssertionError, match="holds no role"):
        Actor(person=zone, name="x", is_system=True)
    assert system("import").is_system
