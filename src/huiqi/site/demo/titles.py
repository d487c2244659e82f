"""Titles of the invented companies: most hold for years, some run out soon, some have run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from huiqi.register import services
from huiqi.site.demo.companies import SEED, Made
from huiqi.site.demo.places import DEMO

_YEARS = 3
_TITLES = (
    ("hnte", "hnte", 1.0),
    ("specialised_sme", "specialised_title", 1.0),
    ("little_giant", "specialised_title", 0.12),
)


def make_titles(made: tuple[Made, ...], now: datetime, *, today: date) -> int:
    """Record the titles; return how many."""
    return services.record_titles(said=list(titles_of(made, today)), actor=DEMO, now=now)


def titles_of(made: tuple[Made, ...], today: date) -> Iterator[tuple[UUID, services.TitleSaid]]:
    """Yield companies and their titles, given on a day of the last three years."""
    for number, one in enumerate(made):
        draw = Random(f"{SEED}/{number}/titles")  # noqa: S311  # invented companies need no secret
        for kind, truth, share in _TITLES:
            if one.company.truths.get(truth) is True and draw.random() < share:
                start = today - timedelta(days=draw.randrange(70, _YEARS * 365 + 40))
                yield (
                    one.id,
                    services.TitleSaid(
                        kind=kind,
                        valid_from=start,
                        valid_to=start.replace(year=start.year + _YEARS, day=min(start.day, 28)),
                        level="national" if kind != "specialised_sme" else "provincial",
                        number=f"{kind[:2].upper()}{start.year}{number:06d}",
                        source="认定文件(虚构)",
                    ),
                )
