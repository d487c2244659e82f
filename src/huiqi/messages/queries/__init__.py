"""Reading messages: everybody their own; the administrator how deliveries went, without what they say."""

from __future__ import annotations

from huiqi.messages.queries.hooks import CannotSeeHook, hook, hook_call, hook_calls, hooks, own_hooks, wanting
from huiqi.messages.queries.messages import (
    CannotSeeMessage,
    delivery_log,
    may_see_log,
    message,
    messages,
    unread,
    wishes_of,
)

__all__ = [
    "CannotSeeHook",
    "CannotSeeMessage",
    "delivery_log",
    "hook",
    "hook_call",
    "hook_calls",
    "hooks",
    "may_see_log",
    "message",
    "messages",
    "own_hooks",
    "unread",
    "wanting",
    "wishes_of",
]
