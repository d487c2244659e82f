"""Tokens: made by a person for a program of theirs, shown once, ended at any time."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.accounts import digest_of
from huiqi.register.models import Token
from huiqi.register.services.allowing import tidy

LONGEST = timedelta(days=366)
_SEEN_EVERY = timedelta(minutes=5)


class CannotMakeToken(Cannot):
    """The token cannot be made."""

    messages: ClassVar[Mapping[str, Words]] = {
        "no_scope": ("至少选择一项权限。", "choose at least one scope."),
        "too_long": ("令牌最长有效一年。", "a token lasts a year at most."),
        "not_later": ("截止时间要晚于现在。", "its end has to lie after now."),
    }


@transaction.atomic
def make_token(*, name: str, scopes: Iterable[str], until: datetime, actor: Actor, now: datetime) -> tuple[Token, str]:
    """Make a token for the actor; return it with the text that programs send, which is kept nowhere. Raises CannotMakeToken."""
    assert actor.person is not None, "only a person has tokens"
    wanted = sorted(set(scopes))
    if not wanted:
        raise CannotMakeToken("no_scope")
    if until <= now:
        raise CannotMakeToken("not_later")
    if until - now > LONGEST:
        raise CannotMakeToken("too_long")
    secret = secrets.token_urlsafe(32)
    token = Token.objects.create(
        id=new_id(now),
        person_id=actor.person,
        name=tidy(name),
        secret_hash=digest_of(secret),
        scopes=wanted,
        added_at=now,
        ends_at=until,
    )
    after = {"name": token.name, "scopes": wanted, "until": until}
    audit.record("register.token.made", actor=actor, subject_kind="token", subject=token.pk, now=now, after=after)
    return token, f"huiqi_{token.pk.hex}_{secret}"


@transaction.atomic
def end_token(*, id: UUID, actor: Actor, now: datetime) -> Token:
    """End one of the actor's tokens at once; raises CannotSee."""
    token = queries.tokens(actor).select_for_update().filter(pk=id, ends_at__gt=now).first()
    if token is None:
        raise queries.CannotSee("not_found", what="token", id=id)
    token.ends_at = now
    token.save(update_fields=("ends_at",))
    audit.record("register.token.ended", actor=actor, subject_kind="token", subject=id, now=now)
    return token


def token_of(text: str, *, now: datetime) -> Token | None:
    """Return the token that a program sent, None for one that is unknown, wrong or ended."""
    prefix, _, rest = text.partition("_")
    name, _, secret = rest.partition("_")
    try:
        known = UUID(hex=name)
    except ValueError:
        return None
    found = Token.objects.filter(pk=known, ends_at__gt=now, person__account__is_active=True).first()
    if prefix != "huiqi" or found is None or not secrets.compare_digest(found.secret_hash, digest_of(secret)):
        return None
    if found.used_at is None or now - found.used_at > _SEEN_EVERY:
        Token.objects.filter(pk=known).update(used_at=now)
    return found
