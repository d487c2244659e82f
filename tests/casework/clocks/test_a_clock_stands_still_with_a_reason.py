"""A clock that is paused has no due date until it goes on; the day of the question counts, the day of the answer does not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from huiqi.casework import queries, services
from huiqi.casework.services import CannotKeepTime, ClockSaid
from huiqi.kernel.actor import Role
from huiqi.kernel.models import AuditEntry
from huiqi_clocks import Term
from tests.cast import NOW, SYSTEM

pytestmark = pytest.mark.django_db
CAUSE = "test/claim"


@pytest.fixture
def clock(cast):
    """Ten working days from Monday 2 March 2026: until Monday 16 March."""
    said = ClockSaid(CAUSE, ("复核", "re-check"), date(2026, 3, 2), Term(10))
    (made,) = services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=[said], now=NOW)
    assert made.due_on == date(2026, 3, 16)
    return made


def day(number, hour=2):
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def test_days_of_a_pause_are_added(clock):
    paused = services.pause_clock(cause=CAUSE, reason="等企业补正", actor=SYSTEM, now=day(4))
    assert (paused.due_on, paused.ends_at) == (None, None)
    resumed = services.resume_clock(cause=CAUSE, actor=SYSTEM, now=day(9))
    # Thursday, Friday and Monday stood still.
    assert resumed.due_on == date(2026, 3, 19)
    codes = AuditEntry.objects.filter(subject=CAUSE).order_by("number").values_list("code", flat=True)
    assert list(codes) == ["casework.clock.paused", "casework.clock.resumed"]


def test_a_pause_needs_a_reason_and_a_running_clock(clock):
    with pytest.raises(CannotKeepTime, match="reason"):
        services.pause_clock(cause=CAUSE, reason=" ", actor=SYSTEM, now=day(4))
    with pytest.raises(CannotKeepTime, match="does not stand still"):
        services.resume_clock(cause=CAUSE, actor=SYSTEM, now=day(4))
    services.pause_clock(cause=CAUSE, reason="等企业补正", actor=SYSTEM, now=day(4))
    with pytest.raises(CannotKeepTime, match="stands still already"):
        services.pause_clock(cause=CAUSE, reason="再等", actor=SYSTEM, now=day(5))
    with pytest.raises(CannotKeepTime, match="before it stood still"):
        services.resume_clock(cause=CAUSE, actor=SYSTEM, now=day(3))
    with pytest.raises(CannotKeepTime, match="no such clock"):
        services.pause_clock(cause="test/other", reason="等", actor=SYSTEM, now=day(4))


def test_extension_and_excluded_days_are_added(clock):
    assert services.extend_clock(
        cause=CAUSE, amount=Decimal(2), reason="情况复杂", actor=SYSTEM, now=day(4)
    ).due_on == date(2026, 3, 18)
    assert services.exclude_days(
        cause=CAUSE, first=date(2026, 3, 5), last=date(2026, 3, 6), reason="专家评审", actor=SYSTEM, now=day(4)
    ).due_on == date(2026, 3, 20)
    with pytest.raises(CannotKeepTime, match="reversed"):
        services.exclude_days(
            cause=CAUSE, first=date(2026, 3, 6), last=date(2026, 3, 5), reason="颠倒", actor=SYSTEM, now=day(4)
        )
    with pytest.raises(CannotKeepTime, match="above 0"):
        services.extend_clock(cause=CAUSE, amount=Decimal("0.3"), reason="零头", actor=SYSTEM, now=day(4))


def test_a_stopped_clock_is_no_longer_late(cast, clock):
    officer = cast.person("北园专员", (Role.SERVICE_OFFICER, cast.north))
    stranger = cast.person("南园专员", (Role.SERVICE_OFFICER, cast.south))
    later = day(20)
    assert queries.late_clocks(queries.clocks(officer), now=later).get() == clock
    assert not queries.clocks(stranger).exists()
    assert services.stop_clocks(causes=[CAUSE], now=later) == 1
    assert not queries.late_clocks(queries.clocks(officer), now=later).exists()
    assert queries.clock_of(cause=CAUSE) is None


def test_a_cause_has_one_running_clock(cast, clock):
    again = ClockSaid(CAUSE, ("复核", "re-check"), date(2026, 3, 3), Term(10))
    with pytest.raises(CannotKeepTime, match="already"):
        services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=[again], now=NOW)
    services.stop_clocks(causes=[CAUSE], now=NOW)
    services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=[again], now=NOW)
    assert queries.clock_of(cause=CAUSE).due_on == date(2026, 3, 17)
