"""Where the characters of a YAML text stand in its file: plain, quoted, folded and literal scalars.

A formula keeps the file's own characters wherever YAML allows it, line breaks and indentation included: FEEL skips blanks,
and every span of the tree then points at the right line and column without a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import Mapping, Node, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Written:
    """A scalar's text and the offset of its first character; `escaped` where escapes shift what follows them."""

    text: str
    start: int
    escaped: bool = False


_BREAK: Final = re.compile(r"[ \t]*\r?\n[ \t\r\n]*")
_ESCAPE_LENGTHS: Final = {"x": 4, "u": 6, "U": 10}


def written(file: SourceFile, node: Scalar) -> Written:
    """Return the characters of a scalar as they stand in the file where no escape was resolved, else its value."""
    match node.style:
        case "":
            return Written(file.text[node.start : node.end], node.start)
        case "'" | '"':
            raw = file.text[node.start + 1 : node.end - 1]
            if (node.style == "'" and "''" in raw) or (node.style == '"' and "\\" in raw):
                return Written(node.text, node.start + 1, escaped=True)
            return Written(raw, node.start + 1)
        case _:
            start = file.text.find("\n", node.start, node.end) + 1
            raw = file.text[start : node.end]
            indent = len(raw) - len(raw.lstrip())
            return Written(raw.strip(), start + indent)


def offset_in_file(file: SourceFile, node: Scalar, index: int) -> int:
    """Return the file offset of the character at `index` of what `written` returned."""
    found = written(file, node)
    if not found.escaped:
        return min(found.start + index, max(node.end - 1, node.start))
    position = found.start
    for _ in range(index):
        position += _width(file.text, position, node.style)
    return min(position, max(node.end - 1, node.start))


def content_end(node: Node) -> int:
    """Return the offset after the last character of a node; YAML ends a block mapping only at the next token."""
    match node:
        case Mapping(entries=entries, flow=False) if entries:
            return content_end(entries[-1][1])
        case Sequence(items=items) if items:
            # A flow list ends with its bracket; a block list with its last item. Both lie within `end`.
            return (
                node.end if content_end(items[-1]) < node.end <= content_end(items[-1]) + 2 else content_end(items[-1])
            )
        case _:
            return node.end


def _width(text: str, position: int, style: str) -> int:
    # How many characters of the file make the next character of the value.
    if style == "'" and text.startswith("''", position):
        return 2
    if style == '"' and text[position] == "\\":
        return _ESCAPE_LENGTHS.get(text[position + 1 : position + 2], 2)
    fold = _BREAK.match(text, position)
    return fold.end() - position if fold and "\n" in fold.group() else 1
