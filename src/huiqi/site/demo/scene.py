"""The invented zone on its way from its first day to now: where, who, which companies; what the parts of its life are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.site.demo.companies import SEED, Made
from huiqi_clocks import Calendar

# So many days ago everything was set up; since then people have worked.
BEGUN_DAYS_AGO = 60
# The place of the company that is kept from support.
KEPT_OUT = 9


@dataclass(frozen=True, slots=True)
class Scene:
    """Places by name, people by log-in, companies in their order, and the present moment."""

    zone: UUID
    places: Mapping[str, Any]
    people: Mapping[str, Actor]
    made: tuple[Made, ...]
    now: datetime

    def ago(self, days: int) -> datetime:
        """Return the moment so many days ago."""
        return self.now - timedelta(days=days)

    def working_day(self, days_ago: int) -> date:
        """Return the day so many working days ago, by the official calendar."""
        return Calendar.official().add(self.day(0), -days_ago)

    def working_ago(self, days_ago: int) -> datetime:
        """Return the moment so many working days ago."""
        return self.now - timedelta(days=(self.day(0) - self.working_day(days_ago)).days)

    def day(self, days_ago: int) -> date:
        """Return the day so many days ago; below 0 one that is to come."""
        return day_in_china(self.ago(days_ago))

    def some(self, start: int, count: int) -> list[UUID]:
        """Return some companies, from a place in their order on; in a small zone the same ones come round again."""
        size = len(self.made)
        return list(dict.fromkeys(self.made[(start + step) % size].id for step in range(count)))

    def draw(self, word: str) -> Random:
        """Return chances that are the same for everybody."""
        return Random(f"{SEED}/{word}")  # noqa: S311  # an invented zone needs no secret
