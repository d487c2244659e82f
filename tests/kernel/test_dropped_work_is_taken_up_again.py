"""Work whose worker was killed is put into the queue again, a few times at most; work of a worker that lives is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.kernel import tasks

pytestmark = pytest.mark.django_db
LONG_AGO, JUST_NOW = timedelta(minutes=5), timedelta(seconds=1)


def test_work_of_a_worker_that_was_killed_waits_again() -> None:
    dropped, going_on = taken(worker(LONG_AGO)), taken(worker(JUST_NOW))
    take_up()
    assert status_of(dropped) == "todo"
    assert status_of(going_on) == "doing"


def test_work_that_kills_its_worker_again_and_again_is_given_up() -> None:
    dropped = taken(worker(LONG_AGO), attempts=3)
    take_up()
    assert status_of(dropped) == "failed"


def test_periodic_work_that_waits_already_is_not_asked_for_twice() -> None:
    dropped = taken(worker(LONG_AGO), lock="kernel.check")
    waiting = app.configure_task("kernel.check", queueing_lock="kernel.check").defer()
    take_up()
    assert (status_of(dropped), status_of(waiting)) == ("failed", "todo")


def take_up() -> None:
    async_to_sync(tasks.take_up_dropped.func)(timestamp=0)


def worker(silent_for: timedelta) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s) returning id", [silent_for]
        )
        return int(cursor.fetchone()[0])


def taken(by: int, *, attempts: int = 0, lock: str | None = None) -> int:
    job = app.configure_task("some.work", queueing_lock=lock).defer()
    ProcrastinateJob.objects.filter(pk=job).update(status="doing", worker_id=by, attempts=attempts)
    return int(job)


def status_of(job: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job).status)
