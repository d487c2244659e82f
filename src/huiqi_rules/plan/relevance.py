"""Which unknown facts can still change an answer, as columns.

Only open parts are looked into: in `a or b` with a known true nothing is missing, in a sum of points only the parts that are
open count. Figures that a source does not publish are named like facts, with a leading `§`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from huiqi_rules.check import tree
from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.check.tree import NameKind, Typed, children, walk
from huiqi_rules.core.types import AnnualType
from huiqi_rules.model.policy import Clause
from huiqi_rules.plan import nodes, terms
from huiqi_rules.plan.layout import absent_node, fact_column, value_node
from huiqi_rules.plan.lower import LONG_CHAIN, Lowering
from huiqi_rules.plan.nodes import Column, Constant, Kind, Node

Open = Mapping[str, Node]
Places = Mapping[int, Node]
# A guard of its own for each row is shorter than a walk through all of them where it is about so small a part.
_FEW = 8
_ANNUAL = ("latest", "sum of years", "least of years", "count of years")


class Relevance:
    """Answers for one version over one register; remembers the steps it has been through."""

    def __init__(self, lowering: Lowering, checked: CheckedVersion) -> None:
        self.lowering = lowering
        self.checked = checked
        self.steps: dict[tuple[NameKind, str], Open] = {}

    def clause(self, clause: Clause, outcome: Column, settled: Node) -> Open:
        """Return, by fact id, whether the fact can still change the clause's outcome or, where it is met, its amount.

        `settled` says where the amount is known whatever its formula leaves open, as a ceiling of 0 makes it.
        """
        undecided = nodes.is_unknown(outcome)
        found = _under(undecided, _union(*(self._step((NameKind.CONDITION, need)) for need in clause.needs)))
        amounts = _union(
            *(
                self.open(formula)
                for role, formula in self.checked.clauses[clause.id].items()
                if role in ("amount", "at_most", "low", "high")
            )
        )
        refused = nodes.negate(outcome)
        decided = nodes.all_of(outcome, settled) if settled != nodes.FALSE else nodes.FALSE
        possible = nodes.case(((refused, nodes.FALSE), (decided, nodes.FALSE)), nodes.TRUE)
        return _union(found, _under(possible, amounts))

    def open(self, node: Typed) -> Open:
        """Return, by fact id, whether the fact is unknown and keeps this expression open."""
        match node:
            case tree.Reference(kind=NameKind.FACT):
                return {node.id: self._fact_open(node)}
            case tree.Reference(kind=NameKind.PARAMETER):
                term = self.lowering.lower(node)
                return {f"§{node.id}": nodes.TRUE} if terms.unknown(term) == nodes.TRUE else {}
            case tree.Reference(kind=NameKind.VALUE | NameKind.CONDITION):
                return self._step((node.kind, node.id))
            case tree.Call(function=function, arguments=arguments) if function in _ANNUAL:
                return self._annual(node, arguments)
            case tree.Call(function="absent"):
                return _under(self._unknown(node), self.open(node.arguments[0]))
            case tree.Choice():
                return _under(self._unknown(node), self._choice(node))
            case tree.Arithmetic(operator="+" | "-"):
                # A sum is open exactly where a term is, so the sums inside of it need no guards of their own.
                return _under(self._unknown(node), _union(*(self.open(part) for part in _summands(node))))
            case tree.Compare() if _of_one_fact(node):
                # Unknown exactly where the fact is: the guard would only say it again.
                return self._inside(node)
            case tree.And() | tree.Or() | tree.Call() | tree.Compare() | tree.Arithmetic():
                return _under(self._unknown(node), self._inside(node))
            case _:
                return self._inside(node)

    def _inside(self, node: Typed) -> Open:
        return _union(*(self.open(part) for part in children(node)))

    def _choice(self, node: tree.Choice) -> Open:
        (question, answer), *more = node.rows
        if len(node.rows) >= LONG_CHAIN:
            return self._long_choice(node)
        rest = replace(node, rows=tuple(more)) if more else node.otherwise
        condition = self.lowering.lower(question).node
        undecided = nodes.is_unknown(condition)
        return _union(
            self.open(question),
            _under(nodes.any_of(undecided, condition), self.open(answer)),
            _under(nodes.any_of(undecided, nodes.negate(condition)), self.open(rest)),
        )

    def _long_choice(self, node: tree.Choice) -> Open:
        """Return the same for a long choice: one walk down to the first true question for each fact, none for each row."""
        rows = _Rows(tuple(self.lowering.lower(question).node for question, _ in node.rows))
        # Whether the question is unknown is asked of its row.
        asked = _by_fact(
            self._inside(question) if _guarded(question) else self.open(question) for question, _ in node.rows
        )
        given = _by_fact(self.open(answer) for _, answer in node.rows)
        walks = {fact: rows.open(asked.get(fact, {}), given.get(fact, {})) for fact in (*asked, *given)}
        last = self.open(node.otherwise)
        return _union(walks, _under(rows.none_true(), last) if last else {})

    def _step(self, key: tuple[NameKind, str]) -> Open:
        if key not in self.steps:
            formula = self.checked.step(*key).tree
            guard = terms.unknown(self.lowering.steps[key])
            self.steps[key] = {f"§{key[1]}": nodes.TRUE} if formula is None else _under(guard, self.open(formula))
        return self.steps[key]

    def _unknown(self, node: Typed) -> Node:
        return terms.unknown(self.lowering.lower(node))

    def _fact_open(self, node: tree.Reference) -> Node:
        columns = self.lowering.layout.facts.get(node.id)
        if columns is None:
            return nodes.TRUE
        gone = absent_node(node.id, columns)
        if isinstance(node.type, AnnualType) or columns.years:
            blank = [nodes.is_unknown(value_node(node.id, columns, year)) for year in columns.years]
            state = nodes.all_of(*blank)
        elif columns.codes:
            state = nodes.is_unknown(Column(fact_column(node.id, code=columns.codes[0]), Kind.BOOL))
        else:
            state = nodes.is_unknown(value_node(node.id, columns))
        return nodes.all_of(nodes.negate(gone), state)

    def _annual(self, node: tree.Call, arguments: tuple[Typed, ...]) -> Open:
        facts = [one for one in arguments if isinstance(one, tree.Reference)]
        open_ = {one.id: self._fact_open(one) for one in facts}
        # A gap inside the window of years is a gap of the first fact.
        known = nodes.negate(nodes.any_of(*open_.values()))
        first = facts[0].id
        open_[first] = nodes.any_of(open_[first], known)
        return _under(self._unknown(node), open_)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The questions of a long choice, and where the walk down to the first true one gets."""

    questions: tuple[Node, ...]

    def open(self, asked: Places, given: Places) -> Node:
        """Return whether an unknown question waits for a fact (`asked`), or an answer that may be the one does (`given`)."""
        if not given and len(asked) == len(self.questions):
            first, *rest = asked.values()
            # Compared, not put into a set: a hash goes through the whole of each tree, a comparison ends where they differ.
            if all(one == first for one in rest):
                return nodes.all_of(nodes.is_unknown(terms.first_place(self.questions)), first)
        if len(asked) + len(given) <= len(self.questions) // _FEW:
            return nodes.any_of(*self._alone(asked, given))
        branches: list[tuple[Node, Node]] = []
        for number, question in enumerate(self.questions):
            waits = nodes.any_of(asked.get(number, nodes.FALSE), given.get(number, nodes.FALSE))
            branches.append((nodes.all_of(nodes.is_unknown(question), waits), nodes.TRUE))
            branches.append((question, given.get(number, nodes.FALSE)))
        return nodes.case(tuple(branches), nodes.FALSE)

    def none_true(self) -> Node:
        """Return whether no question is true."""
        return nodes.compare(">=", self._first_true(), nodes.number(len(self.questions)))

    def _alone(self, asked: Places, given: Places) -> Iterator[Node]:
        """Yield a guard for each row: it is shorter than a walk through all of them where few are concerned."""
        first = self._first_true()
        for places, may_be_true in ((asked, False), (given, True)):
            for number, open_ in places.items():
                question = self.questions[number]
                possible = nodes.any_of(nodes.is_unknown(question), question if may_be_true else nodes.FALSE)
                yield nodes.all_of(nodes.compare(">=", first, nodes.number(number)), possible, open_)

    def _first_true(self) -> Node:
        places = tuple((question, nodes.number(place)) for place, question in enumerate(self.questions))
        return nodes.case(places, nodes.number(len(places)))


