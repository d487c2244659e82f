"""The register as a part of the site."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Names the part."""

    name = "huiqi.register"
    label = "register"
