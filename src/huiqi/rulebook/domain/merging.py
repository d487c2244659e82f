"""Two officers changed one text: what each did to it, and both put together where they touched different lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comments of YAML: what could not be put together stays readable, and the checks say that it is unresolved.
THEIRS, OURS, END = "# >>>>>>> ", "# ======= ", "# <<<<<<< "


@dataclass(frozen=True, slots=True)
class Merged:
    """A text made of two; where both changed the same lines, both stand in it, one after the other, between marks."""

    text: str
    conflicts: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison: `same`, `added` or `removed`, with its number before and after."""

    kind: str
    text: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines `start` to `end` of the base are replaced."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge(base: str, theirs: str, ours: str, *, their_name: str, our_name: str) -> Merged:
    """Return both changes of a base in one text."""
    lines = base.splitlines()
    left, right = _edits(lines, theirs.splitlines()), _edits(lines, ours.splitlines())
    out: list[str] = []
    conflicts = at = 0
    while left or right:
        start = min(edit.start for edit in (*left[:1], *right[:1]))
        out += lines[at:start]
        mine, other, end = _meeting(left, right, start)
        one, two = _applied(lines, start, end, mine), _applied(lines, start, end, other)
        if not other or one == two:
            out += one
        elif not mine:
            out += two
        else:
            conflicts += 1
            out += [f"{THEIRS}{their_name}", *one, f"{OURS}{our_name}", *two, END.rstrip()]
        at = end
    out += lines[at:]
    return Merged("\n".join(out) + "\n" if out else "", conflicts)


def is_unresolved(text: str) -> bool:
    """Return whether marks of two versions are left in a text."""
    return any(line.startswith((THEIRS, OURS, END.rstrip())) for line in text.splitlines())


def compare(before: str, after: str, *, context: int = 3) -> tuple[Line, ...]:
    """Return what changed, line by line, with some lines around; two equal texts have nothing to show."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Line] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(context):
        found += _group(old, new, group)
    return tuple(found)


def _group(old: Sequence[str], new: Sequence[str], group: Sequence[tuple[str, int, int, int, int]]) -> Iterator[Line]:
    for tag, start, end, new_start, new_end in group:
        if tag == "equal":
            for shift in range(end - start):
                yield Line("same", old[start + shift], start + shift + 1, new_start + shift + 1)
            continue
        for number in range(start, end):
            yield Line("removed", old[number], number + 1, None)
        for number in range(new_start, new_end):
            yield Line("added", new[number], None, number + 1)


def _edits(base: Sequence[str], changed: Sequence[str]) -> list[_Edit]:
    steps = SequenceMatcher(None, base, changed, autojunk=False).get_opcodes()
    return [_Edit(start, end, tuple(changed[first:last])) for tag, start, end, first, last in steps if tag != "equal"]


def _meeting(left: list[_Edit], right: list[_Edit], start: int) -> tuple[list[_Edit], list[_Edit], int]:
    """Take from both sides the edits that overlap or touch, from `start` on; return them and where they end."""
    end = start
    taken: tuple[list[_Edit], list[_Edit]] = ([], [])
    moved = True
    while moved:
        moved = False
        for side, edits in zip(taken, (left, right), strict=True):
            while edits and edits[0].start <= end:
                side.append(edits.pop(0))
                end = max(end, side[-1].end)
                moved = True
    return *taken, end


def _applied(base: Sequence[str], start: int, end: int, edits: Sequence[_Edit]) -> list[str]:
    out: list[str] = []
    at = start
    for edit in edits:
        out += [*base[at : edit.start], *edit.lines]
        at = edit.end
    return [*out, *base[at:end]]
