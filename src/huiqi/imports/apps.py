"""The part as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Imports."""

    name = "huiqi.imports"
    label = "imports"
