"""Verifying the audit trail on request; what is found is kept, and that it was asked for is in the trail itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit, jobs
from huiqi.kernel.actor import Actor
from huiqi.kernel.models import Job
from huiqi.kernel.trail_check import Checked, check_trail
from huiqi.kernel.words import Pair
from huiqi.register.domain.rights import SEE_TRAIL
from huiqi.register.services.allowing import CannotKeep

_TASK = "huiqi.register.tasks.check_trail"


@transaction.atomic
def ask_for_check(*, title: Pair, actor: Actor, now: datetime) -> Job:
    """Have the trail verified by a worker, for an auditor; raises CannotKeep("not_allowed")."""
    if not actor.holds(*SEE_TRAIL):
        raise CannotKeep("not_allowed", actor=actor.name, organisation="the audit trail")
    job = jobs.open_job(kind="kernel.check_trail", title=title, actor=actor, now=now)
    audit.record("register.trail.check_asked", actor=actor, subject_kind="trail", subject=job.pk, now=now)
    jobs.put_into_queue(_TASK, job=str(job.pk))
    return job


def do_check(*, job: UUID, result: str, now: datetime) -> Checked:
    """Verify the trail for a job; `result` is the page that shows what was found."""
    with jobs.at_work(job):
        checked = check_trail(now=now)
        jobs.finish_with(job, result=result)
    return checked
