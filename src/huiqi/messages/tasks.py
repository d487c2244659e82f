"""Background work of messages: every minute, what is due goes out to people and to their programs."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.kernel.clock import read_clock
from huiqi.messages import services


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="messages.send_due", pass_context=False)
def send_due(timestamp: int) -> None:
    """Send what is due; `timestamp` is the minute it was asked for."""
    services.send_due(now=read_clock())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="messages.send_calls", pass_context=False)
def send_calls(timestamp: int) -> None:
    """Call the programs that wait to be told; `timestamp` is the minute it was asked for."""
    services.send_calls(now=read_clock())


@app.task(name="huiqi.messages.tasks.call_now")
def call_now() -> None:
    """Call the programs that wait to be told, at once: somebody is looking."""
    services.send_calls(now=read_clock())


@app.periodic(cron="20 4 * * *")
@app.task(queueing_lock="messages.forget_calls", pass_context=False)
def forget_calls(timestamp: int) -> None:
    """Remove calls of programs that are older than a month; `timestamp` is the minute it was asked for."""
    services.forget_calls(now=read_clock())
