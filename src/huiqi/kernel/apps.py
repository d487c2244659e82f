"""The kernel as a part of the site: its one table is the audit trail."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Names the part."""

    name = "huiqi.kernel"
    label = "kernel"
