"""The official calendar, and moments in the offices' time."""

from __future__ import annotations

import pytest

from huiqi_clocks import Calendar


@pytest.fixture(scope="session")
def calendar():
    return Calendar.official()
