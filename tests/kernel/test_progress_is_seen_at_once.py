"""How far long work is stands in its row while its transaction is still open, for others to see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from huiqi.kernel import jobs
from huiqi.kernel.models import Job
from tests.cast import NOW, SYSTEM


@pytest.fixture
def job(transactional_db: None) -> Job:
    return jobs.open_job(kind="test", title=("导入", "Import"), actor=SYSTEM, now=NOW)


def seen(job: Job) -> tuple[int, int, str]:
    """What somebody else sees, on another connection."""

    def look() -> tuple[int, int, str]:
        try:
            found = Job.objects.get(pk=job.pk)
            return found.done, found.total, found.state
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(look).result()


def fill_the_disk(job: Job) -> None:
    with jobs.at_work(job.pk) as progress, transaction.atomic():
        progress(4, 10)
        raise OSError("disk full")


def test_it_is_seen_before_the_work_is_stored(job: Job) -> None:
    with jobs.at_work(job.pk) as progress:
        with transaction.atomic():
            progress(3, 10)
            assert seen(job) == (3, 10, "running")
        progress(10, 10)
        assert seen(job) == (10, 10, "running")
    assert seen(job) == (10, 10, "done")


def test_it_is_written_now_and_then_and_at_the_end(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_SAID_EVERY_SECONDS", 3600)
    with jobs.at_work(job.pk) as progress, transaction.atomic():
        for done in range(1, 1000):
            progress(done, 1000)
        assert seen(job)[0] < 999
        progress(1000, 1000)
        assert seen(job)[0] == 1000


def test_work_that_is_taken_back_leaves_what_was_said(job: Job) -> None:
    with pytest.raises(OSError, match="full"):
        fill_the_disk(job)
    assert seen(job) == (4, 10, "failed")


def test_a_part_of_the_work_moves_its_part_of_the_whole() -> None:
    said: list[tuple[int, int]] = []
    half = jobs.part(lambda done, total: said.append((done, total)), 50, 100)
    assert list(jobs.counted("abc", total=3, progress=half)) == ["a", "b", "c"]
    half(1, 2)
    half(5, 2)
    assert said == [(100, 100), (75, 100), (100, 100)]
    jobs.part(None, 0, 100)(1, 2)
