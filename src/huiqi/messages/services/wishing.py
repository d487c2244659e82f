"""What a person wishes to be told where and when, and where they are reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.messages.domain.kinds import CHANNEL_NAMES, KINDS, Channel
from huiqi.messages.models import Address, Wishes

_FORMS = {
    Channel.WECOM: re.compile(r"[0-9A-Za-z-]{10,100}"),
    Channel.DINGTALK: re.compile(r"[0-9A-Za-z]{10,100}"),
    Channel.FEISHU: re.compile(r"[0-9A-Za-z-]{10,100}"),
    Channel.SMS: re.compile(r"\+?[0-9]{6,15}"),
}


class CannotWish(Cannot):
    """The address makes no sense."""

    messages: ClassVar[Mapping[str, Words]] = {
        "bad_target": ("{target!r}不是有效的{zh}地址或口令。", "{target!r} is no address or token of: {en}."),
        "half_quiet": ("免打扰时段要同时写明开始和结束。", "quiet hours need both their beginning and their end."),
    }


@transaction.atomic
def wish(
    *,
    actor: Actor,
    now: datetime,
    language: str,
    quiet_from: time | None,
    quiet_until: time | None,
    daily: bool,
    targets: Mapping[Channel, str],
    wanted: Mapping[Channel, frozenset[str]],
) -> Wishes:
    """Keep the actor's wishes: `targets` where they are reached (empty: nowhere), `wanted` the kinds for each channel.

    Raises CannotWish; nothing is kept then.
    """
    assert actor.person is not None, "only a person has wishes"
    if (quiet_from is None) != (quiet_until is None):
        raise CannotWish("half_quiet")
    for channel, target in targets.items():
        keep_address(actor.person, channel, " ".join(target.split()), now=now)
    differing = {
        channel.value: {
            key: key in kinds for key, kind in KINDS.items() if (key in kinds) != (channel in kind.channels)
        }
        for channel, kinds in wanted.items()
    }
    kept, _ = Wishes.objects.update_or_create(
        person=actor.person,
        defaults={
            "language": language,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "daily": daily,
            "choices": {channel: kinds for channel, kinds in differing.items() if kinds},
        },
    )
    after = {"channels": sorted(channel.value for channel, target in targets.items() if target), "daily": daily}
    audit.record("messages.wishes.kept", actor=actor, subject_kind="person", subject=actor.person, now=now, after=after)
    return kept


def keep_address(person: UUID, channel: Channel, target: str, *, now: datetime) -> None:
    """Keep where a person is reached on a channel; an empty target forgets it; raises CannotWish."""
    if not target:
        Address.objects.filter(person=person, channel=channel).delete()
        return
    if not makes_sense(channel, target):
        zh, en = CHANNEL_NAMES[channel]
        raise CannotWish("bad_target", target=target[:80], zh=zh, en=en)
    Address.objects.update_or_create(person=person, channel=channel, defaults={"target": target, "changed_at": now})


def makes_sense(channel: Channel, target: str) -> bool:
    """Return whether a target has the form of its channel's."""
    if channel is not Channel.MAIL:
        return bool(_FORMS[channel].fullmatch(target))
    try:
        validate_email(target)
    except ValidationError:
        return False
    return True
