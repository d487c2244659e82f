"""Officers are told of their deadlines: one message a day, of what is newly near or over; the superior when it stays undone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from huiqi.casework import services
from huiqi.casework.domain.duties import duty_of
from huiqi.casework.models import Clock
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import CHINA
from huiqi.messages.models import Message
from huiqi_clocks import Term
from tests.cast import NOW, SYSTEM, Cast


def at(day: int, month: int = 3) -> datetime:
    """Nine in the morning in China."""
    return datetime(2026, month, day, 9, tzinfo=CHINA)


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return cast.person("政策专员", (Role.POLICY_OFFICER, cast.zone))


@pytest.fixture
def leader(cast: Cast) -> Actor:
    return cast.person("领导", (Role.LEADER, cast.zone))


def start(cast: Cast, cause: str, *, days: int = 5) -> None:
    """A clock from Monday, 2 March 2026, on."""
    said = services.ClockSaid(cause, (f"事项{cause}", f"Item {cause}"), date(2026, 3, 2), Term(days), by_hand=True)
    services.start_clocks(zone=cast.zone.pk, organisation=cast.zone.pk, said=[said], now=NOW)


def told(actor: Actor) -> list[str]:
    return list(
        Message.objects.filter(person=actor.person, kind="clock.due")
        .order_by("added_at")
        .values_list("title_zh", flat=True)
    )


def test_ten_deadlines_are_one_message(cast: Cast, officer: Actor, leader: Actor) -> None:
    for number in range(10):
        start(cast, f"objection/{number}")
    assert services.tell_clocks(now=at(3)) == 0, "due on the 9th: four working days are left"
    assert services.tell_clocks(now=at(4)) == 1
    assert services.tell_clocks(now=at(5)) == 0, "once"
    assert told(officer) == ["时限提醒：临近到期10项"]
    assert told(leader) == []


def test_what_is_over_is_told_and_then_escalated(cast: Cast, officer: Actor, leader: Actor) -> None:
    start(cast, "objection/1")
    services.tell_clocks(now=at(4))
    services.tell_clocks(now=at(10))
    assert services.tell_clocks(now=at(11)) == 2, "two working days after its day"
    assert services.tell_clocks(now=at(12)) == 0
    assert told(officer) == ["时限提醒：临近到期1项", "时限提醒：逾期1项", "时限提醒：督办1项"]
    assert told(leader) == ["时限提醒：督办1项"]


def test_nothing_is_told_on_a_day_off(cast: Cast, officer: Actor) -> None:
    start(cast, "objection/1", days=4)
    assert services.tell_clocks(now=at(7)) == 0, "Saturday"
    assert services.tell_clocks(now=at(9)) == 1
    assert told(officer) == ["时限提醒：逾期1项"]


def test_a_clock_that_is_prolonged_is_told_of_anew(cast: Cast, officer: Actor) -> None:
    start(cast, "objection/1")
    services.tell_clocks(now=at(4))
    services.extend_clock(cause="objection/1", amount=5, reason="等待鉴定", actor=SYSTEM, now=at(4))
    assert services.tell_clocks(now=at(5)) == 0
    assert services.tell_clocks(now=at(11)) == 1
    assert len(told(officer)) == 2


def test_the_companys_own_time_is_nobodys_duty(cast: Cast, officer: Actor, leader: Actor) -> None:
    for cause in ("claim/1/confirm", "application/1/fix", "notice/1"):
        assert duty_of(cause) is None
        start(cast, cause)
    assert services.tell_clocks(now=at(30)) == 0


def test_without_an_owner_the_superior_is_told(cast: Cast, leader: Actor) -> None:
    start(cast, "claim/1/pay")
    assert services.tell_clocks(now=at(4)) == 1
    assert told(leader) == ["时限提醒：临近到期1项"]


def test_what_is_done_is_not_told(cast: Cast, officer: Actor) -> None:
    start(cast, "objection/1")
    services.stop_clocks(causes=["objection/1"], now=NOW + timedelta(days=1))
    assert services.tell_clocks(now=at(30)) == 0
    assert Clock.objects.get().told == 0
