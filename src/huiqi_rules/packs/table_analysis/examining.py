"""What is wrong with a decision table, exactly: inputs that no rule matches or two match, and rules that are never reached.

Every answer is shown by a concrete input, and what could not be looked at is named: nothing is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, Literal

from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.packs.constants import Constant, LookUp
from huiqi_rules.packs.table_analysis.axes import Axis, axis_of
from huiqi_rules.packs.table_analysis.cells import constants_in, values_that_pass
from huiqi_rules.packs.table_analysis.covering import (
    Box,
    Boxes,
    OutOfSteps,
    Steps,
    meeting,
    members,
    rows_at,
    uncovered,
)
from huiqi_rules.packs.table_analysis.inputs import Input
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.walk import same

# A second of work on a small machine: about so many runs of pieces can be turned over.
STEPS_MOST: Final = 400_000
GAPS_MOST: Final = 20

# None in a place: any value will do, of an input that is too free to cut into pieces.
Witness = tuple[Constant | None, ...]
Search = Literal["gaps", "overlaps", "unreached"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the inputs that no rule matches, by pieces of each axis, and one input of it."""

    box: Box
    witness: Witness


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules, counted from 0, that one input matches; `differ` where their answers are not written the same."""

    early: int
    late: int
    witness: Witness
    differ: bool


@dataclass(frozen=True, slots=True)
class Unreached:
    """A rule that never answers: no value passes its cells, or rules before it match all that it matches."""

    row: int
    is_empty: bool


@dataclass(frozen=True, slots=True)
class FreeCell:
    """A cell that looks at more than its own input and constants; the rules' overlaps there are not known."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found of a table; `complete` is None where it could not be told whether every input is matched.

    `cut_short` names the searches that were given up after their steps. A witness is an input of the table; where inputs
    hang `together` on a common fact, or one is `derived` from facts, facts that give that input may not exist.
    """

    axes: tuple[Axis | None, ...]
    gaps: tuple[Gap, ...]
    has_more_gaps: bool
    overlaps: tuple[Overlap, ...]
    unreached: tuple[Unreached, ...]
    free: tuple[FreeCell, ...]
    cut_short: tuple[Search, ...]
    together: tuple[int, ...]
    derived: tuple[int, ...]
    complete: bool | None

    @property
    def is_full(self) -> bool:
        """Return whether everything was looked at."""
        return not self.free and not self.cut_short


def examine(
    table: DecisionTable, inputs: Sequence[Input], look_up: LookUp, *, steps_most: int = STEPS_MOST
) -> Examination:
    """Return what is wrong with a table under the figures of a day; `steps_most` bounds each of its three searches."""
    axes = tuple(_axis(table, column, one, look_up) for column, one in enumerate(inputs))
    sets = [[_set(row.tests[column], axis, look_up) for row in table.rows] for column, axis in enumerate(axes)]
    free = tuple(
        FreeCell(row, column)
        for row in range(len(table.rows))
        for column in range(len(sets))
        if sets[column][row] is None
    )
    whole = tuple(1 if axis is None else axis.alive for axis in axes)
    # A cell that is not known is taken to pass everything; what is then not matched is certainly not matched.
    boxes = Boxes.of(
        [[all_of if one is None else one for one in column] for column, all_of in zip(sets, whole, strict=True)]
    )
    task = _Task(table, axes, boxes, whole, frozenset(cell.row for cell in free), steps_most)
    gaps, complete = task.gaps()
    return Examination(
        axes=axes,
        gaps=gaps[:GAPS_MOST],
        has_more_gaps=len(gaps) > GAPS_MOST,
        overlaps=task.overlaps(),
        unreached=task.unreached(),
        free=free,
        cut_short=tuple(dict.fromkeys(task.cut_short)),
        together=_together(inputs),
        derived=tuple(column for column, one in enumerate(inputs) if one.fact is None),
        complete=complete,
    )


@dataclass(slots=True)
class _Task:
    table: DecisionTable
    axes: tuple[Axis | None, ...]
    boxes: Boxes
    whole: Box
    free: frozenset[int]
    steps_most: int
    cut_short: list[Search] = field(default_factory=list)

    def gaps(self) -> tuple[tuple[Gap, ...], bool | None]:
        """Return what no row matches, and whether all is matched."""
        if self.table.otherwise is not None:
            return (), True
        rows = (1 << len(self.table.rows)) - 1
        found, ended = uncovered(self.boxes, self.whole, rows, Steps(self.steps_most), 4 * GAPS_MOST)
        if not ended:
            self.cut_short.append("gaps")
        if found:
            return tuple(Gap(box, self.witness(box)) for box in joined(found)), False
        certain = rows & ~sum(1 << row for row in self.free)
        if ended and self.free:
            found, ended = uncovered(self.boxes, self.whole, certain, Steps(self.steps_most), 1)
        return (), True if ended and not found else None

    def overlaps(self) -> tuple[Overlap, ...]:
        """Return for each row the first row above it that one input matches too, where the hit policy forbids that."""
        if self.table.hit == "first":
            return ()
        rows = [row for row in range(len(self.table.rows)) if row not in self.free]
        above, ended = meeting(self.boxes, rows, Steps(self.steps_most))
        if not ended:
            self.cut_short.append("overlaps")
        found = []
        for late, others in sorted(above.items()):
            for early in members(others):
                differ = self.answers_differ(early, late)
                if differ or self.table.hit == "unique":
                    box = tuple(column[early] & column[late] for column in self.boxes.columns)
                    found.append(Overlap(early, late, self.witness(box), differ))
                    break
        return tuple(found)

    def unreached(self) -> tuple[Unreached, ...]:
        """Return the rows that never answer."""
        found = [Unreached(row, is_empty=True) for row in range(len(self.table.rows)) if not all(self.boxes.row(row))]
        if self.table.hit == "first":
            steps = Steps(self.steps_most)
            masks = [rows_at(self.boxes, column, all_of.bit_length()) for column, all_of in enumerate(self.whole)]
            certain = ~sum(1 << row for row in self.free)
            try:
                found.extend(
                    Unreached(row, is_empty=False)
                    for row in range(1, len(self.table.rows))
                    if all(self.boxes.row(row)) and self.is_hidden(row, certain & ((1 << row) - 1), masks, steps)
                )
            except OutOfSteps:
                self.cut_short.append("unreached")
        return tuple(sorted(found, key=lambda one: one.row))

    def is_hidden(self, row: int, above: int, masks: list[list[int]], steps: Steps) -> bool:
        """Return whether rows above match all that a row matches; two corners of it are tried first."""
        box = self.boxes.row(row)
        for corner in (tuple((one & -one).bit_length() - 1 for one in box), tuple(one.bit_length() - 1 for one in box)):
            at_corner = above
            for column, piece in enumerate(corner):
                at_corner &= masks[column][piece]
            if not at_corner:
                return False
        steps.take(row)
        near = sum(1 << other for other in members(above) if self.meet(row, other))
        left, ended = uncovered(self.boxes, box, near, steps, 1)
        if not ended:
            raise OutOfSteps
        return not left

    def meet(self, one: int, other: int) -> bool:
        """Return whether two rows have values in common."""
        return all(column[one] & column[other] for column in self.boxes.columns)

    def answers_differ(self, one: int, other: int) -> bool:
        """Return whether the answers of two rows are not written the same."""
        pairs = zip(self.table.rows[one].answers, self.table.rows[other].answers, strict=True)
        return not all(same(left, right) for left, right in pairs)

    def witness(self, box: Box) -> Witness:
        """Return one input of a box."""
        return tuple(
            None if axis is None else axis.value_in(pieces) for axis, pieces in zip(self.axes, box, strict=True)
        )


def joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Return the boxes with those put together that differ in one column alone."""
    left = list(dict.fromkeys(boxes))
    place = 0
    while place < len(left):
        for other in range(place + 1, len(left)):
            one, two = left[place], left[other]
            apart = [column for column, (mine, theirs) in enumerate(zip(one, two, strict=True)) if mine != theirs]
            if len(apart) == 1:
                left[place] = tuple(mine | theirs for mine, theirs in zip(one, two, strict=True))
                del left[other]
                # The larger box may now fit beside one that was passed.
                place = -1
                break
        place += 1
    return tuple(left)


def _axis(table: DecisionTable, column: int, one: Input, look_up: LookUp) -> Axis | None:
    if one.domain is None:
        return None
    constants = {value for row in table.rows for value in constants_in(row.tests[column], look_up)}
    axis = axis_of(one.domain, {value for value in constants if one.domain.holds(value)})
    return axis if axis.alive else None


def _set(tests: ast.UnaryTests, axis: Axis | None, look_up: LookUp) -> int | None:
    # An input that is too free to cut is one piece: `-` holds it, of any other cell nothing is known.
    if axis is not None:
        return values_that_pass(tests, axis, look_up)
    return 1 if not tests.negated and any(isinstance(test, ast.AnyValue) for test in tests.tests) else None


def _together(inputs: Sequence[Input]) -> tuple[int, ...]:
    shared = {fact for one, other in combinations(inputs, 2) for fact in one.facts & other.facts}
    return tuple(column for column, one in enumerate(inputs) if one.facts & shared)
