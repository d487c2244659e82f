"""Webhooks: a person names an address and what it is to be told; the secret is shown once, and can be made anew."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.messages import queries
from huiqi.messages.domain.hooks import EVENTS, OVERLAP, secret_text
from huiqi.messages.domain.outside import is_inner_name, target_of
from huiqi.messages.models import Hook, HookCall

MOST = 10


class CannotHook(Cannot):
    """The webhook cannot be kept."""

    messages: ClassVar[Mapping[str, Words]] = {
        "bad_address": (
            "请填写https地址，如 https://example.cn/huiqi，不带用户名和#。",
            "give an https address such as https://example.cn/huiqi, without user name and #.",
        ),
        "inside": (
            "这个地址在内部网络，系统不会推送。",
            "this address lies in an internal network, which is not called.",
        ),
        "no_event": ("至少选择一类事件。", "choose at least one event."),
        "too_many": ("每人最多{most}个推送地址。", "a person has {most} webhooks at most."),
        "not_on": ("请先启用这个推送地址。", "switch this webhook on first."),
    }


@transaction.atomic
def add_hook(*, name: str, address: str, events: Iterable[str], actor: Actor, now: datetime) -> tuple[Hook, str]:
    """Add a webhook of the actor; return it with its secret, which is shown this once. Raises CannotHook."""
    assert actor.person is not None, "only a person has webhooks"
    wanted = sorted(set(events) & set(EVENTS))
    if not wanted:
        raise CannotHook("no_event")
    require_outside(address)
    if queries.own_hooks(actor).count() >= MOST:
        raise CannotHook("too_many", most=MOST)
    hook = Hook.objects.create(
        id=new_id(now),
        person=actor.person,
        person_name=actor.name[:200],
        zones=sorted(actor.zones),
        name=" ".join(name.split()),
        address=address,
        events=wanted,
        salt=secrets.token_hex(32),
        added_at=now,
    )
    after = {"address": address, "events": wanted}
    audit.record("messages.hook.added", actor=actor, subject_kind="hook", subject=hook.pk, now=now, after=after)
    return hook, secret_text(secret_of(hook, hook.salt))


def require_outside(address: str) -> None:
    """See that an address can be called, as far as can be seen without asking anybody; raises CannotHook."""
    target = target_of(address)
    if target is None:
        raise CannotHook("bad_address")
    if is_inner_name(target.host, allowed=settings.HOOK_NETWORKS):
        raise CannotHook("inside")


def secret_of(hook: Hook, salt: str) -> bytes:
    """Return the secret that belongs to a salt: who has the tables alone cannot sign."""
    return salted_hmac("huiqi.messages.hook", f"{hook.pk}/{salt}", algorithm="sha256").digest()


def secret_shown(*, id: UUID, actor: Actor) -> str:
    """Return the secret of a webhook that the actor has made, once more for the call that made it; raises CannotSeeHook."""
    assert actor.person is not None, "only a person has webhooks"
    hook = Hook.objects.filter(pk=id, person=actor.person).first()
    if hook is None:
        raise queries.CannotSeeHook("not_found")
    return secret_text(secret_of(hook, hook.salt))


@transaction.atomic
def rotate_secret(*, id: UUID, actor: Actor, now: datetime) -> tuple[Hook, str]:
    """Make a new secret of one of the actor's webhooks; the old one signs as well for a day. Raises CannotSeeHook."""
    hook = held(queries.own_hooks(actor).filter(pk=id).values_list("pk", flat=True).first())
    hook.old_salt, hook.old_until, hook.salt = hook.salt, now + OVERLAP, secrets.token_hex(32)
    hook.save(update_fields=("old_salt", "old_until", "salt"))
    audit.record("messages.hook.renewed", actor=actor, subject_kind="hook", subject=id, now=now)
    return hook, secret_text(secret_of(hook, hook.salt))


def held(id: UUID | None) -> Hook:
    """Return a webhook and keep others from changing it; raises CannotSeeHook where there is none."""
    if id is None:
        raise queries.CannotSeeHook("not_found")
    return Hook.objects.select_for_update().get(pk=id)


@transaction.atomic
def switch_hook(*, id: UUID, on: bool, actor: Actor, now: datetime) -> Hook:
    """Switch a webhook off or on: whoever sees it may stop it, only its owner may start it. Raises CannotSeeHook."""
    seen = queries.own_hooks(actor) if on else queries.hooks(actor)
    hook = held(seen.filter(pk=id).values_list("pk", flat=True).first())
    hook.state = Hook.State.ON if on else Hook.State.OFF
    hook.save(update_fields=("state",))
    if not on:
        drop_waiting(hook)
    code = "messages.hook.switched_on" if on else "messages.hook.switched_off"
    audit.record(code, actor=actor, subject_kind="hook", subject=id, now=now)
    return hook


@transaction.atomic
def end_hook(*, id: UUID, actor: Actor, now: datetime) -> Hook:
    """End a webhook for good; its log stays as long as other calls do. Raises CannotSeeHook."""
    hook = held(queries.hooks(actor).filter(pk=id).values_list("pk", flat=True).first())
    hook.state = Hook.State.ENDED
    hook.save(update_fields=("state",))
    drop_waiting(hook)
    audit.record("messages.hook.ended", actor=actor, subject_kind="hook", subject=id, now=now)
    return hook


def drop_waiting(hook: Hook) -> None:
    """Note of what waits that it was stopped; it can be sent again later. What is being sent at this moment is left to that."""
    waiting = HookCall.objects.filter(hook=hook, state=HookCall.State.WAITING).select_for_update(skip_locked=True)
    HookCall.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        state=HookCall.State.FAILED, problem="stopped", detail=""
    )
