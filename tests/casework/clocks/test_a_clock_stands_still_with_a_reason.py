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
from tests.cast import NOW, SYSTEM, visit

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
    late = {"state": "overdue", "calendar": queries.calendar(zone=cast.zone.pk), "now": later}
    assert queries.in_state(queries.running(queries.clocks(officer)), **late).get() == clock
    assert not queries.clocks(stranger).exists()
    assert services.stop_clocks(causes=[CAUSE], now=later) == 1
    assert not queries.in_state(queries.running(queries.clocks(officer)), **late).exists()
    assert queries.clock_of(cause=CAUSE) is None


def test_a_cause_has_one_running_clock(cast, clock):
    again = ClockSaid(CAUSE, ("复核", "re-check"), date(2026, 3, 3), Term(10))
    with pytest.raises(CannotKeepTime, match="already"):
        services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=[again], now=NOW)
    services.stop_clocks(causes=[CAUSE], now=NOW)
    services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=[again], now=NOW)
    assert queries.clock_of(cause=CAUSE).due_on == date(2026, 3, 17)


@pytest.fixture
def by_hand(cast):
    """A clock that officers may change, of 10 working days from 2 March 2026."""
    said = ClockSaid("test/hand", ("复核", "re-check"), date(2026, 3, 2), Term(10), by_hand=True)
    return services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=[said], now=NOW)[0]


def test_officers_change_a_clock_on_its_page(cast, by_hand):
    officer = visit(cast.person("北园专员", (Role.SERVICE_OFFICER, cast.north)))
    address = f"/casework/clocks/{by_hand.pk}"
    page = officer.get(address).content.decode()
    assert "2026-03-16" in page
    assert "为什么是这一天" in page
    officer.post(f"{address}/extend", {"amount": "2", "reason": "情况复杂"})
    officer.post(f"{address}/exclude", {"first": "2026-03-05", "last": "2026-03-06", "reason": "专家评审"})
    page = officer.get(address).content.decode()
    assert "2026-03-20" in page
    assert "专家评审" in page
    assert officer.post(f"{address}/extend", {"amount": "0.3", "reason": "零头"}).status_code == 422
    officer.post(f"{address}/pause", {"reason": "等企业补正"})
    page = officer.get(address).content.decode()
    assert "等企业补正" in page
    assert "恢复计时" in page
    officer.post(f"{address}/resume")
    assert "停钟</a>" in officer.get(address).content.decode()


def test_others_and_other_clocks_are_not_changed_by_hand(cast, clock, by_hand):
    officer = visit(cast.person("北园专员", (Role.SERVICE_OFFICER, cast.north)))
    page = officer.get(f"/casework/clocks/{clock.pk}").content.decode()
    assert "停钟</a>" not in page
    assert officer.post(f"/casework/clocks/{clock.pk}/pause", {"reason": "等"}).status_code == 422
    leader = visit(cast.person("领导", (Role.LEADER, cast.zone)))
    assert "停钟</a>" not in leader.get(f"/casework/clocks/{by_hand.pk}").content.decode()
    assert leader.post(f"/casework/clocks/{by_hand.pk}/pause", {"reason": "等"}).status_code == 403
    stranger = visit(cast.person("南园专员", (Role.SERVICE_OFFICER, cast.south)))
    assert stranger.get(f"/casework/clocks/{by_hand.pk}").status_code == 404
    assert stranger.post(f"/casework/clocks/{by_hand.pk}/pause", {"reason": "等"}).status_code == 404
