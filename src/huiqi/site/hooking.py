"""Which programs are told what happened: those of people who may see what it happened to, as their rights are at that moment.

Listeners put one task into the queue, and none where no program wants to know; the task asks for each person what they see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from huiqi.kernel import jobs
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import read_clock
from huiqi.messages import queries as messages
from huiqi.messages import services
from huiqi.messages.domain.hooks import Item
from huiqi.register import queries as register

_TASK = "huiqi.site.tasks.call_programs"
Seen = Callable[[Actor, Collection[UUID]], list[Item]]


def facts_recorded(*, subjects: Iterable[UUID], facts: Iterable[str]) -> None:
    """Tell programs of whom something was recorded; which facts, they read."""
    ask("register.facts.recorded", subjects)


def correction_opened(*, correction: UUID) -> None:
    """Tell programs that a company asks for a correction."""
    ask("register.correction.opened", [correction])


def correction_closed(*, correction: UUID) -> None:
    """Tell programs that a correction was decided."""
    ask("register.correction.closed", [correction])


def pack_published(*, zone: UUID, hash: str, before: str | None) -> None:
    """Tell programs that a zone's policies were published anew."""
    ask("rulebook.pack.published", [zone])


def matches_changed(*, batch: UUID, companies: Iterable[UUID]) -> None:
    """Tell programs of companies that can get something else than before."""
    ask("casework.matches.changed", companies)


def ask(event: str, ids: Iterable[UUID]) -> None:
    """Put an event into the queue where some program wants to know of it."""
    if messages.wanting(event).exists():
        jobs.put_into_queue(_TASK, event=event, ids=[str(one) for one in ids], at=read_clock().isoformat())


def tell_programs(*, event: str, ids: Collection[UUID], at: datetime, now: datetime) -> int:
    """Put down the calls of an event; return how many there are."""
    count = 0
    for person, hooks in groupby(messages.wanting(event), key=lambda hook: hook.person):
        items = seen_by(person, event, ids, now=now)
        for hook in hooks if items else ():
            count += services.add_calls(hook=hook, event=event, items=items, at=at, now=now)
    return count


def seen_by(person: UUID, event: str, ids: Collection[UUID], *, now: datetime) -> list[Item]:
    """Return what a person may see of an event; nothing of it where the account was switched off."""
    if not register.has_account(person=person):
        return []
    return _SEEN[event](register.actor_of(person=person, now=now), ids)


def subjects(actor: Actor, ids: Collection[UUID]) -> list[Item]:
    """Return the subjects whose facts the actor may see."""
    seen = register.visible_subjects(actor, ids=ids)
    return [Item(one.kind, one.pk, f"/api/v1/organisations/{one.pk}/facts") for one in seen]


def corrections(actor: Actor, ids: Collection[UUID]) -> list[Item]:
    """Return the corrections that the actor may see."""
    seen = register.corrections(actor).filter(pk__in=ids)
    return [Item("correction", one.pk, f"/api/v1/corrections/{one.pk}") for one in seen]


def zones(actor: Actor, ids: Collection[UUID]) -> list[Item]:
    """Return the zones in which the actor holds a role: their policies are for everybody there."""
    return [Item("zone", one, f"/api/v1/policies?zone={one}") for one in ids if one in actor.zones]


_SEEN: dict[str, Seen] = {
    "register.facts.recorded": subjects,
    "register.correction.opened": corrections,
    "register.correction.closed": corrections,
    "rulebook.pack.published": zones,
    "casework.matches.changed": subjects,
}
