"""Boxes of values and what covers them: the search for a part of a box that no row covers, column by column.

The runs of pieces that the rows hold in a column cut it into stretches with the same rows; each stretch is looked at in the
next column with those rows alone (Calvanese and others, "Semantics and Analysis of DMN Decision Tables", 2016). A count of
steps bounds the search: where it runs out, `OutOfSteps` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import xor

Box = tuple[int, ...]


class OutOfSteps(Exception):
    """Raised where a search would take longer than it may."""


@dataclass(slots=True)
class Steps:
    """How many steps a search may still take."""

    left: int

    def take(self, count: int = 1) -> None:
        """Count some steps; raises OutOfSteps."""
        self.left -= count
        if self.left < 0:
            raise OutOfSteps


@dataclass(frozen=True, slots=True)
class Boxes:
    """One box for each row: a set of pieces in each column; `runs` are the stretches of a set, from and up to."""

    columns: tuple[tuple[int, ...], ...]
    runs: tuple[tuple[tuple[tuple[int, int], ...], ...], ...]

    @staticmethod
    def of(columns: Sequence[Sequence[int]]) -> Boxes:
        """Return the boxes that some columns of sets make."""
        runs_of: dict[int, tuple[tuple[int, int], ...]] = {}
        for column in columns:
            for pieces in column:
                if pieces not in runs_of:
                    runs_of[pieces] = tuple(_runs(pieces))
        kept = tuple(tuple(column) for column in columns)
        return Boxes(kept, tuple(tuple(runs_of[pieces] for pieces in column) for column in kept))

    def row(self, row: int) -> Box:
        """Return the box of one row."""
        return tuple(column[row] for column in self.columns)


def members(rows: int) -> Iterator[int]:
    """Yield the numbers of the rows in a set."""
    while rows:
        low = rows & -rows
        yield low.bit_length() - 1
        rows ^= low


def uncovered(boxes: Boxes, within: Box, rows: int, steps: Steps, most: int) -> tuple[list[Box], bool]:
    """Return up to `most` parts of the box `within` that none of the rows covers, and whether the search came to its end."""
    if not all(within):
        return [], True
    search = _Search(boxes, within, steps, most, _covering_from(boxes, within, rows))
    try:
        search.look(0, rows, ())
    except OutOfSteps:
        return search.found, False
    return search.found, True


def meeting(boxes: Boxes, rows: Sequence[int], steps: Steps) -> tuple[dict[int, int], bool]:
    """Return for each row the rows above it that it has values in common with, and whether the search came to its end.

    The column that tells rows apart best says which may meet at all; those pairs alone are compared in the others.
    """
    above = dict.fromkeys(rows, 0)
    try:
        for row, others in _meeting_in_one_column(boxes, rows, steps).items():
            for other in members(others):
                steps.take()
                early, late = min(row, other), max(row, other)
                if all(column[early] & column[late] for column in boxes.columns):
                    above[late] |= 1 << early
    except OutOfSteps:
        return above, False
    return above, True


def _meeting_in_one_column(boxes: Boxes, rows: Sequence[int], steps: Steps) -> dict[int, int]:
    runs = max(boxes.runs, key=lambda column: len({column[row] for row in rows}), default=())
    starting: dict[int, list[int]] = {}
    ending: dict[int, int] = {}
    for row in rows:
        steps.take(len(runs[row]))
        for start, end in runs[row]:
            starting.setdefault(start, []).append(row)
            ending[end] = ending.get(end, 0) | 1 << row
    found, active = dict.fromkeys(rows, 0), 0
    for place in sorted({*starting, *ending}):
        active &= ~ending.get(place, 0)
        for row in starting.get(place, ()):
            found[row] |= active
            active |= 1 << row
    return found


def rows_at(boxes: Boxes, column: int, length: int) -> list[int]:
    """Return for each piece of a column the rows that hold it."""
    turns = [0] * (length + 1)
    for row, runs in enumerate(boxes.runs[column]):
        for start, end in runs:
            turns[start] ^= 1 << row
            turns[end] ^= 1 << row
    return list(accumulate(turns[:-1], xor))


def _covering_from(boxes: Boxes, within: Box, rows: int) -> list[int]:
    # For each column: the rows that hold all of the box from that column on.
    whole = rows
    found = [rows]
    for column, pieces in zip(reversed(boxes.columns), reversed(within), strict=True):
        whole = sum(1 << row for row in members(whole) if not pieces & ~column[row])
        found.append(whole)
    return found[::-1]


@dataclass(slots=True)
class _Search:
    boxes: Boxes
    within: Box
    steps: Steps
    most: int
    covering: list[int]
    found: list[Box]
    covered: set[tuple[int, int]]

    def __init__(self, boxes: Boxes, within: Box, steps: Steps, most: int, covering: list[int]) -> None:
        self.boxes, self.within, self.steps, self.most, self.covering = boxes, within, steps, most, covering
        self.found, self.covered = [], set()

    def look(self, column: int, rows: int, box: Box) -> None:
        """Collect what is not covered of a box of which the columns before `column` are chosen."""
        if rows & self.covering[column] or (column, rows) in self.covered or len(self.found) >= self.most:
            return
        if not rows:
            self.found.append((*box, *self.within[column:]))
            return
        before = len(self.found)
        for active, pieces in self.stretches(column, rows).items():
            self.look(column + 1, active, (*box, pieces))
        if len(self.found) == before:
            self.covered.add((column, rows))

    def stretches(self, column: int, rows: int) -> dict[int, int]:
        """Return the pieces of a column by the rows that hold them."""
        turns: dict[int, int] = {0: 0}
        runs = self.boxes.runs[column]
        for row in members(rows):
            self.steps.take(len(runs[row]) + 1)
            for start, end in runs[row]:
                turns[start] = turns.get(start, 0) ^ (1 << row)
                turns[end] = turns.get(end, 0) ^ (1 << row)
        places = sorted(turns)
        last = self.within[column].bit_length()
        active, found = 0, dict[int, int]()
        for place, end in zip(places, [*places[1:], max(last, places[-1])], strict=True):
            active ^= turns[place]
            pieces = ((1 << end) - (1 << place)) & self.within[column]
            if pieces:
                found[active] = found.get(active, 0) | pieces
        return found


def _runs(pieces: int) -> Iterator[tuple[int, int]]:
    place = 0
    while pieces:
        gap = (pieces & -pieces).bit_length() - 1
        pieces >>= gap
        length = (~pieces & (pieces + 1)).bit_length() - 1
        yield place + gap, place + gap + length
        pieces >>= length
        place += gap + length
