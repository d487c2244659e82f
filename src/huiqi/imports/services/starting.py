"""Long work of an import is put into the queue; each kind of it can be started once more where a worker was killed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.db import transaction

from huiqi.imports.domain.states import State
from huiqi.imports.services.allowing import CannotImport, allowed
from huiqi.kernel import jobs
from huiqi.kernel.actor import Actor
from huiqi.kernel.models import Job
from huiqi.kernel.words import Pair

Work = Literal["check", "apply", "undo"]
_STATES: Final[Mapping[Work, tuple[State, ...]]] = {
    "check": (State.RECEIVED, State.CHECKED),
    "apply": (State.CHECKED,),
    "undo": (State.APPLIED,),
}
_TITLES: Final[Mapping[Work, Pair]] = {
    "check": ("检查", "Check"),
    "apply": ("导入", "Import"),
    "undo": ("撤销导入", "Take back"),
}


@transaction.atomic
def start_work(*, sheet: UUID, work: Work, actor: Actor, now: datetime) -> Job:
    """Put the check, the bringing in or the taking back of an import into the queue; raises CannotImport."""
    found = allowed(sheet, actor=actor, states=_STATES[work])
    if found.map is None:
        raise CannotImport("not_mapped")
    zh, en = _TITLES[work]
    title = f"{zh}：{found.file.name}", f"{en}: {found.file.name}"
    job = jobs.open_job(kind=f"imports.{work}", title=title, actor=actor, now=now)
    found.job = job.pk
    found.save(update_fields=("job",))
    jobs.put_into_queue(
        "imports.work", job=str(job.pk), sheet=str(sheet), work=work, person=str(actor.person) if actor.person else None
    )
    return job


@transaction.atomic
def look_for_duplicates(*, actor: Actor, now: datetime) -> Job:
    """Put the look for records that may be one company into the queue."""
    job = jobs.open_job(kind="register.duplicates", title=("查找重复企业", "Find duplicates"), actor=actor, now=now)
    jobs.put_into_queue("imports.duplicates", job=str(job.pk), person=str(actor.person) if actor.person else None)
    return job
