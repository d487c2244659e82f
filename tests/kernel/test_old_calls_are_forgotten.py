"""What is remembered of calls and forms goes after its term, some at a time; what is younger stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiqi.kernel import calls
from huiqi.kernel.models import Call
from tests.cast import NOW


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are removed at a time."""
    monkeypatch.setattr(calls, "_AT_ONCE", 2)


def remember(key: str, *, at: datetime) -> None:
    calls.keep_call(calls.CallKept(digest="0" * 64, status=302, body="/"), token="form/1", key=key, now=at)


@pytest.mark.django_db
@pytest.mark.usefixtures("few")
def test_what_is_older_than_its_term_goes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(5):
        remember(f"old {number}", at=NOW - calls.KEPT - timedelta(seconds=number + 1))
    remember("young", at=NOW - calls.KEPT)
    with django_assert_num_queries(7):
        assert calls.forget_calls(now=NOW) == 5
    assert list(Call.objects.values_list("key", flat=True)) == ["young"]
    assert calls.forget_calls(now=NOW) == 0
