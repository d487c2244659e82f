"""The parts of a policy as they come out of a model, before they are written as a pack."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from huiqi_rules.core.types import Type
from huiqi_rules.dmn.exchange.formulas_in import Meant, ModelPath
from huiqi_rules.dmn.exchange.left import Left
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.model.facts import Text
from huiqi_rules.syntax import ast


@dataclass(frozen=True, slots=True)
class ValueIn:
    """A named value with its formula."""

    id: str
    name: Text
    type: Type
    of: ast.Expression


@dataclass(frozen=True, slots=True)
class TableValues:
    """A table with the names and types of its outputs, one for each column."""

    id: str
    name: Text
    outputs: tuple[ValueIn, ...]
    table: DecisionTable


@dataclass(frozen=True, slots=True)
class ParameterIn:
    """A figure or text that the model sets once and for all."""

    id: str
    name: Text
    type: Type
    value: Decimal | str


@dataclass(frozen=True, slots=True)
class ClauseIn:
    """What a policy of the pack answers with: a condition to be met, an amount, or both."""

    id: str
    name: Text
    needs: tuple[str, ...]
    amount: str = ""


@dataclass(slots=True)
class DecisionsIn:
    """Everything that came of the decisions, and what was left."""

    values: list[ValueIn] = field(default_factory=list)
    tables: list[TableValues] = field(default_factory=list)
    conditions: list[ValueIn] = field(default_factory=list)
    parameters: list[ParameterIn] = field(default_factory=list)
    clauses: list[ClauseIn] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    meanings: dict[ModelPath, Meant] = field(default_factory=dict)
