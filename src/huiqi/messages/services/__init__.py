"""Telling people things, and what they wish about it."""

from __future__ import annotations

from huiqi.messages.services.sending import resend, send_due
from huiqi.messages.services.telling import Said, mark_all_read, mark_read, tell, wants
from huiqi.messages.services.wishing import CannotWish, wish

__all__ = ["CannotWish", "Said", "mark_all_read", "mark_read", "resend", "send_due", "tell", "wants", "wish"]
