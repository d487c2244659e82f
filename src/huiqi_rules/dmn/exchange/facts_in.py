"""Input data of a model as facts of a pack: flat, one for each component, with what the item definitions allow."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.types import EnumType, TextType
from huiqi_rules.dmn.exchange.formulas_in import Meant, ModelPath
from huiqi_rules.dmn.exchange.incoming import Incoming, hint, name_of
from huiqi_rules.dmn.exchange.kinds import Kind, Kinds, Shape, Structure, money, restricted, tests_of, texts_in, type_in
from huiqi_rules.dmn.exchange.left import CannotHold, Left
from huiqi_rules.dmn.exchange.names_in import Names, one_line
from huiqi_rules.dmn.xml import text_of
from huiqi_rules.model.facts import Fact, Text
from huiqi_rules.syntax.known_names import split_name

_WORD: Final = re.compile(r"\w+")
_KEEP_IN: Final = "take care that no other value is given, or test it in a condition"


@dataclass(frozen=True, slots=True)
class FactsIn:
    """The facts by the model's names, those that the pack has not got yet, and the allowed values that their types say."""

    meanings: Mapping[ModelPath, Meant]
    facts: tuple[Fact, ...]
    by_id: Mapping[str, Fact]
    left: tuple[Left, ...]
    lost: frozenset[str]
    told: frozenset[tuple[str, str]]


class FactReader:
    """Reads the input data of one model; `known` are the facts that the pack has, `yuan` names what is money."""

    def __init__(self, model: Incoming, names: Names, known: Mapping[str, Fact], yuan: Collection[str]) -> None:
        self.model = model
        self.names = names
        self.known = {fact.name.zh: fact for fact in known.values()} | dict(known)
        self.yuan = yuan
        definitions = {found.get("name", ""): found for found in model.root.findall("itemDefinition")}
        self.kinds = Kinds(definitions, model.names)
        self.columns = tuple(_columns(model.root))
        self.by_name: dict[str, list[tuple[str | None, str]]] = {}
        for name, reference, values in self.columns:
            self.by_name.setdefault(name, []).append((reference, values))
        self.words = _words_beside(model.root, self.by_name)
        self.meanings: dict[ModelPath, Meant] = {}
        self.facts: dict[str, Fact] = {}
        self.new: list[Fact] = []
        self.left: list[Left] = []
        self.lost: set[str] = set()

    def read(self) -> FactsIn:
        """Return the facts of all input data, and of what tables ask for without declaring it."""
        for element in self.model.elements("inputData"):
            self._input(element)
        for element in self._undeclared():
            self._input(element)
        told = frozenset((name, values) for name, _, values in self.columns if values and self._told(name, values))
        return FactsIn(self.meanings, tuple(self.new), self.facts, tuple(self.left), frozenset(self.lost), told)

    def _input(self, element: Element) -> None:
        name = name_of(element)
        if (name,) in self.meanings or name in self.lost:
            self.left.append(self.model.left(element, "another input has its name", "name them apart in the model"))
            return
        variable = element.find("variable")
        reference = None if variable is None else variable.get("typeRef")
        try:
            shape = self.kinds.of(reference or self._type_of_columns(name))
            for path, kind in _flat((name,), shape):
                self._fact(element, path, kind)
        except CannotHold as problem:
            self.lost.add(name)
            self.left.append(self.model.left(element, problem.why, problem.remedy, name=name))

    def _fact(self, element: Element, path: ModelPath, kind: Kind) -> None:
        shown = ".".join(path)
        noted = hint(element)
        kind = type_in(noted, self._with_column_values(path, kind))
        if shown in self.yuan:
            kind = money(kind)
        if kind.unheld is not None:
            why = "its allowed values are more than a list of texts or one range of numbers"
            self.left.append(self.model.left(element, why, _KEEP_IN, kind="allowed values", name=shown))
        fact = self.known.get(noted.get("id", "")) or self.known.get(shown)
        if fact is None or fact.type != kind.type:
            fact = self._new(element, shown, kind, noted)
        self.facts[fact.id] = fact
        self.meanings[path] = Meant(NameKind.FACT, fact.id, fact.type)

    def _new(self, element: Element, shown: str, kind: Kind, noted: Mapping[str, str]) -> Fact:
        given_id = self.names.id_for(noted.get("id") or shown, "fact")
        zh = self.names.label_for(element.get("label") or shown if "." not in shown else shown, given_id)
        said = one_line(text_of(element, "description"))
        if shown not in (zh, given_id):
            said = f"{one_line(shown)}. {said}".strip()
        fact = Fact(
            given_id, Text(zh, one_line(noted.get("en", "")) or zh), kind.type, kind.minimum, kind.maximum, said
        )
        self.new.append(fact)
        return fact

    def _with_column_values(self, path: ModelPath, kind: Kind) -> Kind:
        # A text that every table asks for with one list of values, and nothing else asks for, is one of these values.
        if len(path) > 1 or not isinstance(kind.type, TextType):
            return kind
        asked = {values for _, values in self.by_name.get(path[0], ())}
        if len(asked) != 1 or self.words & set(_WORD.findall(path[0])):
            return kind
        try:
            tests = tests_of(next(iter(asked)), self.model.names)
        except CannotHold:
            return kind
        return restricted(kind, tests) if texts_in(tests) else kind

    def _type_of_columns(self, name: str) -> str | None:
        found = {reference for reference, _ in self.by_name.get(name, ()) if reference}
        return next(iter(found)) if len(found) == 1 else None

    def _undeclared(self) -> Iterator[Element]:
        # Camunda's tables name their inputs without declaring them as input data.
        declared = {
            name_of(element)
            for tag in ("inputData", "decision", "businessKnowledgeModel")
            for element in self.model.elements(tag)
        }
        found = dict.fromkeys(name for name, reference, _ in self.columns if reference and name not in declared)
        for name in found:
            if split_name(name) is not None:
                element = Element("inputData", {"name": name})
                yield element

    def _told(self, name: str, values: str) -> bool:
        meant = self.meanings.get((name,))
        if meant is None:
            return False
        fact = self.facts[meant.id]
        try:
            said = restricted(
                Kind(TextType() if isinstance(fact.type, EnumType) else fact.type), tests_of(values, self.model.names)
            )
        except CannotHold:
            return False
        if isinstance(fact.type, EnumType):
            return isinstance(said.type, EnumType) and set(fact.type.options) <= set(said.type.options)
        return said.unheld is None and (said.minimum, said.maximum) == (fact.minimum, fact.maximum)


def _columns(root: Element) -> Iterator[tuple[str, str | None, str]]:
    for column in root.iter("input"):
        asked = column.find("inputExpression")
        if asked is not None:
            yield text_of(asked), asked.get("typeRef"), text_of(column.find("inputValues"))


def _words_beside(root: Element, columns: Collection[str]) -> frozenset[str]:
    """Return the words of all texts that are more than the name of a table's input."""
    texts = ((element.text or "").strip() for element in root.iter("text"))
    return frozenset(word for text in texts if text not in columns for word in _WORD.findall(text))


def _flat(path: ModelPath, shape: Shape) -> Iterator[tuple[ModelPath, Kind]]:
    if isinstance(shape, Structure):
        for name, part in shape.parts.items():
            yield from _flat((*path, name), part)
    else:
        yield path, shape
