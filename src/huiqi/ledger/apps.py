"""The part as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Ledger."""

    name = "huiqi.ledger"
    label = "ledger"
