"""A picture of what needs what, in layers from left to right: what needs nothing first, every line from left to right.

The layers are longest paths; a line over several layers gets a place in each, and the order within a layer follows the
neighbours' (Sugiyama and others, 1981). Lines that would close a circle are left out of the layering, so that it always ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

SWEEPS: Final = 6
GAP_X: Final = 64
GAP_Y: Final = 14
MARGIN: Final = 12


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands: its left upper corner and its size, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes by key, lines by (needed, needing) as paths of SVG, and the size of the whole in pixels."""

    boxes: Mapping[str, Box]
    lines: Mapping[tuple[str, str], str]
    width: int
    height: int


def layers_of(needs: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the layer of each node: one more than the highest that it needs; what stands in a circle comes after all it can."""
    layers: dict[str, int] = {}
    left = dict(needs)
    while left:
        free = [key for key, needed in left.items() if all(one in layers or one not in needs for one in needed)]
        # In a circle nothing is free: the first of it is taken as if it were.
        for key in free or [next(iter(left))]:
            layers[key] = 1 + max((layers[one] for one in left[key] if one in layers), default=-1)
            del left[key]
    return _near(needs, layers)


def _near(needs: Mapping[str, Sequence[str]], layers: dict[str, int]) -> dict[str, int]:
    # What needs nothing stands beside the first that needs it, not at the far end of a long line.
    first: dict[str, int] = {}
    for key, needed in needs.items():
        for one in needed:
            first[one] = min(first.get(one, layers[key]), layers[key])
    return {key: layer if needs[key] else max(first.get(key, 1) - 1, 0) for key, layer in layers.items()}


def drawn(needs: Mapping[str, Sequence[str]], heights: Mapping[str, int], width: int) -> Picture:
    """Return the picture of a graph whose nodes have these heights and one width."""
    layers = layers_of(needs)
    chains: dict[tuple[str, str], list[str]] = {}
    rows: list[list[str]] = [[] for _ in range(1 + max(layers.values(), default=0))]
    for key in needs:
        rows[layers[key]].append(key)
    for key, needed in needs.items():
        for one in needed:
            if one in layers and layers[one] < layers[key]:
                between = [f"{one}>{key}:{layer}" for layer in range(layers[one] + 1, layers[key])]
                for layer, place in enumerate(between, layers[one] + 1):
                    rows[layer].append(place)
                chains[one, key] = [one, *between, key]
    _order(rows, chains.values())
    tall = {place: heights.get(place, GAP_Y) for row in rows for place in row}
    total = max((sum(tall[one] + GAP_Y for one in row) for row in rows), default=0)
    boxes = _placed(rows, tall, width, total)
    _straighten(rows, chains.values(), boxes)
    lines = {ends: _path([boxes[place] for place in chain]) for ends, chain in chains.items()}
    bottom = max((box.y + box.height for box in boxes.values()), default=0)
    own = {key: box for key, box in boxes.items() if key in needs}
    return Picture(own, lines, len(rows) * (width + GAP_X) - GAP_X + 2 * MARGIN, bottom + MARGIN)


def _order(rows: list[list[str]], chains: Iterable[Sequence[str]]) -> None:
    before, after = _neighbours(chains)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        near = before if forward else after
        for layer in range(1, len(rows)) if forward else range(len(rows) - 2, -1, -1):
            at = {place: number for number, place in enumerate(rows[layer - 1 if forward else layer + 1])}
            means = {
                place: _mean([at[one] for one in near.get(place, ()) if one in at], number)
                for number, place in enumerate(rows[layer])
            }
            rows[layer].sort(key=means.__getitem__)


def _neighbours(chains: Iterable[Sequence[str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for chain in chains:
        for left, right in pairwise(chain):
            before.setdefault(right, []).append(left)
            after.setdefault(left, []).append(right)
    return before, after


def _mean(places: Sequence[int], otherwise: int) -> float:
    return sum(places) / len(places) if places else otherwise


def _placed(rows: list[list[str]], tall: Mapping[str, int], width: int, total: int) -> dict[str, Box]:
    boxes = {}
    for layer, row in enumerate(rows):
        y = MARGIN + (total - sum(tall[one] + GAP_Y for one in row)) // 2
        for place in row:
            boxes[place] = Box(MARGIN + layer * (width + GAP_X), y, width, tall[place])
            y += tall[place] + GAP_Y
    return boxes


def _straighten(rows: list[list[str]], chains: Iterable[Sequence[str]], boxes: dict[str, Box]) -> None:
    # Each box moves towards the middle of those it needs, as far as the one above it lets it.
    before, _ = _neighbours(chains)
    for row in rows[1:]:
        floor = MARGIN
        left = sum(boxes[place].height + GAP_Y for place in row)
        bottom = max((box.y + box.height for box in boxes.values()), default=0)
        for place in row:
            box = boxes[place]
            middles = [boxes[one].y + boxes[one].height // 2 for one in before.get(place, ())]
            wanted = round(_mean(middles, box.y + box.height // 2)) - box.height // 2
            y = max(floor, min(wanted, bottom - left + GAP_Y))
            boxes[place] = Box(box.x, y, box.width, box.height)
            floor = y + box.height + GAP_Y
            left -= box.height + GAP_Y


def _path(boxes: Sequence[Box]) -> str:
    first = boxes[0]
    x, y = first.x + first.width, first.y + first.height // 2
    parts = [f"M{x} {y}"]
    for box in boxes[1:]:
        to_y = box.y + box.height // 2
        bend = (box.x - x) // 2
        parts.append(f"C{x + bend} {y} {box.x - bend} {to_y} {box.x} {to_y}")
        x, y = box.x, to_y
        if box is not boxes[-1]:
            x += box.width
            parts.append(f"H{x}")
    return "".join(parts)
