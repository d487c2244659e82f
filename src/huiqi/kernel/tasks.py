"""Background work of the kernel: looks are sealed, the trail is verified, old calls are forgotten, and what a killed worker dropped is taken up again."""

from __future__ import annotations

from typing import Final

from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from huiqi.kernel import calls, looks
from huiqi.kernel.clock import read_clock
from huiqi.kernel.trail_check import check_trail

# Work that brought its worker down so many times is not tried again: it would do so for ever.
_ATTEMPTS_MOST: Final = 3


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="kernel.seal_looks", pass_context=False)
def seal_looks(timestamp: int) -> None:
    """Seal the looks that came since; `timestamp` is the minute it was asked for."""
    looks.seal(now=read_clock())


@app.periodic(cron="30 3 * * *")
@app.task(queueing_lock="kernel.check", pass_context=False)
def check_daily(timestamp: int) -> None:
    """Verify the trail and keep what was found; `timestamp` is the minute it was asked for."""
    check_trail(now=read_clock())


@app.periodic(cron="50 17 * * *")
@app.task(queueing_lock="kernel.forget_calls", pass_context=False)
def forget_calls(timestamp: int) -> None:
    """Remove what is remembered of old calls and forms, at night in China; `timestamp` is the minute it was asked for."""
    calls.forget_calls(now=read_clock())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="kernel.take_up_dropped", pass_context=False)
async def take_up_dropped(timestamp: int) -> None:
    """Put work into the queue again whose worker gives no sign of life any more; `timestamp` is the minute it was asked for.

    Work is kept whole or not at all, so that doing it again does it once.
    """
    for job in await app.job_manager.get_stalled_jobs():
        if job.attempts < _ATTEMPTS_MOST and not await _waits_already(job):
            await app.job_manager.retry_job(job)
        else:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


async def _waits_already(job: Job) -> bool:
    """Return whether the same work is in the queue by now: periodic work comes again by itself."""
    if job.queueing_lock is None:
        return False
    lock = job.queueing_lock
    return bool([*await app.job_manager.list_jobs_async(queueing_lock=lock, status=Status.TODO.value)])
