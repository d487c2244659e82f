"""Background work of messages: every minute, what is due goes out."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.kernel.clock import read_clock
from huiqi.messages import services


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="messages.send_due", pass_context=False)
def send_due(timestamp: int) -> None:
    """Send what is due; `timestamp` is the minute it was asked for."""
    services.send_due(now=read_clock())
