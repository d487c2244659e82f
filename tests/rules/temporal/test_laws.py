"""Laws of temporal values: print then read gives the same, differences add up, months stay in their month."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from huiqi_rules.core import temporal
from huiqi_rules.core.comparison import contains, equal, order
from huiqi_rules.core.ranges import Range
from huiqi_rules.core.temporal import DateTime, DaysTime, Time, YearsMonths, parse_literal

ZONES = ("Europe/Paris", "Asia/Shanghai", "Etc/UTC", "America/New_York")
durations = st.integers(-(10**18), 10**18).map(DaysTime)
months = st.integers(-12_000, 12_000).map(YearsMonths)
days = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@st.composite
def times(draw: st.DrawFn) -> Time:
    kind = draw(st.sampled_from(("local", "offset", "zone")))
    offset = draw(st.integers(-64_800, 64_800)) if kind == "offset" else None
    zone = draw(st.sampled_from(ZONES)) if kind == "zone" else None
    return Time.of_nanoseconds(draw(st.integers(0, 86_400 * 10**9 - 1)), offset, zone)


moments = st.builds(DateTime, days, times())


@given(st.one_of(durations, months, days, times(), moments))
def test_print_then_read_gives_the_same(value: temporal.Temporal) -> None:
    assert parse_literal(str(value)) == value


@given(moments, durations)
def test_a_moment_plus_a_duration_less_the_moment_is_the_duration(moment: DateTime, duration: DaysTime) -> None:
    # Where clocks are put back an hour comes twice, and a local time does not say which one it is.
    assume(moment.time.zone in (None, "Etc/UTC"))
    later = temporal.add(moment, duration)
    assert temporal.subtract(later, moment) == duration


@given(days, days)
def test_a_date_plus_the_whole_months_between_does_not_pass_the_other(first: date, last: date) -> None:
    between = temporal.months_between(first, last)
    reached = temporal.add(first, between)
    assert isinstance(reached, date)
    assert (reached <= last) if first <= last else (reached >= last)


@given(st.lists(moments, min_size=3, max_size=3))
def test_order_is_transitive(values: list[DateTime]) -> None:
    first, second, third = values
    if order(first, second) in (-1, 0) and order(second, third) in (-1, 0):
        assert order(first, third) in (-1, 0)


@given(days, days, days, st.booleans(), st.booleans())
def test_a_range_contains_what_lies_between_its_ends(
    low: date, high: date, value: date, low_included: bool, high_included: bool
) -> None:
    expected = (low < value or (low_included and low == value)) and (value < high or (high_included and value == high))
    assert contains(Range(low, high, low_included, high_included), value) is expected


def test_a_range_by_test_differs_from_the_same_range_written_out() -> None:
    assert equal(Range.of_test(">=", date(2024, 1, 1)), Range(date(2024, 1, 1), None, True, False)) is False


def test_very_deep_lists_are_not_compared() -> None:
    deep: list[object] = []
    for _ in range(10_000):
        deep = [deep]
    assert equal(deep, deep) is None
