"""The one door to lines and what stands on them: what the actor may not see is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import NotVisible, Words
from huiqi.ledger.domain.rights import SEE_LINES
from huiqi.ledger.models import Line


class CannotSee(NotVisible):
    """There is no such row for this actor: one that is hidden and one that is not there are not told apart."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的{what} {id}。", "there is no {what} {id} that you may see."),
    }


def within_reach(actor: Actor, *roles: Role) -> QuerySet[Line]:
    """Return the lines for one of whose places the actor holds one of the roles; for the system all."""
    if actor.is_system:
        return Line.objects.all()
    reached = actor.organisations(*roles)
    return Line.objects.filter(within__overlap=sorted(reached)) if reached else Line.objects.none()


def line(actor: Actor, *, id: UUID) -> Line:
    """Return one line; raises CannotSee."""
    found = within_reach(actor, *SEE_LINES).filter(pk=id).select_related("payer", "pool").first()
    if found is None:
        raise CannotSee("not_found", what="line", id=id)
    return found
