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
from huiqi.register import services as register

_WORK = {"check": services.check_sheet, "apply": services.apply_sheet, "undo": services.undo_sheet}


@app.task(name="imports.work")
def work(*, job: str, sheet: str, work: str, person: str | None) -> None:
    """Check an import, bring it in, or take it back, with the rights that its starter has now."""
    now = read_clock()
    actor = queries.actor_of(person=UUID(person), now=now) if person else system("import")
    with jobs.at_work(UUID(job)) as progress:
        jobs.finish_with(UUID(job), result=reverse("imports:sheet", args=(sheet,)))
        _WORK[work](sheet=UUID(sheet), actor=actor, now=now, progress=progress)


@app.task(name="imports.duplicates")
def duplicates(*, job: str, person: str | None) -> None:
    """Look for records that may be one company, with the rights that the starter has now."""
    now = read_clock()
    actor = queries.actor_of(person=UUID(person), now=now) if person else system("duplicates")
    with jobs.at_work(UUID(job)):
        jobs.finish_with(UUID(job), result=f"{reverse('imports:duplicates')}?state=open")
        register.find_duplicates(actor=actor, now=now)
