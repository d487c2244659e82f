"""The one way in which an application goes from standing to standing: locked, the table asked, the step written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from huiqi.casework.domain.applying.states import Doing, Standing, after
from huiqi.casework.models import Application, ApplicationStep
from huiqi.casework.services.applying.failing import CannotApply
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor


def locked(id: UUID, *, version: int | None = None) -> Application:
    """Return an application with its intake, locked; raises CannotApply where it is not as it was seen."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("intake", "company")
    found = rows.get(pk=id)
    if version is not None and found.version != version:
        last = found.steps.order_by("-pk").first()
        raise CannotApply("changed_meanwhile", name=last.by_name if last else found.saved_by_name)
    return found


def step(
    application: Application, doing: Doing, *, actor: Actor, now: datetime, reason: str = "", **fields: object
) -> None:
    """Take a locked application one step on, set further fields and keep it; raises CannotApply("not_there")."""
    standing = after(application.standing, doing)
    if standing is None:
        words = Standing(application.standing).words
        raise CannotApply("not_there", standing=words, doing=doing.words)
    application.standing, application.reason = standing.value, reason
    application.version += 1
    for name, value in fields.items():
        setattr(application, name, value)
    application.save()
    ApplicationStep.objects.create(
        application=application, doing=doing.value, standing=standing.value, at=now, by=actor.person,
        by_name=actor.name, reason="" if doing in {Doing.SAVE, Doing.FILL} else reason,
    )  # fmt: skip


def note(done: str, application: Application, *, actor: Actor, now: datetime, **said: object) -> None:
    """Write an act on an application into the audit trail."""
    after_: Mapping[str, object] = {"intake": application.intake_id, **said}
    audit.record(
        f"casework.application.{done}",
        actor=actor, subject_kind="application", subject=application.pk, organisation=application.company_id, now=now,
        after=after_,
    )  # fmt: skip
