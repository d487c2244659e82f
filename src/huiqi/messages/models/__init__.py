"""The tables of messages, one subject a file. Only messages imports them."""

from __future__ import annotations

from huiqi.messages.models.hooks import Hook, HookCall
from huiqi.messages.models.messages import Delivery, Message
from huiqi.messages.models.wishes import Address, Wishes

__all__ = ["Address", "Delivery", "Hook", "HookCall", "Message", "Wishes"]
