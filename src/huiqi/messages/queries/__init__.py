"""Reading messages: everybody their own; the administrator how deliveries went, without what they say."""

from __future__ import annotations

from huiqi.messages.queries.messages import (
    CannotSeeMessage,
    delivery_log,
    may_see_log,
    message,
    messages,
    unread,
    wishes_of,
)

__all__ = ["CannotSeeMessage", "delivery_log", "may_see_log", "message", "messages", "unread", "wishes_of"]
