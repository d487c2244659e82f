"""Work that is killed half-way leaves nothing half done, and is done when it is started once more."""

from __future__ import annotations

import multiprocessing
import os
import signal

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from huiqi.imports import services, tasks
from huiqi.imports.services import applying
from huiqi.kernel.clock import read_clock
from huiqi.kernel.models import Job
from huiqi.register.models import Fact, Organisation, Standing
from tests.cast import make_cast
from tests.imports.desk import FREE, HEADER, Desk, make_desk

ROWS = (HEADER, *((code, f"新企业{code[-5:]}有限公司", 5, 6) for code in FREE))


@pytest.fixture
def open_desk(transactional_db: None) -> Desk:
    return make_desk(make_cast())


def started(desk: Desk) -> Job:
    found = desk.checked(ROWS)
    return services.start_work(sheet=found.pk, work="apply", actor=desk.officer, now=read_clock())


def work(job: Job) -> None:
    from huiqi.imports.models import SheetImport

    found = SheetImport.objects.get(job=job.pk)
    tasks.work(job=str(job.pk), sheet=str(found.pk), work="apply", person=str(job.owner))


def killed_while_writing(job: Job) -> None:
    """In a process of its own: dies, as by `kill -9`, when companies are written and facts are not."""
    connections.close_all()

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    applying.record_batch = die
    work(job)


def test_a_killed_worker_leaves_nothing_and_the_work_can_be_done_again(open_desk: Desk) -> None:
    job = started(open_desk)
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=killed_while_writing, args=(job,))
    process.start()
    process.join(300)
    assert process.exitcode == -signal.SIGKILL
    job.refresh_from_db()
    assert job.state == "running"
    assert Organisation.objects.filter(kind="company").count() == 2
    assert not Fact.objects.exists()
    again = services.start_work(sheet=open_desk_import(job), work="apply", actor=open_desk.officer, now=read_clock())
    work(again)
    assert Organisation.objects.filter(kind="company").count() == 7
    assert Fact.objects.count() == Standing.objects.count() * 2 == 10
    again.refresh_from_db()
    assert again.state == "done"


def open_desk_import(job: Job) -> object:
    from huiqi.imports.models import SheetImport

    return SheetImport.objects.get(job=job.pk).pk


def test_a_failure_is_told_to_the_one_who_started_it(open_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    job = started(open_desk)

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(applying, "record_batch", fail)
    with pytest.raises(OSError, match="disk full"):
        work(job)
    job.refresh_from_db()
    assert (job.state, job.problem) == ("failed", "OSError: disk full")
    assert Organisation.objects.filter(kind="company").count() == 2


def test_a_database_that_goes_away_leaves_nothing_and_the_work_can_be_done_again(
    open_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = started(open_desk)
    record = applying.record_batch

    def cut_off(*arguments: object, **named: object) -> object:
        with psycopg.connect(**connection.get_connection_params()) as other:
            other.execute("select pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        return record(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(applying, "record_batch", cut_off)
        with pytest.raises(OperationalError):
            work(job)
    job.refresh_from_db()
    assert (job.state, "数据库中断了" in job.problem) == ("failed", True)
    assert Organisation.objects.filter(kind="company").count() == 2
    again = services.start_work(sheet=open_desk_import(job), work="apply", actor=open_desk.officer, now=read_clock())
    work(again)
    assert Fact.objects.count() == Standing.objects.count() * 2 == 10
