"""A model as it comes in: its elements with the lines they start on, by the same safe reader that runs models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.dmn.definitions import addresses
from huiqi_rules.dmn.exchange.left import Left
from huiqi_rules.dmn.xml import FILE_SIZE_MAX_BYTES, UnreadableModel, line_of, parse_xml

# What Huiqi's own export writes beside the standard's elements, so that types and units come back as they went.
HINT: Final = "huiqiPack"
_NO_HINT: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class Incoming:
    """The root of a model, and the name it is called by in messages."""

    root: Element
    name: str

    def left(self, element: Element, why: str, remedy: str, *, kind: str = "", name: str = "") -> Left:
        """Return the note that an element did not come over."""
        shown = name or element.get("name") or element.get("id") or words_of(element.tag)
        return Left(kind or words_of(element.tag), element.get("id", ""), shown, why, remedy, line_of(element) or None)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return every name of the model, which FEEL texts may use with the blanks in it."""
        found = (element.get("name") or element.get("iteratorVariable") or "" for element in self.root.iter())
        return frozenset(found) - {""}

    def keys(self, targets: Iterable[Element]) -> list[str]:
        """Return the ids of what some references lead to in this model."""
        own = self.root.get("namespace", "")
        return [key for namespace, key in addresses(list(targets), own) if namespace == own]

    def elements(self, tag: str) -> Iterator[Element]:
        """Yield the elements of the decision graph of one kind."""
        return iter(self.root.findall(tag))


def read_incoming(model: bytes | Path, name: str = "") -> Incoming:
    """Return a model; raise `UnreadableModel` where it is none that may be read."""
    root, shown = _parsed(model, name)
    if root.tag != "definitions":
        raise UnreadableModel(f"{shown} is no decision model: its root is <{root.tag}>")
    return Incoming(root, shown)


def read_cases(tests: bytes | Path, name: str = "") -> Incoming:
    """Return a file of test cases in the conformance kit's layout; raise `UnreadableModel` where it is none."""
    root, shown = _parsed(tests, name)
    if root.tag != "testCases":
        raise UnreadableModel(f"{shown} holds no test cases: its root is <{root.tag}>")
    return Incoming(root, shown)


def hint(element: Element) -> Mapping[str, str]:
    """Return what Huiqi's own export noted at an element; empty for the models of others."""
    found = element.find(f"extensionElements/{HINT}")
    return _NO_HINT if found is None else found.attrib


def name_of(element: Element | None) -> str:
    """Return the name that formulas call an element of the decision graph by; empty where it has none."""
    if element is None:
        return ""
    variable = element.find("variable")
    return element.get("name") or ("" if variable is None else variable.get("name")) or ""


def words_of(tag: str) -> str:
    """Return the name of an element in words: `inputData` as "input data"."""
    plain = tag.rpartition("}")[2]
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in plain).strip()


def _parsed(model: bytes | Path, name: str) -> tuple[Element, str]:
    if isinstance(model, bytes):
        return parse_xml(model, name or "the model"), name or "the model"
    try:
        with model.open("rb") as stream:
            # One byte more than may be: the reader then says that it is too large.
            data = stream.read(FILE_SIZE_MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableModel(f"{model.name} cannot be read: {error.strerror}") from None
    return parse_xml(data, name or model.name), name or model.name
