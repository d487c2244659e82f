"""A call with an idempotency key counts once: sent again, it gets the answer that it got."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from django.db import transaction
from ninja import Header, Schema, Status

from huiqi.kernel.calls import CallKept, keep_call, kept_call
from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import Cannot, Words
from huiqi.ui.api.scopes import ApiRequest

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=100,
        pattern=r"^[0-9A-Za-z._:-]+$",
        description="chosen by the caller; the same call sent again with it counts once",
    ),
]


class CannotRepeat(Cannot):
    """The key belongs to another call."""

    messages: ClassVar[Mapping[str, Words]] = {
        "other_call": ("这个幂等键已用于另一请求。", "this idempotency key was used for another call."),
    }


def once(request: ApiRequest, key: str, body: Schema, call: Callable[[], tuple[int, Schema]]) -> Status[Any]:
    """Make a call unless it was made before with this key; return its answer.

    Key, act and answer are kept in one transaction: a call that fails keeps nothing and may be sent again. Of two at once the
    second waits for the first. Raises CannotRepeat.
    """
    digest = hashlib.sha256(f"{request.method} {request.path}\n{body.model_dump_json()}".encode()).hexdigest()
    with transaction.atomic():
        found = kept_call(token=request.token, key=key)
        if found is not None:
            if found.digest != digest:
                raise CannotRepeat("other_call")
            return Status(found.status, found.body)
        status, answer = call()
        kept = answer.model_dump(mode="json")
        keep_call(CallKept(digest=digest, status=status, body=kept), token=request.token, key=key, now=read_clock())
    return Status(status, kept)
