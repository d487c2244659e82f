"""Telling people and their programs things, and what they wish about it."""

from __future__ import annotations

from huiqi.messages.services.calling import add_calls, forget_calls, resend_call, send_calls, try_hook
from huiqi.messages.services.hooks import CannotHook, add_hook, end_hook, rotate_secret, secret_shown, switch_hook
from huiqi.messages.services.sending import resend, send_due, write_to
from huiqi.messages.services.telling import Said, mark_all_read, mark_read, tell, tell_each, wants
from huiqi.messages.services.wishing import CannotWish, wish

__all__ = [
    "CannotHook",
    "CannotWish",
    "Said",
    "add_calls",
    "add_hook",
    "end_hook",
    "forget_calls",
    "mark_all_read",
    "mark_read",
    "resend",
    "resend_call",
    "rotate_secret",
    "secret_shown",
    "send_calls",
    "send_due",
    "switch_hook",
    "tell",
    "tell_each",
    "try_hook",
    "wants",
    "wish",
    "write_to",
]