def _by_fact(opens: Iterable[Open]) -> dict[str, dict[int, Node]]:
    found: dict[str, dict[int, Node]] = {}
    for number, open_ in enumerate(opens):
        for fact_id, node in open_.items():
            found.setdefault(fact_id, {})[number] = node
    return found


def _guarded(question: Typed) -> bool:
    return isinstance(question, tree.And | tree.Or | tree.Compare)


def _of_one_fact(node: tree.Compare) -> bool:
    """Return whether a comparison is one of a single figure, day, code or truth of the register with a constant."""
    sides = (node.left, node.right)
    facts = [side for side in sides if isinstance(side, tree.Reference) and side.kind is NameKind.FACT]
    return len(facts) == 1 and not any(
        isinstance(part, tree.Reference) for side in sides if side is not facts[0] for part in walk(side)
    )


def _summands(node: Typed) -> list[Typed]:
    parts: list[Typed] = []
    while isinstance(node, tree.Arithmetic) and node.operator in ("+", "-"):
        parts.append(node.right)
        node = node.left
    return [node, *reversed(parts)]


def _union(*parts: Open) -> dict[str, Node]:
    found: dict[str, list[Node]] = {}
    for part in parts:
        for fact_id, node in part.items():
            found.setdefault(fact_id, []).append(node)
    return {fact_id: nodes.any_of(*open_) for fact_id, open_ in found.items()}


def _under(guard: Node, open_: Open) -> dict[str, Node]:
    if guard == nodes.FALSE:
        return {}
    guarded = {fact_id: nodes.all_of(guard, node) for fact_id, node in open_.items()}
    return {fact_id: node for fact_id, node in guarded.items() if not _never(node)}


def _never(node: Node) -> bool:
    return isinstance(node, Constant) and node.value is False
