"""What programs are told: the kinds of events, how a call is signed (Standard Webhooks), and how long a failed one waits."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

TRIAL = "hook.tried"
# What a program may ask to be told: events of docs/reference/events.md, with their names in both languages.
EVENTS: dict[str, tuple[str, str]] = {
    "register.facts.recorded": ("企业数据有新登记", "Something was recorded about a company"),
    "register.correction.opened": ("企业提出更正", "A company asks for a correction"),
    "register.correction.closed": ("更正申请有结果", "A correction was decided"),
    "casework.matches.changed": ("企业可享政策有变化", "What a company can get has changed"),
    "rulebook.pack.published": ("政策库发布新版本", "The policies were published anew"),
}
# For the log: what was sent to try a hook out stands there too.
NAMES = EVENTS | {TRIAL: ("测试", "A trial")}
# One call names so many things at most; an import of a whole register is many calls, each small.
ITEMS_MOST = 100
# How long the secret before a rotation still signs, so that a program can change over.
OVERLAP = timedelta(hours=24)
_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that an event is about: what it is, its identifier, and the path at which the API shows it."""

    kind: str
    id: UUID
    path: str


def body_of(event: str, *, at: datetime, items: Sequence[Item], site: str) -> str:
    """Return what a call says: what happened, when, and where to read about it; never a value or a name."""
    told = [{"kind": one.kind, "id": str(one.id), "address": f"{site}{one.path}"} for one in items]
    said = {"type": event, "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds"), "data": {"items": told}}
    return json.dumps(said, separators=(",", ":"))


def secret_text(secret: bytes) -> str:
    """Return a secret as libraries of Standard Webhooks take it."""
    return f"whsec_{base64.b64encode(secret).decode()}"


def headers_of(call: UUID, body: str, *, secrets: Iterable[bytes], now: datetime) -> dict[str, str]:
    """Return the headers by which a receiver knows a call: its identifier, the moment, a signature by each secret."""
    moment = int(now.timestamp())
    signed = f"{name_of(call)}.{moment}.{body}".encode()
    signatures = (base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode() for secret in secrets)
    return {
        "webhook-id": name_of(call),
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }


def name_of(call: UUID) -> str:
    """Return what a call is called; the same at every attempt, so that a receiver can tell a repetition."""
    return f"msg_{call.hex}"


def retry_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts; None where it is given up: about three days in all."""
    return _WAITS[attempts - 1] if attempts <= len(_WAITS) else None
