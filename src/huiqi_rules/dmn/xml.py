"""Reading XML safely: no document types (and so no entities), bounds on size, depth and number of elements.

Names lose their namespace where it is the root's own; elements of other vendors keep theirs, so that they are never taken
for the standard's. Every element knows the line on which it starts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NoReturn
from xml.etree.ElementTree import Element
from xml.parsers import expat

FILE_SIZE_MAX_BYTES: Final = 20_000_000
ELEMENTS_MAX: Final = 300_000
DEPTH_MAX: Final = 200
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance}"
_NAMES: Final = frozenset({"name", "iteratorVariable"})
# What vendors write in here is theirs: it is read by nobody who does not know it, so plain names do no harm.
_EXTENSIONS: Final = "extensionElements"


class UnreadableModel(Exception):
    """Raised when a file is not XML that may be read: malformed, too large, or with a document type."""


class PlacedElement(Element):
    """An element with the line on which it starts; the root has the namespace of its own name as well."""

    line: int = 0
    namespace: str = ""


def line_of(element: Element) -> int:
    """Return the line on which an element starts, 0 where it was not read from a file."""
    return element.line if isinstance(element, PlacedElement) else 0


def read_xml(path: Path) -> Element:
    """Return the root of an XML file, the standard's names without namespace; raises `UnreadableModel`."""
    size_bytes = path.stat().st_size
    if size_bytes > FILE_SIZE_MAX_BYTES:
        raise UnreadableModel(f"{path.name} has {size_bytes} bytes, more than {FILE_SIZE_MAX_BYTES}")
    return parse_xml(path.read_bytes(), path.name)


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML text; raises `UnreadableModel`, naming the text `name`."""
    if len(data) > FILE_SIZE_MAX_BYTES:
        raise UnreadableModel(f"{name} has {len(data)} bytes, more than {FILE_SIZE_MAX_BYTES}")
    reader = _Reader(name)
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # The last two: an encoding that is unknown, or that takes several bytes for a letter.
        raise UnreadableModel(f"{name} is not well-formed: {error}") from error
    assert reader.root is not None, name
    return reader.root


class _Reader:
    """Builds the tree while the parser runs, and stops at the first thing that may not be."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: PlacedElement | None = None
        self.open: list[PlacedElement] = []
        self.last: PlacedElement | None = None
        self.pieces: list[str] = []
        self.count = 0
        self.extended = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.pieces.append
        self.parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, document_type: str, *_: object) -> NoReturn:
        raise UnreadableModel(
            f"{self.name}:{self.parser.CurrentLineNumber}: a document type is refused: {document_type}"
        )

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.settle_text()
        self.count += 1
        line = self.parser.CurrentLineNumber
        if self.count > ELEMENTS_MAX or len(self.open) >= DEPTH_MAX:
            what = "elements nested deeper" if len(self.open) >= DEPTH_MAX else "elements"
            most = DEPTH_MAX if len(self.open) >= DEPTH_MAX else ELEMENTS_MAX
            raise UnreadableModel(f"{self.name}:{line}: more {what} than {most:,}")
        namespace, _, tag = name.rpartition("}")
        own = self.root is None or namespace == self.root.namespace or self.extended > 0
        element = PlacedElement(tag if own else f"{{{name}", _plain(attributes))
        element.line = line
        if self.root is None:
            element.namespace = namespace
            self.root = element
        else:
            self.open[-1].append(element)
        self.open.append(element)
        self.last = None
        self.extended += tag == _EXTENSIONS

    def end(self, name: str) -> None:
        self.settle_text()
        self.last = self.open.pop()
        self.extended -= name.rpartition("}")[2] == _EXTENSIONS

    def settle_text(self) -> None:
        if not self.pieces:
            return
        text = "".join(self.pieces)
        self.pieces.clear()
        if self.last is not None:
            self.last.tail = text
        elif self.open:
            self.open[-1].text = text


def _plain(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return attributes by name: bare for the standard's and for `type` and `nil` of schema instances."""
    found: dict[str, str] = {}
    for key, value in attributes.items():
        if key in _NAMES:
            # FEEL takes every gap in a name for one space.
            found[key] = " ".join(value.split())
        elif key.startswith(_XSI):
            found[key.rpartition("}")[2]] = value
        else:
            found[f"{{{key}" if "}" in key else key] = value
    return found


def text_of(element: Element | None, tag: str = "text") -> str:
    """Return the text of the child `tag`, trimmed; empty when there is none."""
    found = None if element is None else element.find(tag)
    return "" if found is None or found.text is None else found.text.strip()


def first_of(element: Element, tags: frozenset[str]) -> Element | None:
    """Return the first child whose name is one of `tags`."""
    return next(children_of(element, tags), None)


def children_of(element: Element, tags: frozenset[str]) -> Iterator[Element]:
    """Yield the children whose name is one of `tags`, in order."""
    return (child for child in element if child.tag in tags)
