"""An event belongs to the transaction of its act: listeners hear of it there, and an act that is taken back leaves no work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.kernel import events


@pytest.fixture(autouse=True)
def _wiring_stays() -> Iterator[None]:
    before = dict(events.wired())
    yield
    events.wire(before)


def test_every_listener_is_told_what_happened(db: None) -> None:
    told = []
    events.wire({"a.b.done": (lambda **data: told.append(("one", data)), lambda **data: told.append(("two", data)))})
    events.announce("a.b.done", subject=1)
    events.announce("a.b.undone", subject=2)
    assert told == [("one", {"subject": 1}), ("two", {"subject": 1})]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_announced_outside_of_a_transaction() -> None:
    with pytest.raises(AssertionError, match="outside of a transaction"):
        events.announce("a.b.done")


@pytest.mark.django_db(transaction=True)
def test_work_of_an_act_that_is_taken_back_is_gone() -> None:
    events.wire({"a.b.done": (lambda: app.configure_task("tests.taken_back", allow_unknown=True).defer(),)})
    with transaction.atomic():
        events.announce("a.b.done")
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.filter(task_name="tests.taken_back").exists()
    with transaction.atomic():
        events.announce("a.b.done")
    assert ProcrastinateJob.objects.filter(task_name="tests.taken_back").count() == 1
