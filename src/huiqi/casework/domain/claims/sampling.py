"""A random sample that anybody can draw again: by a seed, over identifiers, with no generator of a language's own.

The order of chance is that of SHA-256 over `seed:identifier`; the sample is the first ones in it. Stratified, every stratum gets its
share by the largest remainder, and none that has members is left out while there are enough places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Final


class Stratum(StrEnum):
    """By what a sample is stratified."""

    NONE = "none"
    CLAUSE = "clause"
    PARK = "park"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES: Final = {
    Stratum.NONE: ("不分层", "Not stratified"),
    Stratum.CLAUSE: ("按条款分层", "By clause"),
    Stratum.PARK: ("按园区分层", "By park"),
}


def chance(seed: str, identifier: str) -> str:
    """Return where an identifier stands in the order of chance of a seed."""
    return sha256(f"{seed}:{identifier}".encode()).hexdigest()


def drawn(strata: Mapping[str, Sequence[str]], size: int, *, seed: str) -> list[str]:
    """Return a sample of so many identifiers out of strata, in the order of chance; all of them where there are no more."""
    places = allotted({name: len(members) for name, members in strata.items()}, size)
    found = [
        one
        for name, members in strata.items()
        for one in sorted(members, key=lambda member: chance(seed, member))[: places[name]]
    ]
    return sorted(found, key=lambda one: chance(seed, one))


def allotted(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many of a sample fall to each stratum: one each where there is room, the rest in proportion, largest remainder first."""
    whole = sum(counts.values())
    size = min(size, whole)
    filled = sorted((name for name, count in counts.items() if count), key=lambda name: (-counts[name], name))
    places = dict.fromkeys(counts, 0)
    for name in filled[:size]:
        places[name] = 1
    left = size - min(size, len(filled))
    rest = {name: counts[name] - places[name] for name in filled}
    total = sum(rest.values())
    if not left or not total:
        return places
    quotas = {name: divmod(left * count, total) for name, count in rest.items()}
    for name, (quota, _) in quotas.items():
        places[name] += quota
    over = left - sum(quota for quota, _ in quotas.values())
    for name in sorted(quotas, key=lambda name: (-quotas[name][1], name))[:over]:
        places[name] += 1
    return places


def size_of(population: int, *, share_percent: Decimal) -> int:
    """Return how many a share of a population is, in percent, rounded up: 30% of 11 are 4."""
    return int((population * share_percent / 100).to_integral_value(ROUND_CEILING))
