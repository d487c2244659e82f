"""Versions compiled to closures over one environment: alone, or together, where what is the same is kept once.

Steps are the same where their typed trees are, with every name replaced by the slot that it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from huiqi_rules.check import tree
from huiqi_rules.check.rulebook import CheckedVersion, clause_roles
from huiqi_rules.check.tree import NameKind, Reference, Typed, walk
from huiqi_rules.core.types import BoolType, SetType
from huiqi_rules.model.policy import DEFAULT_RATIO_DIGITS, Clause, Unpublished
from huiqi_rules.scalar.checked import CHECKED
from huiqi_rules.scalar.closures import Constant
from huiqi_rules.scalar.compile import compile_expression
from huiqi_rules.scalar.program import ClauseProgram, Closure, Environment, Figures, Key, Machine, VersionProgram, load

_DAY: Key = (NameKind.DAY, "as of")
_YEAR: Key = (NameKind.YEAR, "policy year")


def compile_version(checked: CheckedVersion, figures: Figures | None = None) -> VersionProgram:
    """Return the closures of one checked version; with the figures of a day they are built in, and quicker."""
    return compile_together((checked,), figures)[0]


def compile_together(versions: Sequence[CheckedVersion], figures: Figures | None = None) -> tuple[VersionProgram, ...]:
    """Return the closures of versions of one rulebook over one machine: what one run answers serves them all."""
    linker = _Linker(figures)
    read = [_facts_read(version) for version in versions]
    for facts in read:
        linker.place_facts(facts)
    slots = [linker.place_names(version, facts) for version, facts in zip(versions, read, strict=True)]
    machine = linker.machine()
    return tuple(
        _program(linker, machine, version, facts, own)
        for version, facts, own in zip(versions, read, slots, strict=True)
    )


def _program(
    linker: _Linker, machine: Machine, version: CheckedVersion, facts: Iterable[str], slots: Mapping[Key, int]
) -> VersionProgram:
    conditions = tuple((one.id, slots[NameKind.CONDITION, one.id]) for one in version.version.conditions)
    return VersionProgram(
        checked=version,
        machine=machine,
        slots=slots,
        facts={fact_id: slots[NameKind.FACT, fact_id] for fact_id in facts},
        parameters={name: slot for (kind, name), slot in slots.items() if kind is NameKind.PARAMETER},
        clauses={clause.id: linker.clause(version, clause, slots) for clause in version.version.clauses},
        conditions=conditions,
        answers=_together([slot for _, slot in conditions]),
        outputs=tuple(_outputs(version, slots)),
    )


def _outputs(version: CheckedVersion, slots: Mapping[Key, int]) -> Iterator[tuple[str, int, int]]:
    """Yield the named outputs of the policy that a version has, each with its slot and digits."""
    for name in version.policy.outputs:
        slot = slots.get((NameKind.VALUE, name))
        if slot is not None:
            digits = version.step(NameKind.VALUE, name).digits
            yield name, slot, DEFAULT_RATIO_DIGITS if digits is None else digits


@dataclass(slots=True)
class _Linker:
    """Gives out slots, and keeps the steps that fill them."""

    built_in: Figures | None
    common: dict[Key, int] = field(default_factory=dict)
    blanks: list[tuple[int, object]] = field(default_factory=list)
    known: dict[Hashable, int] = field(default_factory=dict)
    steps: list[tuple[int, Closure]] = field(default_factory=list)
    size: int = 0

    def place_facts(self, read: Mapping[str, Typed]) -> None:
        """Give the facts their slots, the first ones."""
        for fact_id, node in read.items():
            key = (NameKind.FACT, fact_id)
            if key in self.common:
                continue
            slot = self.common[key] = self._next()
            # A fact known to be absent is read as no for a yes/no fact, as the empty set for a set.
            if isinstance(node.type, BoolType):
                self.blanks.append((slot, False))
            elif isinstance(node.type, SetType):
                self.blanks.append((slot, frozenset()))

    def place_names(self, version: CheckedVersion, read: Iterable[str]) -> dict[Key, int]:
        """Return the slots of all names of a version, and add the steps that no version before it has."""
        slots = {(NameKind.FACT, fact_id): self.common[NameKind.FACT, fact_id] for fact_id in read}
        named = {(meaning.kind, meaning.id) for meaning in version.names.values() if meaning.kind is NameKind.PARAMETER}
        for key in sorted(named | {_DAY, _YEAR}):
            if key not in self.common:
                self.common[key] = self._next()
            slots[key] = self.common[key]
        for step in version.steps:
            slots[step.kind, step.id] = self._next() if step.tree is None else self._placed(version, step.tree, slots)
        return slots

    def _placed(self, version: CheckedVersion, node: Typed, slots: Mapping[Key, int]) -> int:
        signature = _signature(node, slots)
        if signature not in self.known:
            self.known[signature] = slot = self._next()
            self.steps.append((slot, self._closure(version, node.source, slots)))
        return self.known[signature]

    def _closure(self, version: CheckedVersion, source: object, slots: Mapping[Key, int]) -> Closure:
        def resolve(name: str) -> Closure | None:
            meaning = version.names.get(name)
            if meaning is None:
                return None
            if meaning.kind is NameKind.PARAMETER and self.built_in is not None:
                return Constant(self.built_in.get(meaning.id))
            return load(slots, meaning)

        return compile_expression(source, resolve=resolve, semantics=CHECKED)  # type: ignore[arg-type]  # typed trees come from expressions

    def clause(self, version: CheckedVersion, clause: Clause, slots: Mapping[Key, int]) -> ClauseProgram:
        """Return the program of one clause, its needs and formulas over the slots of its version."""
        formulas = {
            role: self._closure(version, formula.tree, slots)
            for role, formula in clause_roles(clause)
            if role in version.clauses[clause.id]
        }
        needs = tuple((need, slots[NameKind.CONDITION, need]) for need in clause.needs)
        amounts = (formulas[role] for role in ("amount", "at_most", "low", "high") if role in formulas)
        fixed = not isinstance(clause.amount, Unpublished) and all(isinstance(one, Constant) for one in amounts)
        together = _together([slot for _, slot in needs])
        met = dict.fromkeys(clause.needs, True)
        return ClauseProgram(clause, needs, formulas, together, fixed, (True,) * len(needs), met)

    def machine(self) -> Machine:
        """Return what fills the environment."""
        facts = [name for kind, name in self.common if kind is NameKind.FACT]
        figures = {name: slot for (kind, name), slot in self.common.items() if kind is NameKind.PARAMETER}
        days = (self.common[_DAY], self.common[_YEAR])
        return Machine(tuple(facts), figures, days, tuple(self.blanks), tuple(self.steps), self.size)

    def _next(self) -> int:
        self.size += 1
        return self.size - 1


def _together(slots: Sequence[int]) -> Callable[[Environment], tuple[object, ...]]:
    """Return what reads several slots as a tuple."""
    if len(slots) > 1:
        return itemgetter(*slots)
    return lambda environment: tuple(environment[slot] for slot in slots)


def _facts_read(checked: CheckedVersion) -> Mapping[str, Typed]:
    found: dict[str, Typed] = {}
    trees = [step.tree for step in checked.steps if step.tree is not None]
    trees.extend(tree for formulas in checked.clauses.values() for tree in formulas.values())
    for one in trees:
        for part in walk(one):
            if isinstance(part, Reference) and part.kind is NameKind.FACT:
                found.setdefault(part.id, part)
    return found


def _signature(node: Typed, slots: Mapping[Key, int]) -> Hashable:
    """Return what two formulas have in common when they always have the same answer for the same environment."""
    parts = tuple(_signature(part, slots) for part in tree.children(node))
    match node:
        case tree.Literal():
            # By its text: 1, 1.0 and true are equal in Python.
            return ("Literal", type(node.value).__name__, str(node.value))
        case tree.Months():
            return ("Months", node.months)
        case tree.Days():
            return ("Days", node.days)
        case tree.Reference():
            return ("Reference", slots[node.kind, node.id])
        case tree.Arithmetic() | tree.Compare():
            return (type(node).__name__, node.operator, *parts)
        case tree.Call():
            return ("Call", node.function, *parts)
        case _:
            return (type(node).__name__, *parts)
