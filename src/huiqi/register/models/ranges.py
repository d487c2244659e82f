"""Ranges of days made of two columns, for constraints that let nothing overlap."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class DateRange(Func):
    """The days from one to before another, as a range of the database; nothing: without limit."""

    function = "DATERANGE"
    output_field = DateRangeField()
