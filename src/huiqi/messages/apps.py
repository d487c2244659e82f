"""The part as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Messages."""

    name = "huiqi.messages"
    label = "huiqi_messages"
