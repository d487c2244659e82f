"""What needs what in a policy: facts, figures, tables, values and conditions, up to the clauses and their shared limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.policy_words import Sayer, gives, pair, value_shown
from huiqi.rulebook.domain.table_words import tables_of, unit
from huiqi_rules.check.rulebook import CheckedRulebook, CheckedVersion
from huiqi_rules.check.tree import NameKind, Typed, references
from huiqi_rules.model.facts import Parameter
from huiqi_rules.model.limits import Limits
from huiqi_rules.model.policy import Clause, Policy, Version
from huiqi_rules.packs.loading import Loaded


class Kind(StrEnum):
    """What a node is; the shapes are those of a decision requirements diagram."""

    FACT = "fact"
    FIGURE = "figure"
    TABLE = "table"
    VALUE = "value"
    CONDITION = "condition"
    LIMIT = "limit"
    CLAUSE = "clause"


KINDS: Final[dict[Kind, Pair]] = {
    Kind.FACT: ("数据项", "Facts"),
    Kind.FIGURE: ("标准与参数", "Figures"),
    Kind.TABLE: ("决策表", "Decision tables"),
    Kind.VALUE: ("计算的数值", "Figures worked out"),
    Kind.CONDITION: ("条件", "Conditions"),
    Kind.LIMIT: ("共同的限制", "Shared limits"),
    Kind.CLAUSE: ("条款", "Clauses"),
}
_NODE_OF: Final = {
    NameKind.FACT: Kind.FACT,
    NameKind.PARAMETER: Kind.FIGURE,
    NameKind.VALUE: Kind.VALUE,
    NameKind.CONDITION: Kind.CONDITION,
}
_GROUP: Final = ("就高不重复", "the highest only")


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that is needed or needs others; `told` says what it is: a unit, a value of the day, a rule in words."""

    kind: Kind
    id: str
    name: Pair
    told: Pair = ("", "")

    @property
    def key(self) -> str:
        """Return what tells it from all others."""
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by key, and for each the keys of those that it needs."""

    nodes: Mapping[str, Node]
    needs: Mapping[str, tuple[str, ...]]

    def of(self, key: str) -> Graph:
        """Return the part that one node needs, itself included."""
        found = {key}
        waiting = [key]
        while waiting:
            for needed in self.needs.get(waiting.pop(), ()):
                if needed not in found:
                    found.add(needed)
                    waiting.append(needed)
        return Graph(
            {one: node for one, node in self.nodes.items() if one in found},
            {one: needed for one, needed in self.needs.items() if one in found},
        )

    def needed_by(self, key: str) -> tuple[str, ...]:
        """Return the keys of those that need a node."""
        return tuple(one for one, needed in self.needs.items() if key in needed)


def requirements(loaded: Loaded, checked: CheckedRulebook, policy: Policy, version: Version, day: date) -> Graph:
    """Return what needs what in a version, with the figures of a day."""
    typed = checked.version(policy.id, version.id)
    drawing = _Drawing(typed, Sayer.of(checked.rulebook, policy, version, day), day, {}, {}, {})
    for table in tables_of(loaded, policy.id, version.id):
        drawing.owners |= dict.fromkeys(table.outputs, table.id)
        drawing.nodes[f"{Kind.TABLE}-{table.id}"] = Node(
            Kind.TABLE, table.id, pair(table.name) if table.name.zh or table.name.en else (table.id, table.id)
        )
    for step in typed.steps:
        drawing.need(drawing.node(step.kind, step.id), () if step.tree is None else (step.tree,))
    for clause in version.clauses:
        drawing.clause(clause)
    return Graph(drawing.nodes, {key: tuple(dict.fromkeys(needed)) for key, needed in drawing.needs.items()})


@dataclass(slots=True)
class _Drawing:
    typed: CheckedVersion
    sayer: Sayer
    day: date
    nodes: dict[str, Node]
    needs: dict[str, list[str]]
    # The table that a value is an output of.
    owners: dict[str, str]

    def node(self, kind: NameKind, id: str) -> str:
        """Return the key of what a name stands for; it is drawn where it was not yet."""
        if kind is NameKind.VALUE and id in self.owners:
            return f"{Kind.TABLE}-{self.owners[id]}"
        key = f"{_NODE_OF[kind]}-{id}"
        if key not in self.nodes:
            self.nodes[key] = self.made(kind, id)
        return key

    def made(self, kind: NameKind, id: str) -> Node:
        """Return a node for what a name stands for."""
        rulebook, version = self.sayer.rulebook, self.typed.version
        match kind:
            case NameKind.FACT:
                fact = rulebook.facts[id]
                return Node(Kind.FACT, id, pair(fact.name), unit(fact.type))
            case NameKind.PARAMETER:
                parameter = rulebook.parameters[id]
                return Node(Kind.FIGURE, id, pair(parameter.name), figure_told(parameter, self.day))
            case NameKind.VALUE:
                value = next(one for one in version.values if one.id == id)
                told = ("", "") if value.of is None else self.sayer.say(value.of)
                return Node(Kind.VALUE, id, named(pair(value.name), id), told)
            case _:
                condition = next(one for one in version.conditions if one.id == id)
                return Node(Kind.CONDITION, id, named(pair(condition.name), id), self.sayer.say(condition.when))

    def need(self, key: str, trees: Iterable[Typed]) -> None:
        """Note everything that some formulas of a node read."""
        needed = self.needs.setdefault(key, [])
        for tree in trees:
            for kind in _NODE_OF:
                # A table reads its own outputs nowhere; a column that says it did is the check's to tell.
                needed += [one for name in references(tree, kind) if (one := self.node(kind, name)) != key]

    def clause(self, clause: Clause) -> None:
        """Draw a clause with its conditions, its formulas and the limits that it shares with others."""
        key = f"{Kind.CLAUSE}-{clause.id}"
        self.nodes[key] = Node(Kind.CLAUSE, clause.id, named(pair(clause.name), clause.id), gives(self.sayer, clause))
        known = {one.id for one in self.typed.version.conditions}
        needed = self.needs.setdefault(key, [])
        needed += [self.node(NameKind.CONDITION, need) for need in clause.needs if need in known]
        formulas = dict(self.typed.clauses.get(clause.id, {}))
        for limit, role in shared_limits(clause.limits):
            self.nodes.setdefault(limit.key, limit)
            needed.append(limit.key)
            if role in formulas:
                self.need(limit.key, (formulas.pop(role),))
        self.need(key, formulas.values())


def shared_limits(limits: Limits) -> Iterator[tuple[Node, str]]:
    """Yield the limits that several clauses may share, and the role of the formula of each."""
    if limits.group is not None:
        yield Node(Kind.LIMIT, f"group-{limits.group.id}", _GROUP, (limits.group.id, limits.group.id)), ""
    for place, cap in enumerate(limits.caps):
        name = named(pair(cap.title), cap.id)
        yield Node(Kind.LIMIT, f"cap-{cap.id}", name, ("每家限额", "cap for each payee")), f"cap.{place}"
    if limits.pool is not None:
        name = named(pair(limits.pool.title), limits.pool.id)
        yield Node(Kind.LIMIT, f"pool-{limits.pool.id}", name, ("资金池", "budget")), "pool"


def named(name: Pair, id: str) -> Pair:
    """Return a name, the id where there is none."""
    return name if any(name) else (id, id)


def figure_told(parameter: Parameter, day: date) -> Pair:
    """Return the value of a parameter on a day."""
    dated = parameter.on(day)
    if dated is None:
        return "当日无规定", "none in force that day"
    return value_shown(parameter, dated, english=False), value_shown(parameter, dated, english=True)
