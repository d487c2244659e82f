"""What a change does to companies: for whom it is better, for whom worse, for whom both, and for whom nobody can tell."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from huiqi.casework.domain.answers import NOT_MET, Answers
from huiqi.casework.domain.comparing import changes, same_rows
from huiqi.casework.domain.groups import Grouping
from huiqi.kernel.words import Pair

EFFECTS: Final[Mapping[str, Pair]] = {
    "better": ("受益", "Win"),
    "worse": ("受损", "Lose"),
    "both": ("有增有减", "Win and lose"),
    "unsure": ("尚不能判断", "Unknown"),
}
_BETTER: Final = frozenset({"gained", "more"})
_WORSE: Final = frozenset({"lost", "less"})


@dataclass(frozen=True, slots=True)
class Effects:
    """How many companies fare how, in all and by group, in the order of the labels."""

    all: Mapping[str, int]
    groups: Mapping[str, list[dict[str, int]]]


def effects(pairs: Iterable[tuple[Answers, Answers]], groups: Mapping[str, Grouping], size: int) -> Effects:
    """Return the effects over all clauses, each before and after, for the same companies.

    A company fares better where something is gained or grows and nothing shrinks; unknown where only the certainty changed.
    """
    better, worse, unsure = bytearray(size), bytearray(size), bytearray(size)
    rows = same_rows(size)
    for before, after in pairs:
        for change in changes(before, after, rows):
            assert change.before is not None, "the same companies are in both"
            kept = better if change.kind in _BETTER else worse if change.kind in _WORSE else unsure
            kept[change.before] = 1
    fares = [_fare(*flags) for flags in zip(better, worse, unsure, strict=True)]
    return Effects(
        all=_counted(fares),
        groups={
            kind: [
                _counted(fare for fare, at in zip(fares, grouping.places, strict=True) if at == place)
                for place in range(len(grouping.labels))
            ]
            for kind, grouping in groups.items()
        },
    )


def nobody(size: int) -> Answers:
    """Return the answers of a clause that is not there: nobody meets it."""
    zeros = array("q", bytes(8 * size))
    return Answers(NOT_MET * size, zeros, zeros, array("I", bytes(4 * size)), (((), ()),))


def _fare(better: int, worse: int, unsure: int) -> str:
    if better and worse:
        return "both"
    return "better" if better else "worse" if worse else "unsure" if unsure else ""


def _counted(fares: Iterable[str]) -> dict[str, int]:
    found = dict.fromkeys(EFFECTS, 0)
    for fare in fares:
        if fare:
            found[fare] += 1
    return found
