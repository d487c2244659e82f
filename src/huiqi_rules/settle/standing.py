"""Who stands before whom, when some keys are unknown: sums over all that are, or may be, ahead of each claim.

Keys are compared from the left, smaller first. An unknown part may be anything, so a key ends at its first unknown
part; two claims are comparable only up to the shorter key. The known parts form a tree, and the sums run over it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, cast

from huiqi_rules.core.values import Number

Key: TypeAlias = tuple[Number | int | None, ...]
Known: TypeAlias = tuple[Number | int, ...]
Weight: TypeAlias = int | Decimal


@dataclass(frozen=True, slots=True)
class Ahead:
    """Sums over the others: certainly before, before or behind (unknown), and exactly level."""

    before: Weight
    open: Weight
    level: Weight


def known_part(key: Key) -> Known:
    """Return the key up to its first unknown part."""
    if None not in key:
        return cast(Known, key)
    return cast(Known, key[: key.index(None)])


def may_precede(one: Known, other: Known) -> bool:
    """Return whether `one` can stand before or level with `other`."""
    common = min(len(one), len(other))
    return one[:common] <= other[:common]


def ahead(keys: Sequence[Key], *weights: Sequence[Weight]) -> list[list[Ahead]]:
    """Return for each list of weights, and each key in it, the sums over the others; all keys are equally long."""
    tree = _grown(keys)
    return [_sums(tree, weight) for weight in weights]


@dataclass(frozen=True, slots=True)
class _Tree:
    """Known parts in order: the node of each key; of each node the unknown ones that begin it, and if it is whole."""

    node_of_key: tuple[int, ...]
    begun_by: tuple[tuple[int, ...], ...]
    whole: tuple[bool, ...]


def _grown(keys: Sequence[Key]) -> _Tree:
    known = [known_part(key) for key in keys]
    length = max(map(len, keys), default=0)
    assert all(len(key) == length for key in keys), "keys of one contest have one length"
    order = sorted(set(known))
    number = {key: node for node, key in enumerate(order)}
    depths = sorted({len(key) for key in order if len(key) < length})
    begun_by = tuple(
        tuple(number[key[:depth]] for depth in depths if depth < len(key) and key[:depth] in number) for key in order
    )
    return _Tree(tuple(number[key] for key in known), begun_by, tuple(len(key) == length for key in order))


def _sums(tree: _Tree, weights: Sequence[Weight]) -> list[Ahead]:
    exact: list[Weight] = [0] * len(tree.whole)
    for node, weight in zip(tree.node_of_key, weights, strict=True):
        exact[node] += weight
    below, vague, before = exact.copy(), exact.copy(), exact.copy()
    running: Weight = 0
    for node, begun_by in enumerate(tree.begun_by):
        vague[node] = sum(exact[other] for other in begun_by) if begun_by else 0
        for other in begun_by:
            below[other] += exact[node]
        # A shorter key that begins this one sorts before it, yet is only unknown: it is taken out again.
        before[node] = running - vague[node]
        running += exact[node]
    return [
        Ahead(before[node], vague[node], exact[node] - weight)
        if tree.whole[node]
        else Ahead(before[node], vague[node] + below[node] - weight, 0)
        for node, weight in zip(tree.node_of_key, weights, strict=True)
    ]
