"""Calls of programs and forms of people that count once: what was answered under a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from huiqi.kernel.models import Call
from huiqi.kernel.waiting import wait_for

# So long a call or a form is known again. A form whose ticket is older is not taken any more (`huiqi.ui.once`).
KEPT: Final = timedelta(days=90)
_AT_ONCE: Final = 5000


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


def forget_calls(*, now: datetime) -> int:
    """Remove what was answered longer ago than it is kept, some thousands at a time; return how many."""
    old = Call.objects.filter(answered_at__lt=now - KEPT).order_by("answered_at")
    count = 0
    while some := list(old.values_list("pk", flat=True)[:_AT_ONCE]):
        count += Call.objects.filter(pk__in=some).delete()[0]
    return count
