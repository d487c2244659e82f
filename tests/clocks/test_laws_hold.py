"""Laws of terms on generated days, stops and amounts, and the same answers as counting day by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from huiqi_clocks import Calendar, Excluded, Pause, Term, Unit, due, elapsed, left
from huiqi_clocks.hours import CHINA

CALENDAR = Calendar.official()
DAYS = st.dates(date(2017, 6, 1), date(2028, 12, 31))
COUNTS = st.integers(1, 60)
MOMENTS = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=CHINA),
    DAYS,
    st.integers(0, 1439),
)
STARTS = st.one_of(DAYS, MOMENTS)
TERMS = st.one_of(
    st.builds(lambda n: Term(Decimal(n) / 2, "working_days"), COUNTS),
    st.builds(Term, COUNTS, st.just("half_days")),
    st.builds(lambda n: Term(Decimal(n) / 4, "hours"), COUNTS),
    st.builds(Term, COUNTS, st.just("natural_days"), st.just("same")),
    st.builds(lambda n: Term(Decimal(n) / 4, "natural_hours"), COUNTS),
)


@st.composite
def stops(draw, near=DAYS):
    """Pauses and exclusions around a day, up to three."""
    day = draw(near)
    found = []
    for _ in range(draw(st.integers(0, 3))):
        first = day + timedelta(days=draw(st.integers(-5, 40)))
        last = first + timedelta(days=draw(st.integers(0, 12)))
        if draw(st.booleans()):
            found.append(Excluded(first, last, "评审"))
        else:
            hours = [draw(st.integers(0, 23)) for _ in range(2)]
            ends = (
                datetime(one.year, one.month, one.day, hour, tzinfo=CHINA)
                for one, hour in ((first, min(hours)), (last, max(hours)))
            )
            found.append(Pause(*ends, "补正"))
    return day, found


def parted(found):
    return {
        "pauses": [one for one in found if isinstance(one, Pause)],
        "excluded": [one for one in found if isinstance(one, Excluded)],
    }


def brute(day, count):
    while count:
        day += timedelta(days=1)
        count -= CALENDAR.is_working(day)
    return day


@given(DAYS, COUNTS)
def test_adding_then_counting_gives_back(day, count):
    there = CALENDAR.add(day, count)
    assert CALENDAR.is_working(there)
    assert CALENDAR.count(day, there) == count
    assert there == brute(day, count)
    if CALENDAR.is_working(day):
        assert CALENDAR.add(there, -count) == day


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(one, two, three):
    assert CALENDAR.count(one, two) + CALENDAR.count(two, three) == CALENDAR.count(one, three)


@given(stops(), TERMS, st.integers(0, 23))
def test_the_time_up_to_what_is_due_is_the_term(placed, term, hour):
    day, found = placed
    start = datetime(day.year, day.month, day.day, hour, tzinfo=CHINA) if hour else day
    ends = due(CALENDAR, start, term, **parted(found))
    assert elapsed(CALENDAR, start, ends.at, term.unit, **parted(found)) == term.amount
    assert left(CALENDAR, start, term, ends.at, **parted(found)) == 0


@given(stops(), TERMS)
def test_stops_commute(placed, term):
    day, found = placed
    answers = {due(CALENDAR, day, term, **parted(order)) for order in permutations(found)}
    assert len(answers) == 1


@given(stops(), TERMS, st.integers(0, 10))
def test_overlapping_stops_count_once(placed, term, days):
    day, found = placed
    doubled = [*found, *(Excluded(one.first, one.last) for one in found if isinstance(one, Excluded)), *found]
    assert due(CALENDAR, day, term, **parted(doubled)) == due(CALENDAR, day, term, **parted(found))
    whole = Excluded(day, day + timedelta(days=days))
    cut = [Excluded(day + timedelta(days=number), day + timedelta(days=number)) for number in range(days + 1)]
    assert due(CALENDAR, day, term, excluded=cut) == due(CALENDAR, day, term, excluded=[whole])


@given(stops(), STARTS, STARTS, TERMS)
def test_a_later_start_is_never_due_earlier(placed, one, two, term):
    _, found = placed
    first, second = sorted((one, two), key=lambda at: at if isinstance(at, datetime) else end_of(at))
    before, after = (due(CALENDAR, start, term, **parted(found)) for start in (first, second))
    assert before.ends <= after.ends


def end_of(day):
    return datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)


@given(stops(), TERMS, COUNTS)
def test_more_time_or_more_stops_is_never_due_earlier(placed, term, days):
    day, found = placed
    ends = due(CALENDAR, day, term).ends
    assert ends <= due(CALENDAR, day, term, **parted(found)).ends
    longer = Term(term.amount + days, term.unit, term.roll)
    assert ends < due(CALENDAR, day, longer).ends


@given(stops(), TERMS, TERMS)
def test_an_extension_is_a_longer_term(placed, term, other):
    day, found = placed
    if term.unit == other.unit:
        longer = Term(term.amount + other.amount, term.unit, term.roll)
        assert due(CALENDAR, day, term, extension=other, **parted(found)) == due(CALENDAR, day, longer, **parted(found))


@given(stops(), TERMS)
def test_provisional_exactly_where_a_day_without_notice_is_touched(placed, term):
    day, found = placed
    ends = due(CALENDAR, day, term, **parted(found))
    counted = Unit(term.unit) not in {Unit.NATURAL_DAYS, Unit.NATURAL_HOURS}
    first, last = day + timedelta(days=1), ends.day
    assert ends.provisional == (counted and (first.year < 2018 or last.year > 2026))


@given(DAYS, COUNTS)
def test_half_days_are_counted_one_by_one(day, count):
    ends = due(CALENDAR, day, Term(count, "half_days")).at
    whole = brute(day, (count + 1) // 2)
    assert ends == (whole if count % 2 == 0 else datetime(whole.year, whole.month, whole.day, 12, tzinfo=CHINA))


@given(MOMENTS, st.integers(1, 40))
def test_working_hours_are_counted_minute_by_minute(start, quarters):
    ends = due(CALENDAR, start, Term(Decimal(quarters) / 4, "hours")).at
    minutes, moment = quarters * 15, start
    while minutes:
        if not CALENDAR.is_working(moment.date()):
            moment = end_of(moment.date())
            continue
        clock = moment.hour * 60 + moment.minute
        minutes -= 540 <= clock < 720 or 810 <= clock < 1050
        moment += timedelta(minutes=1)
    assert ends == moment


@given(st.dates(), COUNTS)
def test_days_far_from_any_table_are_counted_too(day, count):
    if day.year < 9990:
        assert CALENDAR.count(day, CALENDAR.add(day, count)) == count
