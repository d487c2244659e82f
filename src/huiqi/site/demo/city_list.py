"""What the city told of awards under its innovation policy: of 57 firms, CNY 14.5 million = 7.5 of the city + 7 of the zone (MA-01).

Of one firm more the parts do not add up, so that it gets nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from huiqi.site.demo.sisters import NOT_HERE, SISTERS

POLICY: Final = "maanshan-city-innovation-award"
RECOMMENDED: Final = "award_recommended"
# The firms: how many, whose log-in shows it, where the others begin.
FIRMS, OWNER, _START = 57, 8, 130
_WAN: Final = Decimal(10_000)
# What the city and the zone bear of an award: of the last firm, of one whose parts do not add up, of all others.
_LAST, _WRONG, _USUAL = (22 * _WAN, 28 * _WAN), (13 * _WAN, 11 * _WAN), (13 * _WAN, 12 * _WAN)


def places(size: int) -> list[int]:
    """Return which companies of a zone of a size the city was told of, the one with the log-in first, the wrong one last."""
    owners = {OWNER, *(sister.owner for sister in SISTERS)}
    others = (place for step in range(size) if (place := (_START + step) % size) not in NOT_HERE | owners)
    return [OWNER % size, *others][: FIRMS + 1]


def parts_of(size: int, number: int) -> Iterator[tuple[str, Decimal]]:
    """Yield what the list of the city says of a company: the award, what the city bears of it, what the zone does."""
    there = places(size)
    if number not in there:
        return
    at = there.index(number)
    city, zone = _WRONG if at == FIRMS else _LAST if at == FIRMS - 1 else _USUAL
    yield "firm_award", sum(_USUAL, Decimal(0)) if at == FIRMS else city + zone
    yield "firm_city_share", city
    yield "firm_zone_match", zone
