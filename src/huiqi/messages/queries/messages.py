"""A person's messages and wishes, and the log of deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import NotVisible, Words
from huiqi.messages.domain.kinds import Channel
from huiqi.messages.models import Address, Delivery, Message, Wishes


class CannotSeeMessage(NotVisible):
    """There is no such message for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {"not_found": ("没有这条消息。", "there is no such message.")}


def messages(actor: Actor) -> QuerySet[Message]:
    """Return the actor's own messages."""
    return Message.objects.filter(person=actor.person) if actor.person else Message.objects.none()


def message(actor: Actor, *, id: UUID) -> Message:
    """Return one of the actor's messages; raises CannotSeeMessage."""
    found = messages(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeMessage("not_found")
    return found


def unread(actor: Actor) -> int:
    """Return how many of the actor's messages are new."""
    return messages(actor).filter(read_at=None).count()


def wishes_of(actor: Actor) -> tuple[Wishes, dict[Channel, str]]:
    """Return what the actor wishes, and where they are reached."""
    assert actor.person is not None, "only a person has wishes"
    kept = Wishes.objects.filter(pk=actor.person).first() or Wishes(person=actor.person)
    return kept, {Channel(one.channel): one.target for one in Address.objects.filter(person=actor.person)}


def may_see_log(actor: Actor) -> bool:
    """Return whether the actor sees how deliveries went."""
    return actor.is_system or actor.holds(Role.ADMINISTRATOR)


def delivery_log(actor: Actor) -> QuerySet[Delivery]:
    """Return all deliveries for the administrator: channel, state, reason; what they say is between sender and person."""
    found = Delivery.objects.select_related("message").defer("message__body_zh", "message__body_en")
    return found if may_see_log(actor) else found.none()
