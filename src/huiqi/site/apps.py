"""The site as a part of itself: home page and error pages have templates."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Names the part; plain `site` is the label of nothing else here."""

    name = "huiqi.site"
    label = "site"
