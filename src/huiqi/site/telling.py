"""Who is told what happened: listeners that put a message into the boxes of those concerned, in the transaction of the act."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from huiqi.kernel.actor import Role, system
from huiqi.kernel.clock import read_clock
from huiqi.messages import services as messages
from huiqi.register import queries as register
from huiqi.register.domain.rights import OWN

_SYSTEM = system("messages")


def correction_opened(*, correction: UUID) -> None:
    """Tell the service officers of the place that a company asks for a correction."""
    found = register.correction(_SYSTEM, id=correction)
    company, now = found.subject.organisation, read_clock()
    said = messages.Said(
        kind="correction.opened",
        key=f"correction.opened/{correction}",
        title=(f"{company.name}申请更正数据", f"{company.name} asks for a correction"),
        body=(found.reason, found.reason),
        link=reverse("companies:correction", args=[correction]),
    )
    officers = register.holders(organisation=company.pk, roles=(Role.SERVICE_OFFICER,), now=now)
    messages.tell(persons=officers, said=said, now=now)


def correction_closed(*, correction: UUID) -> None:
    """Tell the people of the company how its correction was decided."""
    found = register.correction(_SYSTEM, id=correction)
    company, now = found.subject.organisation, read_clock()
    accepted = found.status == "accepted"
    said = messages.Said(
        kind="correction.closed",
        key=f"correction.closed/{correction}",
        title=("更正申请已采纳", "The correction was accepted")
        if accepted
        else ("更正申请未采纳", "The correction was refused"),
        body=(found.decision, found.decision),
        link=reverse("companies:correction", args=[correction]),
    )
    people = register.holders(organisation=company.pk, roles=OWN, now=now)
    messages.tell(persons=people, said=said, now=now)
