"""FEEL's temporal values: dates (Python's), times, dates with time, and both durations; reading, printing, arithmetic."""

from __future__ import annotations

from huiqi_rules.core.temporal.arithmetic import TEMPORAL_TYPES, add, divide, months_between, multiply, negate, subtract
from huiqi_rules.core.temporal.days import YEAR_LIMIT, day_of_ordinal, make_date
from huiqi_rules.core.temporal.durations import DaysTime, YearsMonths
from huiqi_rules.core.temporal.moments import MIDNIGHT, MIDNIGHT_UTC, DateTime, Time
from huiqi_rules.core.temporal.parsing import (
    Temporal,
    is_zone,
    make_time,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_literal,
    parse_time,
)

__all__ = [
    "MIDNIGHT",
    "MIDNIGHT_UTC",
    "TEMPORAL_TYPES",
    "YEAR_LIMIT",
    "DateTime",
    "DaysTime",
    "Temporal",
    "Time",
    "YearsMonths",
    "add",
    "day_of_ordinal",
    "divide",
    "is_zone",
    "make_date",
    "make_time",
    "months_between",
    "multiply",
    "negate",
    "parse_date",
    "parse_date_time",
    "parse_duration",
    "parse_literal",
    "parse_time",
    "subtract",
]
