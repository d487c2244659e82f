"""Background work of casework: carrying out runs."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from procrastinate.contrib.django import app

from huiqi.casework import queries, services
from huiqi.kernel import jobs
from huiqi.kernel.actor import system
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register


@app.task(name="huiqi.casework.tasks.carry_out_run")
def carry_out_run(run: str) -> None:
    """Carry out a run with the rights that the one who started it has now."""
    now = read_clock()
    waiting = queries.run_of(system("worker"), id=UUID(run))
    with jobs.at_work(waiting.job) as progress:
        by = waiting.started_by
        actor = register.actor_of(person=by, now=now) if by else system(waiting.started_by_name)
        done = services.carry_out(id=waiting.pk, actor=actor, now=now, progress=progress)
        jobs.finish_with(waiting.job, result=reverse("casework:run", args=[done.pk]))
