"""Long work with visible progress: a row that the worker writes on and the owner's page asks.

Progress is written outside of the work's own transaction, so that it is seen while the work goes on, and so that a work that
fails or is killed leaves its row and nothing else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final, TypeVar
from uuid import UUID

import psycopg
from django.db import InterfaceError, OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import Cannot, NotVisible, Words
from huiqi.kernel.ids import new_id
from huiqi.kernel.models import Job
from huiqi.kernel.outages import Outage, outage
from huiqi.kernel.words import Pair

Progress = Callable[[int, int], None]
_PROBLEM_MOST = 2000
_SAID_EVERY_SECONDS: Final = 0.3
_COUNTED_EACH: Final = 4096
_PATIENCE_SECONDS: Final = 60
_STEP_SECONDS: Final = 0.5
_OUTAGES: Final[Mapping[Outage | None, Words]] = {
    Outage.DISK_FULL: (
        "服务器磁盘已满。请管理员清理空间后重新开始，以前保存的不受影响。",
        "The server's disk is full: have room made, then start again. What was saved before is safe.",
    ),
    Outage.DATABASE_GONE: (
        "数据库中断了，请重新开始。以前保存的不受影响。",
        "The database went away: start again. What was saved before is safe.",
    ),
}
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class CannotSeeJob(NotVisible):
    """There is no such work of this actor."""

    messages: ClassVar[Mapping[str, Words]] = {"not_found": ("没有这项后台任务。", "there is no such work.")}


def open_job(*, kind: str, title: Pair, actor: Actor, now: datetime) -> Job:
    """Add a row for work that is to be done by a worker; its title in both languages, what is too long of it is cut."""
    zh, en = (one[:200] for one in title)
    return Job.objects.create(id=new_id(now), kind=kind, title_zh=zh, title_en=en, owner=actor.person, added_at=now)


def put_into_queue(task: str, /, **arguments: Any) -> None:
    """Ask for a task, by its full name (`huiqi.casework.tasks.carry_out_run`), once the transaction at hand is committed.

    Services ask by name: tasks are doors above them. Arguments are what JSON can hold.
    """
    assert connection.in_atomic_block, (
        f"{task} is asked for outside of a transaction: it could be done without its cause"
    )
    asked = app.configure_task(task)
    # In a worker the application asks over a connection of its own: the task would be there before its cause, or without it.
    asked.job_manager = JobManager(DjangoConnector())
    asked.defer(**arguments)


def job_of(actor: Actor, *, id: UUID) -> Job:
    """Return a job of the actor; raises CannotSeeJob."""
    found = Job.objects.filter(pk=id).first()
    if found is None or not (actor.is_system or (actor.person is not None and found.owner == actor.person)):
        raise CannotSeeJob("not_found")
    return found


def own_job(actor: Actor, *, id: UUID) -> Job | None:
    """Return a job where it is the actor's, for a page that others may see as well; None where it is not."""
    try:
        return job_of(actor, id=id)
    except CannotSeeJob:
        return None


def failed_among(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of some jobs were not finished and are not tried again by themselves, for pages that others may see as well."""
    return frozenset(Job.objects.filter(pk__in=list(ids), state=Job.State.FAILED).values_list("pk", flat=True))


@contextmanager
def at_work(id: UUID) -> Iterator[Progress]:
    """Mark a job as running, then as done or failed; the value is called with (done, total) as the work goes on.

    An expected failure (Cannot) is kept in both languages for the owner and ends here; any other is kept and raised.
    """
    Job.objects.filter(pk=id).update(state=Job.State.RUNNING, started_at=read_clock(), done=0, total=0, problem="")
    teller = _Teller(id)
    try:
        try:
            yield teller.say
        finally:
            teller.close()
    except Cannot as error:
        _end(id, Job.State.FAILED, f"{error.said(english=False)}\n{error.said(english=True)}")
    except BaseException as error:
        _end(id, Job.State.FAILED, _problem(error))
        raise
    else:
        _end(id, Job.State.DONE, "")


def finish_with(id: UUID, *, result: str) -> None:
    """Say where the result of a job is."""
    Job.objects.filter(pk=id).update(result=result)


def part(progress: Progress | None, first: int, last: int) -> Progress:
    """Return the progress of a part of some work, which takes the whole from `first` to `last` per cent."""

    def say(done: int, total: int) -> None:
        if progress is not None:
            progress(first + (last - first) * min(done, total) // total if total else last, 100)

    return say


def counted(items: Iterable[_T], *, total: int, progress: Progress | None) -> Iterator[_T]:
    """Yield items and tell how many have passed, now and then."""
    done = 0
    for done, item in enumerate(items, start=1):
        if progress is not None and done % _COUNTED_EACH == 0:
            progress(done, total)
        yield item
    if progress is not None:
        progress(done, total)


@dataclass(slots=True)
class _Teller:
    """Writes progress down a few times a second; while a transaction stores, on a connection of its own: others see it at once."""

    id: UUID
    own: psycopg.Connection[Any] | None = None
    said_at: float = float("-inf")
    is_over: bool = False

    def say(self, done: int, total: int) -> None:
        if self.is_over or (done < total and time.monotonic() - self.said_at < _SAID_EVERY_SECONDS):
            return
        self.said_at = time.monotonic()
        if not connection.in_atomic_block:
            Job.objects.filter(pk=self.id).update(done=done, total=total)
            return
        try:
            if self.own is None:
                self.own = psycopg.connect(**connection.get_connection_params(), autocommit=True)
                # Nobody waits for the disk, nor for a row that somebody holds, to see a bar move.
                self.own.execute("set synchronous_commit = off; set lock_timeout = '1s'")
            self.own.execute("update kernel_job set done = %s, total = %s where id = %s", [done, total, self.id])
        except psycopg.OperationalError as error:
            # The work itself goes on: it does not hang on being watched.
            _log.warning("the progress of job %s is not told any more: %s", self.id, error)
            self.is_over = True

    def close(self) -> None:
        if self.own is not None:
            self.own.close()


def _problem(error: BaseException) -> str:
    """Return why some work failed: in words where its owner can only wait, else as it is, for whoever looks after the server."""
    words = _OUTAGES.get(outage(error))
    return "\n".join(words) if words else f"{type(error).__name__}: {error}"


def _end(id: UUID, state: Job.State, problem: str) -> None:
    """Write down how a job ended; where the database is gone, when it is there again, which takes its keeper seconds."""
    given_up_at = time.monotonic() + _PATIENCE_SECONDS
    while True:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        try:
            Job.objects.filter(pk=id).update(state=state, problem=problem[:_PROBLEM_MOST], ended_at=read_clock())
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > given_up_at:
                raise
            time.sleep(_STEP_SECONDS)
        else:
            return
