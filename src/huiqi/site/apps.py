"""The site as a part of itself: home page and error pages have templates, and at the start events find their listeners."""

from __future__ import annotations

from django.apps import AppConfig

from huiqi.kernel import events


class SiteConfig(AppConfig):
    """Names the part; plain `site` is the label of nothing else here."""

    name = "huiqi.site"
    label = "site"

    def ready(self) -> None:
        """Wire events; listeners import models, which are there only now."""
        from huiqi.ledger.queries.outside import connect
        from huiqi.site.naming import Names
        from huiqi.site.wiring import WIRING

        events.wire(WIRING)
        connect(Names())
