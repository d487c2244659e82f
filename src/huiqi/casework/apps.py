"""The part as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework."""

    name = "huiqi.casework"
    label = "casework"
