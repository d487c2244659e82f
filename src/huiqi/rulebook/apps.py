"""The part as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """Rulebook."""

    name = "huiqi.rulebook"
    label = "rulebook"
