"""The names of a model that its texts may hold blanks or operators in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.dmn.definitions import Definitions

_NAMING: Final = frozenset(
    {
        "variable",
        "formalParameter",
        "itemComponent",
        "output",
        "column",
        "parameter",
        "parameters",
        "for",
        "some",
        "every",
    }
)
_OPERATORS: Final = frozenset("-+*/.'")


class ModelNames:
    """Every name of some files: of elements and types, of parameters, entries and components."""

    def __init__(self, files: Iterable[Definitions]) -> None:
        inner: set[str] = set()
        elements: set[str] = set()
        for definitions in files:
            inner.update(definitions.imports)
            for element in definitions.elements:
                elements.add(element.name)
                inner.update(_inner(element.xml))
            for name, item in definitions.item_definitions.items():
                inner.add(name)
                inner.update(_inner(item))
        self._all = frozenset(inner | elements)
        self._like_formulas = frozenset(name for name in elements - inner if not _OPERATORS.isdisjoint(name))

    def seen_with(self, visible: Collection[str]) -> frozenset[str]:
        """Return the names for the texts of an element that sees the elements called `visible`.

        Where `a-b` is the name of an element that it does not require, it subtracts.
        """
        hidden = self._like_formulas.difference(visible)
        return self._all - hidden if hidden else self._all


def _inner(element: Element) -> Iterable[str]:
    own = element.find("variable")
    for part in element.iter():
        if part.tag in _NAMING and part is not own:
            yield part.get("name") or part.get("iteratorVariable") or ""
