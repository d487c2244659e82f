"""A version of a policy as a graph of inputs and decisions, each with its formula or table, before it is written as XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.check import tree
from huiqi_rules.check.rulebook import CheckedRulebook, CheckedVersion, Step
from huiqi_rules.check.scope import DAY_NAMES
from huiqi_rules.check.tree import NameKind, Reference, Typed
from huiqi_rules.core.types import COUNT, MONEY, AnnualType, BoolType, DateType, Type
from huiqi_rules.dmn.exchange.feel_out import FeelWriter, Key, literal
from huiqi_rules.dmn.exchange.left import CannotHold, Left
from huiqi_rules.dmn.exchange.names_out import ModelNames, xml_id
from huiqi_rules.dmn.exchange.tables_out import TableWriter
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.model.facts import Text
from huiqi_rules.model.policy import Clause, Condition, ExactAmount, RangeAmount, Unpublished, Value
from huiqi_rules.syntax import ast

_ROLES: Final = ("amount", "at_most", "low", "high")
_DAY: Final[Key] = (NameKind.DAY, "as of")
_YEAR: Final[Key] = (NameKind.YEAR, "policy year")


@dataclass(frozen=True, slots=True)
class Node:
    """An input (`logic` None) or a decision: a formula, or a table whose columns are `columns`."""

    id: str
    name: str
    label: Text
    type: Type
    pack_id: str
    said: str = ""
    logic: ast.Expression | DecisionTable | None = None
    columns: tuple[tuple[str, Type], ...] = ()
    role: str = ""
    clause: str = ""
    fact: str = ""


@dataclass(slots=True)
class Graph:
    """The nodes in an order in which each follows what it uses, and what could not be held."""

    nodes: list[Node] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


class GraphWriter:
    """Makes the graph of one version as in force on a day."""

    def __init__(
        self, checked: CheckedRulebook, version: CheckedVersion, day: date, tables: Sequence[DecisionTable]
    ) -> None:
        self.rulebook = checked.rulebook
        self.version = version
        self.day = day
        self.tables = {output: table for table in tables for output in table.outputs}
        self.own = ModelNames()
        self.keys: dict[Key, str] = {}
        self.writer = FeelWriter(self.keys)
        self.table_writer = TableWriter(self.writer, self.resolve)
        self.graph = Graph()
        self.written: set[str] = set()
        self.tables_done: dict[str, bool] = {}

    def write(self) -> Graph:
        """Return the graph."""
        self._names()
        for step in self.version.steps:
            self._step(step)
        for clause in self.version.version.clauses:
            self._clause(clause)
        return self.graph

    def resolve(self, node: ast.Name) -> Reference:
        """Return what a name of the pack stands for, with its type."""
        meaning = self.version.names[node.name]
        return Reference(meaning.kind, meaning.id, self._type_of((meaning.kind, meaning.id)), node)

    def _names(self) -> None:
        values, conditions = self._values(), self._conditions()
        described: dict[Key, str] = {(NameKind.VALUE, one.id): one.name.zh for one in values.values()}
        described |= {(NameKind.CONDITION, one.id): one.name.zh for one in conditions.values()}
        used = [self._trees(step) for step in self.version.steps]
        used.append([formula for roles in self.version.clauses.values() for formula in roles.values()])
        wanted = dict.fromkeys(
            (part.kind, part.id)
            for trees in used
            for one in trees
            for part in tree.walk(one)
            if isinstance(part, Reference)
        )
        facts = [key for key in wanted if key[0] is NameKind.FACT and not isinstance(self._type_of(key), AnnualType)]
        for key in facts:
            self._name(key, self.rulebook.facts[key[1]].name.zh)
        for key, zh in described.items():
            self._name(key, zh)
        for key in wanted:
            if key[0] is NameKind.PARAMETER:
                self._name(key, self.rulebook.parameters[key[1]].name.zh)
        self._name(_DAY, DAY_NAMES[1])
        self._name(_YEAR, "评定年度")

    def _name(self, key: Key, zh: str) -> None:
        self.keys[key] = self.own.name_for(zh, key[1])
        self.graph.names[f"{key[0]}/{key[1]}"] = self.keys[key]

    def _trees(self, step: Step) -> list[Typed]:
        return [] if step.tree is None else [step.tree]

    def _values(self) -> Mapping[str, Value]:
        return {value.id: value for value in self.version.version.values}

    def _conditions(self) -> Mapping[str, Condition]:
        return {condition.id: condition for condition in self.version.version.conditions}

    def _type_of(self, key: Key) -> Type:
        match key[0]:
            case NameKind.FACT:
                return self.rulebook.facts[key[1]].type
            case NameKind.PARAMETER:
                return self.rulebook.parameters[key[1]].type
            case NameKind.DAY:
                return DateType()
            case NameKind.YEAR:
                return COUNT
            case _:
                return self.version.step(*key).type

    def _step(self, step: Step) -> None:
        key = (step.kind, step.id)
        thing = self._values()[step.id] if step.kind is NameKind.VALUE else self._conditions()[step.id]
        if step.kind is NameKind.VALUE and step.id in self.tables and self._table(self.tables[step.id]):
            return
        try:
            if step.tree is None:
                formula: ast.Expression = ast.Null()
                self.writer.open.add(key)
            else:
                formula = self.writer.formula(step.tree)
                self._needed((step.tree,))
                if self.writer.may_be_null(step.tree):
                    self.writer.open.add(key)
        except CannotHold as problem:
            self._leave(str(step.kind), step.id, thing.name.zh, problem)
            self._add(
                Node(self._id(key), self.keys[key], thing.name, step.type, step.id, f"{problem.why}. {problem.remedy}.")
            )
            return
        said = "" if step.tree is not None else "The source publishes no figure: unknown."
        self._add(
            Node(
                self._id(key),
                self.keys[key],
                thing.name,
                step.type,
                step.id,
                _cited(thing, said),
                formula,
                role=str(step.kind),
            )
        )

    def _table(self, table: DecisionTable) -> bool:
        """Write the table of a value, once for all its outputs; False where it has to be formulas."""
        keys: list[Key] = [(NameKind.VALUE, output) for output in table.outputs]
        if table.id in self.tables_done:
            return self.tables_done[table.id]
        self.tables_done[table.id] = False
        try:
            parts = self.table_writer.uses(table)
            self.table_writer.table("probe", table, [("", "")] * len(keys))
        except CannotHold:
            # As a formula the same is said exactly; nothing is left behind.
            return False
        self.tables_done[table.id] = True
        self._needed(parts)
        nullable = any(self.writer.may_be_null(part) for part in parts) or table.otherwise is None
        self.writer.open.update(keys if nullable else ())
        values = [self._values()[output] for output in table.outputs]
        kinds = [self._type_of(key) for key in keys]
        if len(keys) == 1:
            name, label, given_id = self.keys[keys[0]], values[0].name, self._id(keys[0])
        else:
            name, given_id = self.own.name_for(f"{table.id}_表", table.id), xml_id("table", table.id)
            label = Text(" / ".join(value.name.zh for value in values), "")
        columns = tuple((self.keys[key], kind) for key, kind in zip(keys, kinds, strict=True))
        role = "value" if len(keys) == 1 else ""
        self._add(
            Node(
                given_id,
                name,
                label,
                kinds[0],
                table.outputs[0] if role else table.id,
                _cited(values[0], ""),
                table,
                columns,
                role,
            )
        )
        for key, value, kind in zip(keys, values, kinds, strict=True) if len(keys) > 1 else ():
            column = ast.Path(ast.Name(name), self.keys[key])
            self._add(
                Node(self._id(key), self.keys[key], value.name, kind, value.id, _cited(value, ""), column, role="value")
            )
        return True

    def _needed(self, trees: Sequence[Typed]) -> None:
        """Add the inputs, figures and the day that formulas name and that are not there yet."""
        for node in (part for one in trees for part in tree.walk(one)):
            if isinstance(node, Reference) and self._id((node.kind, node.id)) not in self.written:
                self._leaf((node.kind, node.id))

    def _leaf(self, key: Key) -> None:
        given = self._id(key)
        match key[0]:
            case NameKind.FACT:
                fact = self.rulebook.facts[key[1]]
                said = f"{fact.meaning} {_options(fact.labels)}".strip()
                self._add(Node(given, self.keys[key], fact.name, fact.type, fact.id, said, fact=fact.id))
            case NameKind.PARAMETER:
                self._parameter(key)
            case NameKind.DAY:
                label = Text("评定日", "Day of assessment")
                self._add(Node(given, self.keys[key], label, DateType(), "as_of", "", literal(self.day)))
            case NameKind.YEAR:
                label = Text("评定年度", "Year of assessment")
                self._add(Node(given, self.keys[key], label, COUNT, "policy_year", "", literal(Decimal(self.day.year))))
            case _:
                raise AssertionError(f"{key} follows what uses it")

    def _parameter(self, key: Key) -> None:
        parameter = self.rulebook.parameters[key[1]]
        dated = parameter.on(self.day)
        value = None if dated is None else dated.value
        if value is None:
            self.writer.open.add(key)
        windows = [one for one in parameter.values if one is not dated]
        if windows:
            other = ", ".join(f"{one.start}" for one in windows[:5])
            self.graph.left.append(
                Left(
                    "parameter",
                    parameter.id,
                    parameter.name.zh,
                    f"it has other figures from {other} on",
                    "export again with --on such a day",
                    zh=f"自 {other} 起数值不同，须按那一天再导出",
                )
            )
        said = "" if dated is None else f"{dated.source.cite()} ({dated.start} – {dated.end or ''})"
        if value is None:
            said = f"Not published on {self.day}: unknown. {said}".strip()
        node = Node(
            self._id(key),
            self.keys[key],
            parameter.name,
            parameter.type,
            parameter.id,
            said,
            literal(value),
            role="parameter",
        )
        self._add(node)

    def _clause(self, clause: Clause) -> None:
        conditions = [(NameKind.CONDITION, need) for need in clause.needs]
        met: ast.Expression = ast.Boolean(value=True)
        if conditions:
            names = tuple(ast.Name(self.keys[key]) for key in conditions)
            met = names[0] if len(names) == 1 else ast.And(names)
        guarded = any(key in self.writer.open for key in conditions)
        name = self.own.name_for(f"{clause.name.zh}_符合", f"{clause.id}_met")
        self.graph.names[f"clause/{clause.id}"] = name
        self._add(Node(xml_id("clause", clause.id), name, clause.name, BoolType(), f"{clause.id}_met", _terms(clause), met,
                       role="outcome", clause=clause.id))  # fmt: skip
        for why, zh in _unheld(clause):
            remedy = "settle it after the model has decided, as Huiqi does"
            self.graph.left.append(Left("clause", clause.id, clause.name.zh, why, remedy, zh=zh))
        try:
            for role, amount in self._amounts(clause, ast.Name(name), guarded=guarded):
                self._amount(clause, role, amount)
        except CannotHold as problem:
            self._leave("amount of clause", clause.id, clause.name.zh, problem)

    def _amounts(self, clause: Clause, met: ast.Expression, *, guarded: bool) -> Iterator[tuple[str, ast.Expression]]:
        roles = self.version.clauses[clause.id]
        written = {role: self.writer.formula(roles[role]) for role in _ROLES if role in roles}
        self._needed([roles[role] for role in written])
        zero = ast.Number(Decimal(0))
        match clause.amount:
            case ExactAmount(digits=digits):
                due = written["amount"]
                if "at_most" in written:
                    due = ast.Call(ast.Name("min"), (due, written["at_most"]))
                due = ast.Call(ast.Name("max"), (zero, due))
                rounded = ast.Call(ast.Name("round half up"), (due, ast.Number(Decimal(digits))))
                yield "amount", self.writer.choose(met, rounded, zero, guarded=guarded)
            case RangeAmount():
                for role in ("low", "high"):
                    end = ast.Call(ast.Name("max"), (zero, written[role])) if role in written else zero
                    rounded = ast.Call(ast.Name("round half up"), (end, ast.Number(Decimal(2))))
                    yield role, self.writer.choose(met, rounded, zero, guarded=guarded)
            case Unpublished():
                yield "amount", self.writer.choose(met, ast.Null(), zero, guarded=guarded)
            case None:
                return

    def _amount(self, clause: Clause, role: str, amount: ast.Expression) -> None:
        words = {
            "amount": ("金额", "Amount"),
            "low": ("金额下限", "Least amount"),
            "high": ("金额上限", "Greatest amount"),
        }[role]
        label = Text(f"{clause.name.zh}：{words[0]}", f"{words[1]}: {clause.name.en}")
        name = self.own.name_for(f"{clause.name.zh}_{words[0]}", f"{clause.id}_{role}")
        self.graph.names[f"{role}/{clause.id}"] = name
        noted = "amount" if role == "amount" else ""
        self._add(Node(xml_id(role, clause.id), name, label, MONEY, f"{clause.id}_{role}", "In yuan, before limits.", amount,
                       role=noted, clause=clause.id))  # fmt: skip

    def _add(self, node: Node) -> None:
        self.written.add(node.id)
        self.graph.nodes.append(node)

    def _id(self, key: Key) -> str:
        return xml_id(str(key[0]), key[1])

    def _leave(self, kind: str, id: str, name: str, problem: CannotHold) -> None:
        self.graph.left.append(Left(kind, id, name, problem.why, problem.remedy, zh=problem.zh))


def _cited(thing: Value | Condition, said: str) -> str:
    return " ".join(part for part in (thing.source.cite(), said) if part)


def _options(labels: Sequence[tuple[str, Text]]) -> str:
    return "; ".join(f"{code} = {label.zh}" for code, label in labels)


def _terms(clause: Clause) -> str:
    title = "" if clause.title is None else f"Gives the title {clause.title.zh}."
    notice = "" if clause.notice_days is None else f"Public notice: {clause.notice_days} days."
    pay = "" if clause.pay_within_days is None else f"Paid within {clause.pay_within_days} days."
    parts = (clause.source.cite(), title, f"Delivery: {clause.delivery}.", notice, pay)
    return " ".join([*(part for part in parts if part), *(f"Not in this model: {why}." for why, _ in _unheld(clause))])


def _unheld(clause: Clause) -> Iterator[tuple[str, str]]:
    """Yield what a clause's limits look at beside the one subject, in English and Chinese."""
    limits = clause.limits
    told = (
        (
            limits.first_time or limits.first_time_with,
            "one award only, which looks at earlier ones",
            "首次享受，须看以往",
        ),
        (limits.once_per, f"once per {limits.once_per}, which looks at earlier awards", "每期一次，须看以往"),
        (
            limits.cooling_off_years,
            f"{limits.cooling_off_years} years between awards, which looks at earlier ones",
            "间隔年限，须看以往",
        ),
        (limits.most_times, f"at most {limits.most_times} awards, which looks at earlier ones", "次数上限，须看以往"),
        (limits.stages, "payment in stages, which looks at what was paid", "分期兑现，须看已付"),
        (limits.ranking, "a ranking, which looks at all others", "按名次，须与其他比较"),
        (limits.quota, f"a quota of {limits.quota}, which looks at all others", "名额有限，须与其他比较"),
        (limits.group, "highest only within a group, which looks at other clauses", "就高不重复，须看其他条款"),
        (limits.caps, "a ceiling over several claims, which looks at the others", "多笔合计封顶，须看其他事项"),
        (limits.pool, "a budget, which looks at all others", "预算总额，须看其他事项"),
        (limits.payers, "who bears which share of it", "各级分担比例"),
    )
    yield from ((why, zh) for there, why, zh in told if there)
