"""Background work of the register."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from procrastinate.contrib.django import app

from huiqi.kernel.clock import read_clock
from huiqi.register import services


@app.task(name="huiqi.register.tasks.check_trail")
def check_trail(job: str) -> None:
    """Verify the audit trail for whoever asked."""
    services.do_check(job=UUID(job), result=reverse("register:trail"), now=read_clock())
