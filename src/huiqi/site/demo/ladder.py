"""Which invented companies aim at which title this year and next."""

from __future__ import annotations

from huiqi.register import services
from huiqi.site.demo.places import DEMO
from huiqi.site.demo.scene import Scene

_AIMS = (
    ("hnte", "pool", 40, 15), ("hnte", "guided", 60, 10), ("hnte", "applied", 75, 8),
    ("specialised_sme", "guided", 90, 6), ("little_giant", "applied", 100, 3),
)  # fmt: skip


def aim(scene: Scene) -> None:
    """Put companies down for titles."""
    year = scene.day(0).year
    for kind, stage, start, count in _AIMS:
        services.nominate(
            companies=scene.some(start, count), kind=kind, year=year, stage=stage, source="培育库(虚构)",
            actor=DEMO, now=scene.ago(50),
        )  # fmt: skip
