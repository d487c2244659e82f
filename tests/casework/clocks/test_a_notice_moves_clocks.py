"""A zone enters the notice of a year: everything that runs is reckoned again, and what was provisional is confirmed."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

import pytest

from huiqi.casework import queries, services
from huiqi.casework.models import CalendarYear, Clock
from huiqi.casework.services import CannotKeepCalendar, ClockSaid
from huiqi.kernel.actor import Role
from huiqi.kernel.models import AuditEntry
from huiqi_clocks import Festival, Notice, Term, WorkingHours, Year
from tests.cast import NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 28)
# An invented notice: nobody knows the real one yet.
YEAR = Year(
    2027,
    (Notice("试〔2026〕1号", "国务院办公厅", "测试用通知", date(2026, 11, 25)),),
    (
        Festival("元旦", "New Year", date(2027, 1, 1), date(2027, 1, 3), (date(2027, 1, 9),)),
        Festival("春节", "Spring Festival", date(2027, 2, 5), date(2027, 2, 11), (date(2027, 1, 31),)),
    ),
)


def start(cast, *days, at=DAY):
    said = [ClockSaid(f"test/{number}", ("公示", "notice"), at, Term(number)) for number in days]
    return services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=said, now=NOW)


def dues():
    return dict(Clock.objects.values_list("cause", "due_on"))


def test_clocks_that_touch_the_year_move_and_are_confirmed(cast):
    officer = cast.person("服务专员", (Role.SERVICE_OFFICER, cast.zone))
    start(cast, 3, 5, 10)
    assert dues() == {
        "test/3": date(2026, 12, 31), "test/5": date(2027, 1, 5), "test/10": date(2027, 1, 12)
    }  # fmt: skip
    assert [clock.provisional for clock in Clock.objects.order_by("due_on")] == [False, True, True]

    effect = queries.effect(zone=cast.zone.pk, year=YEAR)
    assert (effect.running, effect.moved, effect.confirmed) == (3, 1, 2)
    assert [(one.before.at, one.after.at) for one in effect.first] == [(date(2027, 1, 12), date(2027, 1, 11))]

    moved = services.enter_year(zone=cast.zone.pk, year=YEAR, actor=officer, now=NOW)
    assert moved == 1
    assert dues()["test/10"] == date(2027, 1, 11)
    assert not Clock.objects.filter(provisional=True).exists()
    assert queries.calendar(zone=cast.zone.pk).confirmed_until == date(2027, 12, 31)

    told = AuditEntry.objects.get(code="casework.calendar.entered")
    assert "试〔2026〕1号" in told.details
    assert '"clocks_moved":1' in told.details


def test_a_later_entry_replaces_the_earlier_one_which_stays_to_be_read(cast):
    officer = cast.person("服务专员", (Role.SERVICE_OFFICER, cast.zone))
    services.enter_year(zone=cast.zone.pk, year=YEAR, actor=officer, now=NOW)
    longer = Year(2027, YEAR.notices, (Festival("春节", "Spring Festival", date(2027, 2, 5), date(2027, 2, 14)),))
    services.enter_year(zone=cast.zone.pk, year=longer, actor=officer, now=NOW + timedelta(hours=1))
    assert queries.calendar(zone=cast.zone.pk).year(2027) == longer
    assert CalendarYear.objects.filter(replaced_at=None).count() == 1
    assert CalendarYear.objects.count() == 2
    with pytest.raises(CannotKeepCalendar, match="says already"):
        services.enter_year(zone=cast.zone.pk, year=longer, actor=officer, now=NOW + timedelta(hours=2))


def test_a_changed_notice_of_a_confirmed_year_moves_its_clocks_too(cast):
    officer = cast.person("服务专员", (Role.SERVICE_OFFICER, cast.zone))
    start(cast, 2, at=date(2026, 6, 17))
    assert dues() == {"test/2": date(2026, 6, 22)}
    known = queries.calendar(zone=cast.zone.pk).year(2026)
    without = tuple(one for one in known.festivals if one.name != "端午节")
    assert services.enter_year(zone=cast.zone.pk, year=Year(2026, known.notices, without), actor=officer, now=NOW) == 1
    assert dues() == {"test/2": date(2026, 6, 19)}


def test_what_another_zone_enters_changes_nothing_here(cast):
    assert queries.calendar(zone=UUID(int=1)) == queries.calendar(zone=cast.zone.pk)
    officer = cast.person("服务专员", (Role.SERVICE_OFFICER, cast.zone))
    services.enter_year(zone=cast.zone.pk, year=YEAR, actor=officer, now=NOW)
    assert queries.calendar(zone=UUID(int=1)).year(2027) is None


@pytest.mark.parametrize("role", (Role.LEADER, Role.AUDITOR, Role.FINANCE_OFFICER))
def test_who_keeps_no_calendar_may_not_enter_one(cast, role):
    actor = cast.person("某人", (role, cast.zone))
    with pytest.raises(CannotKeepCalendar, match="may not"):
        services.enter_year(zone=cast.zone.pk, year=YEAR, actor=actor, now=NOW)


def test_who_keeps_the_register_of_a_park_does_not_change_the_zones_calendar(cast):
    actor = cast.person("北园专员", (Role.SERVICE_OFFICER, cast.north))
    with pytest.raises(CannotKeepCalendar, match="may not"):
        services.enter_year(zone=cast.zone.pk, year=YEAR, actor=actor, now=NOW)


def test_working_hours_of_the_zone_count(cast):
    admin = cast.person("管理员", (Role.ADMINISTRATOR, cast.zone))
    said = ClockSaid("test/half", ("开办", "start-up"), NOW, Term(1, "half_days"))  # 10:00 in China
    services.start_clocks(zone=cast.zone.pk, organisation=cast.zone.pk, said=[said], now=NOW)
    hours = WorkingHours(((time(9), time(17)),))
    services.set_office_hours(zone=cast.zone.pk, hours=hours, actor=admin, now=NOW)
    assert queries.calendar(zone=cast.zone.pk).hours == hours
    with pytest.raises(CannotKeepCalendar, match="already"):
        services.set_office_hours(zone=cast.zone.pk, hours=hours, actor=admin, now=NOW)


def test_the_calendar_costs_two_queries(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        queries.calendar(zone=cast.zone.pk)
