"""Places in a contest: the best and the worst place of each claim that competes, over all ways the unknown may turn out.

Rankings and quotas share it. A claim competes for certain when it is met; it may compete while that is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from huiqi_rules.settle.standing import Key, Known, ahead, known_part, may_precede

NAMED_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Entrant:
    """One who competes or may compete: where it is in the list of states, its name, its key, and if it is certain."""

    index: int
    subject: str
    key: Key
    certain: bool


@dataclass(frozen=True, slots=True)
class Span:
    """First place of a claim at best and at worst, and how many others are level with it, at least and at most."""

    best: int
    worst: int
    level_least: int
    level_most: int

    @property
    def settled(self) -> bool:
        """Whether nothing unknown can move the claim."""
        return self.best == self.worst and self.level_least == self.level_most


def spans(entrants: Sequence[Entrant]) -> list[Span]:
    """Return the span of places of each entrant; smaller keys stand first."""
    certain = [int(entrant.certain) for entrant in entrants]
    surely, possibly = ahead([entrant.key for entrant in entrants], certain, [1] * len(entrants))
    return [
        Span(
            best=1 + int(sure.before),
            worst=1 + int(maybe.before + maybe.open),
            level_least=int(sure.level),
            level_most=int(maybe.level),
        )
        for sure, maybe in zip(surely, possibly, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Deciders:
    """Those on whom others wait: entrants that are not certain, or whose key is not wholly known."""

    listed: tuple[tuple[Known, str], ...]

    def of(self, entrant: Entrant) -> tuple[str, ...]:
        """Return the first few subjects that may still stand before an entrant."""
        own = known_part(entrant.key)
        names: list[str] = []
        for key, subject in self.listed:
            # Sorted: after the first one that is certainly behind, all are.
            if len(names) == NAMED_MOST or not may_precede(key, own):
                break
            if subject != entrant.subject:
                names.append(subject)
        return tuple(names)


def deciders(entrants: Sequence[Entrant]) -> Deciders:
    """Return those of a contest on whom the places of others wait, best first."""
    unsure = [
        (known_part(entrant.key), entrant.subject) for entrant in entrants if not entrant.certain or None in entrant.key
    ]
    return Deciders(tuple(sorted(unsure)))
