"""Background work of imports. Each can be done twice: what was done already is left as it is."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from procrastinate.contrib.django import app

from huiqi.imports import services
from huiqi.kernel import jobs
from huiqi.kernel.actor import system
from huiqi.kernel.clock import read_clock
from huiqi.register import queries

_WORK = {"check": services.check_sheet, "apply": services.apply_sheet, "undo": services.undo_sheet}


@app.task(name="imports.work")
def work(*, job: str, sheet: str, work: str, person: str | None) -> None:
    """Check an import, bring it in, or take it back, with the rights that its starter has now."""
    now = read_clock()
    actor = queries.actor_of(person=UUID(person), now=now) if person else system("import")
    with jobs.at_work(UUID(job)) as progress:
        jobs.finish_with(UUID(job), result=reverse("imports:sheet", args=(sheet,)))
        _WORK[work](sheet=UUID(sheet), actor=actor, now=now, progress=progress)
