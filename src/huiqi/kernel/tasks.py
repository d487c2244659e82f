"""Background work of the audit trail: looks are sealed every few minutes, everything is verified once a day."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.kernel import looks
from huiqi.kernel.clock import read_clock
from huiqi.kernel.trail_check import check_trail


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
