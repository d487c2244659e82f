"""Calls of programs and forms of people that count once: what was answered under a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiqi.kernel.models import Call
from huiqi.kernel.waiting import wait_for


@dataclass(frozen=True, slots=True)
class CallKept:
    """An answer that was given: the digest of the call, and what it was answered."""

    digest: str
    status: int
    body: Any


def kept_call(*, token: str, key: str) -> CallKept | None:
    """Return what was answered under a key, None where nothing was; others with the same key wait until the transaction ends."""
    wait_for(f"{token}/{key}")
    found = Call.objects.filter(token=token, key=key).first()
    return None if found is None else CallKept(found.digest, found.status, found.body)


def keep_call(answer: CallKept, *, token: str, key: str, now: datetime) -> None:
    """Keep what was answered under a key."""
    Call.objects.create(
        token=token, key=key, digest=answer.digest, status=answer.status, body=answer.body, answered_at=now
    )
