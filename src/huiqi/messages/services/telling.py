"""A message is said once, and goes out on the channels that the person wants, when the person wants it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.kernel.arrays import among
from huiqi.kernel.ids import new_id, new_ids
from huiqi.kernel.planner import count_after
from huiqi.messages.domain import timing
from huiqi.messages.domain.kinds import KINDS, Channel, Kind
from huiqi.messages.models import Address, Delivery, Message, Wishes


@dataclass(frozen=True, slots=True)
class Said:
    """A message: titles and bodies in Chinese and English, a page of the site, and the key under which it is said once."""

    kind: str
    key: str
    title: tuple[str, str]
    body: tuple[str, str] = ("", "")
    link: str = ""


def tell(*, persons: Iterable[UUID], said: Said, now: datetime) -> int:
    """Say something to people; return how many had not been told yet.

    The caller's transaction holds the message and its cause, or neither. Nothing is sent here: `send_due` does that.
    """
    return tell_each([(persons, said)], now=now)


@transaction.atomic
def tell_each(sayings: Iterable[tuple[Iterable[UUID], Said]], *, now: datetime) -> int:
    """Say several things, each to some people, as `tell` does one; return how many messages are new."""
    wanted = [(person, said) for persons, said in sayings for person in sorted(set(persons))]
    messages = [
        Message(
            id=key,
            person=person,
            kind=KINDS[said.kind].key,
            key=said.key,
            title_zh=said.title[0],
            title_en=said.title[1],
            body_zh=said.body[0],
            body_en=said.body[1],
            link=said.link,
            added_at=now,
        )
        for key, (person, said) in zip(new_ids(now, len(wanted)), wanted, strict=True)
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=1000)
    count_after(len(messages))
    fresh = set(Message.objects.filter(pk__in=among([one.pk for one in messages])).values_list("pk", flat=True))
    new = [one for one in messages if one.pk in fresh]
    Delivery.objects.bulk_create(deliveries(new, now=now), batch_size=1000)
    return len(new)


def deliveries(messages: list[Message], *, now: datetime) -> list[Delivery]:
    """Return what is to be sent of new messages."""
    persons = [one.person for one in messages]
    wishes = {one.pk: one for one in Wishes.objects.filter(pk__in=among(persons))}
    reached: dict[UUID, list[Address]] = {}
    for address in Address.objects.filter(person__in=among(persons)).order_by("channel"):
        reached.setdefault(address.person, []).append(address)
    found = []
    for message in messages:
        wish = wishes.get(message.person) or Wishes(person=message.person)
        kind, due = KINDS[message.kind], now
        if not kind.is_urgent:
            due = timing.due(now, quiet_from=wish.quiet_from, quiet_until=wish.quiet_until, daily=wish.daily)
        found += [
            Delivery(id=new_id(now), message=message, channel=one.channel, target=one.target, due_at=due)
            for one in reached.get(message.person, ())
            if wants(wish, Channel(one.channel), kind)
        ]
    return found


def wants(wish: Wishes, channel: Channel, kind: Kind) -> bool:
    """Return whether a person wants a kind on a channel; what they did not decide, the kind's own rule does."""
    said = wish.choices.get(channel.value, {}).get(kind.key)
    return bool(said) if said is not None else channel in kind.channels


@transaction.atomic
def mark_read(*, id: UUID, actor: Actor, now: datetime) -> None:
    """Note that the actor has read one of their messages."""
    own(actor).filter(pk=id, read_at=None).update(read_at=now)


@transaction.atomic
def mark_all_read(*, actor: Actor, now: datetime) -> int:
    """Note that the actor has read everything; return how many were new."""
    return own(actor).filter(read_at=None).update(read_at=now)


def own(actor: Actor) -> QuerySet[Message]:
    """Return the actor's messages; the system and visitors have none."""
    return Message.objects.filter(person=actor.person) if actor.person else Message.objects.none()
