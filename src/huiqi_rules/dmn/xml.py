"""Reading XML safely: no document types (and so no entities), a size limit, names without their namespace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

FILE_SIZE_MAX_BYTES: Final = 20_000_000


class UnreadableModel(Exception):
    """Raised when a file is not XML that may be read: malformed, too large, or with a document type."""


class _RefusingBuilder(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise UnreadableModel(f"a document type is refused: {name}")


def read_xml(path: Path) -> Element:
    """Return the root of an XML file, all names without namespaces; raises `UnreadableModel`."""
    size_bytes = path.stat().st_size
    if size_bytes > FILE_SIZE_MAX_BYTES:
        raise UnreadableModel(f"{path.name} has {size_bytes} bytes, more than {FILE_SIZE_MAX_BYTES}")
    return parse_xml(path.read_bytes(), path.name)


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML text, all names without namespaces; raises `UnreadableModel`, naming the text `name`."""
    if len(data) > FILE_SIZE_MAX_BYTES:
        raise UnreadableModel(f"{name} has {len(data)} bytes, more than {FILE_SIZE_MAX_BYTES}")
    # Without document types there are no entities, which is all that an attack on this parser could use.
    parser = ET.XMLParser(target=_RefusingBuilder())  # noqa: S314
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ET.ParseError, ValueError, LookupError) as error:
        # The last two: an encoding that is unknown, or that takes several bytes for a letter.
        raise UnreadableModel(f"{name} is not well-formed: {error}") from error
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        for key in [key for key in element.attrib if key.startswith("{")]:
            element.attrib.setdefault(key.rpartition("}")[2], element.attrib[key])
    return root


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
