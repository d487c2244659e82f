"""Hooks: everybody their own; the administrator of a zone all that its people have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import NotVisible, Words
from huiqi.messages.models import Hook, HookCall


class CannotSeeHook(NotVisible):
    """There is no such hook or call for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {"not_found": ("没有这个推送地址。", "there is no such webhook.")}


def own_hooks(actor: Actor) -> QuerySet[Hook]:
    """Return the actor's hooks that have not ended."""
    found = Hook.objects.exclude(state=Hook.State.ENDED)
    return found.filter(person=actor.person) if actor.person else found.none()


def hooks(actor: Actor) -> QuerySet[Hook]:
    """Return the hooks that the actor may see and stop."""
    found = Hook.objects.exclude(state=Hook.State.ENDED)
    if actor.is_system:
        return found
    if actor.person is None:
        return found.none()
    return found.filter(Q(person=actor.person) | Q(zones__overlap=sorted(actor.organisations(Role.ADMINISTRATOR))))


def hook(actor: Actor, *, id: UUID) -> Hook:
    """Return one; raises CannotSeeHook."""
    found = hooks(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeHook("not_found")
    return found


def hook_calls(actor: Actor, *, hook: UUID) -> QuerySet[HookCall]:
    """Return the calls of a hook that the actor may see."""
    return HookCall.objects.filter(hook=hook, hook__in=hooks(actor)).defer("body")


def hook_call(actor: Actor, *, hook: UUID, id: UUID) -> HookCall:
    """Return one call with its hook; raises CannotSeeHook."""
    found = HookCall.objects.filter(pk=id, hook=hook, hook__in=hooks(actor)).select_related("hook").first()
    if found is None:
        raise CannotSeeHook("not_found")
    return found


def wanting(event: str) -> QuerySet[Hook]:
    """Return the hooks that are on and want an event."""
    return Hook.objects.filter(state=Hook.State.ON, events__contains=[event]).order_by("person", "id")
