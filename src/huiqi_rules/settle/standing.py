"""Who stands before whom, when some keys are unknown: sums over all that are, or may be, ahead of each claim.

Keys are compared from the left, smaller first. An unknown part may be anything, so a key ends at its first unknown
part; two claims are comparable only up to the shorter key. The known parts form a tree, and the sums run over it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import TypeAlias

Key: TypeAlias = tuple[Decimal | int | None, ...]
Known: TypeAlias = tuple[Decimal | int, ...]
Weight: TypeAlias = int | Decimal


@dataclass(frozen=True, slots=True)
class Ahead:
    """Sums over the others: certainly before, before or behind (unknown), and exactly level."""

    before: Weight
    open: Weight
    level: Weight


def known_part(key: Key) -> Known:
    """Return the key up to its first unknown part."""
    return tuple(takewhile(lambda part: part is not None, key))  # type: ignore[arg-type]  # None is cut off here


def may_precede(one: Known, other: Known) -> bool:
    """Return whether `one` can stand before or level with `other`."""
    common = min(len(one), len(other))
    return one[:common] <= other[:common]


def ahead(keys: Sequence[Key], *weights: Sequence[Weight]) -> list[list[Ahead]]:
    """Return for each list of weights, and each key in it, the sums over the others; all keys are equally long."""
    known = [known_part(key) for key in keys]
    order = sorted(set(known))
    length = len(keys[0]) if keys else 0
    assert all(len(key) == length for key in keys), "keys of one contest have one length"
    return [_sums(known, order, length, weight) for weight in weights]


def _sums(known: Sequence[Known], order: Sequence[Known], length: int, weights: Sequence[Weight]) -> list[Ahead]:
    exact: dict[Known, Weight] = {}
    for key, weight in zip(known, weights, strict=True):
        exact[key] = exact.get(key, 0) + weight
    before: dict[Known, Weight] = {}
    below: dict[Known, Weight] = {}
    running: Weight = 0
    for key in order:
        before[key] = running
        running += exact[key]
        for depth in range(len(key) + 1):
            below[key[:depth]] = below.get(key[:depth], 0) + exact[key]
    answers = []
    for key, weight in zip(known, weights, strict=True):
        # A shorter key that begins this one sorts before it, yet is only unknown: it is taken out again.
        vague: Weight = sum(exact.get(key[:depth], 0) for depth in range(len(key)))
        if len(key) == length:
            answers.append(Ahead(before[key] - vague, vague, exact[key] - weight))
        else:
            answers.append(Ahead(before[key] - vague, vague + below[key] - weight, 0))
    return answers
