"""The requirements of a policy as shapes for a page: decisions are boxes, facts are round, figures have cut corners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.layering import Box, drawn
from huiqi.rulebook.domain.requirements import KINDS, Graph, Kind, Node

WIDTH: Final = 188
_LINE: Final = 20
_LINE_UNITS: Final = 24
_LINES_MOST: Final = 3
_CUT: Final = 12
_NEVER_FIRST: Final = "、，。；：！？）》”’,.;:!?)"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text within a shape."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A node as drawn: its outline as a path of SVG, its text in lines."""

    node: Node
    outline: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A node in the list beside the picture, with what it needs and what needs it."""

    node: Node
    needs: tuple[Node, ...]
    needed_by: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes, lines between them, the size of the whole, and the same as lists by kind."""

    shapes: tuple[Shape, ...]
    lines: tuple[str, ...]
    width: int
    height: int
    lists: tuple[tuple[Pair, tuple[Entry, ...]], ...]


def drawing_of(graph: Graph, *, english: bool) -> Drawing:
    """Return a graph as a picture and as lists, its texts in one language."""
    needs = {key: graph.needs.get(key, ()) for key in graph.nodes}
    texts = {key: wrapped(node.name[english]) for key, node in graph.nodes.items()}
    picture = drawn(needs, {key: _LINE * len(lines) + 18 for key, lines in texts.items()}, WIDTH)
    shapes = (
        Shape(node, outline(node.kind, picture.boxes[key]), placed(texts[key], picture.boxes[key]))
        for key, node in graph.nodes.items()
    )
    lists = []
    for kind in KINDS:
        entries = [
            Entry(
                node,
                tuple(graph.nodes[one] for one in needs[key]),
                tuple(graph.nodes[one] for one in graph.needed_by(key)),
            )
            for key, node in graph.nodes.items()
            if node.kind is kind
        ]
        if entries:
            lists.append((KINDS[kind], tuple(entries)))
    return Drawing(tuple(shapes), tuple(picture.lines.values()), picture.width, picture.height, tuple(lists))


def outline(kind: Kind, box: Box) -> str:
    """Return the shape of a kind: facts rounded, figures and limits with two cut corners, all else a box."""
    x, y, width, height = box.x, box.y, box.width, box.height
    if kind is Kind.FACT:
        round_ = min(height // 2, 20)
        side, stand = width - 2 * round_, height - 2 * round_
        arc = f"a{round_} {round_} 0 0 1"
        return f"M{x + round_} {y}h{side}{arc} {round_} {round_}v{stand}{arc} -{round_} {round_}h-{side}{arc} -{round_} -{round_}v-{stand}{arc} {round_} -{round_}z"
    if kind in {Kind.FIGURE, Kind.LIMIT}:
        return f"M{x + _CUT} {y}h{width - _CUT}v{height - _CUT}l-{_CUT} {_CUT}h-{width - _CUT}v-{height - _CUT}z"
    # A table has a head, as its picture everywhere.
    head = f"M{x} {y + 6}h{width}" if kind is Kind.TABLE else ""
    return f"M{x} {y}h{width}v{height}h-{width}z{head}"


def placed(lines: tuple[str, ...], box: Box) -> tuple[TextLine, ...]:
    """Return lines of text in the middle of a box."""
    top = box.y + (box.height - _LINE * len(lines)) // 2 + 15
    return tuple(TextLine(box.x + box.width // 2, top + _LINE * at, line) for at, line in enumerate(lines))


def wrapped(text: str) -> tuple[str, ...]:
    """Return a text in lines that fit a shape: a Chinese letter takes two places, words stay whole; what is too long ends in …."""
    lines, rest = [""], text.strip()
    for part in _parts(rest):
        if _units(lines[-1] + part.rstrip()) > _LINE_UNITS and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += part
    if len(lines) > _LINES_MOST:
        lines = [*lines[: _LINES_MOST - 1], lines[_LINES_MOST - 1].rstrip()[:-1] + "…"]
    return tuple(line.strip() for line in lines)


def _parts(text: str) -> list[str]:
    # What may not be broken: a Latin word with the blank behind it (cut where it is longer than a line), one Chinese letter.
    parts: list[str] = []
    for letter in text:
        if parts and letter in _NEVER_FIRST:
            parts[-1] += letter
            continue
        joins = parts and not _is_wide(letter) and not _is_wide(parts[-1][-1]) and not parts[-1].endswith(" ")
        if joins and len(parts[-1]) < _LINE_UNITS:
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _units(text: str) -> int:
    return sum(2 if _is_wide(letter) else 1 for letter in text)


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WF"
