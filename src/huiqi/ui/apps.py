"""The look as a part of the site: templates, tags and static files."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Names the part."""

    name = "huiqi.ui"
    label = "ui"
