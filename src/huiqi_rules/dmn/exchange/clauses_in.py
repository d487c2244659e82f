"""Clauses of a model: a decision that nothing else asks for is what the policy answers with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.types import MONEY, BoolType
from huiqi_rules.dmn.exchange.formulas_in import Meant
from huiqi_rules.dmn.exchange.incoming import hint, name_of
from huiqi_rules.dmn.exchange.names_in import Names, one_line
from huiqi_rules.dmn.exchange.policy_in import ClauseIn, DecisionsIn, ValueIn
from huiqi_rules.model.facts import Text
from huiqi_rules.syntax import ast


@dataclass(frozen=True, slots=True)
class ClauseReader:
    """Makes clauses: of what an export noted as such, else of yes/no decisions and amounts that no decision requires."""

    decisions: Mapping[str, Element]
    used: Collection[str]
    names: Names
    found: DecisionsIn
    ids: Names = field(default_factory=Names)
    amounts: dict[str, Element] = field(default_factory=dict)

    def read(self) -> None:
        """Add the clauses to what was found; a model with figures alone gets one that needs nothing."""
        noted = ((hint(element), element) for element in self.decisions.values())
        self.amounts.update(
            {note.get("clause", ""): element for note, element in noted if note.get("role") == "amount"}
        )
        for element in self.decisions.values():
            self._decision(element)
        found = self.found
        if not found.clauses and (found.values or found.tables or found.conditions):
            found.clauses.append(ClauseIn("answer", Text("模型给出结果", "What the model answers"), ()))

    def _decision(self, element: Element) -> None:
        name, noted = name_of(element), hint(element)
        meant = self.found.meanings.get((name,))
        if meant is None or noted.get("role") == "amount":
            return
        if noted.get("role") == "outcome":
            amount = self._amount_of(noted.get("clause", ""))
            self._clause(noted.get("clause") or name, name, self._needed(element, meant), amount, noted)
        elif element.get("id", "") in self.used:
            return
        elif isinstance(meant.type, BoolType):
            self._clause(name, name, self._needed(element, meant), "", noted)
        elif meant.type == MONEY:
            self._clause(name, name, (), meant.id, noted)

    def _amount_of(self, clause: str) -> str:
        element = self.amounts.get(clause)
        meant = None if element is None else self.found.meanings.get((name_of(element),))
        return meant.id if meant is not None and meant.type == MONEY else ""

    def _needed(self, element: Element, meant: Meant) -> tuple[str, ...]:
        if meant.kind is NameKind.CONDITION:
            return (meant.id,)
        # A yes or no that a table gives: a clause needs a condition.
        asked = self.names.id_for(f"{meant.id} met", "condition")
        name = one_line(element.get("label") or name_of(element)) or asked
        self.found.conditions.append(ValueIn(asked, Text(name, name), BoolType(), ast.Name(meant.id)))
        return (asked,)

    def _clause(self, wanted: str, name: str, needs: tuple[str, ...], amount: str, noted: Mapping[str, str]) -> None:
        title = one_line(noted.get("zh", "") or name)
        given_id = self.ids.id_for(wanted, "clause")
        english = one_line(noted.get("en", "")) or title
        self.found.clauses.append(ClauseIn(given_id, Text(title, english), needs, amount))
