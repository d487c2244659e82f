"""Background work that belongs to no part alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from huiqi.kernel.clock import read_clock
from huiqi.messages import services
from huiqi.site import hooking


@app.task(name="huiqi.site.tasks.call_programs")
def call_programs(event: str, ids: list[str], at: str) -> None:
    """Tell programs of an event, and call them at once."""
    now = read_clock()
    found = [UUID(one) for one in ids]
    if hooking.tell_programs(event=event, ids=found, at=datetime.fromisoformat(at), now=now):
        services.send_calls(now=now)
