"""What would make a condition met: the smallest change of one fact, or the fewest changes that do it together.

Candidates come from the typed tree (`breakpoints`); each is tried on the whole condition before it is named, so nothing is
claimed that does not pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from huiqi_rules.check import tree
from huiqi_rules.check.tree import NameKind, Typed
from huiqi_rules.core.types import DateType, NumberType
from huiqi_rules.explain.breakpoints import breakpoints
from huiqi_rules.explain.case import Case, facts_in, mentions_day, unfolded_size
from huiqi_rules.explain.changes import (
    Change,
    Variable,
    allowed,
    applied,
    around,
    change_to,
    cost,
    current,
    number_variables,
    other_changes,
)
from huiqi_rules.explain.needs import Need, need_named
from huiqi_rules.explain.scores import gain_score
from huiqi_rules.model.facts import Text

# A rule that doubles at every level could not be searched in a lifetime; the largest published one has 315,000 parts.
PARTS_TRIED_MOST: Final = 1_000_000
OPTIONS_MOST: Final = 40
PAIR_STARTS_MOST: Final = 60
DAYS_MOST: Final = 366 * 20


@dataclass(frozen=True, slots=True)
class Option:
    """One way to meet a condition: changes that are all needed, or only to wait until `day`.

    `breaks` names the conditions of the clause that hold now and would no longer.
    """

    changes: tuple[Change, ...] = ()
    day: date | None = None
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a failed condition of a clause is: the ways to meet it, nearest first; none was found where empty."""

    clause: str
    condition: str
    name: Text
    options: tuple[Option, ...]
    missing: tuple[Need, ...] = ()


def distance(case: Case, clause: str, condition: str, others: Sequence[str]) -> Distance:
    """Return the distance of a failed condition; `others` are the further conditions that its clause needs."""
    name = case.named_condition(condition).name
    node = case.definition(NameKind.CONDITION, condition)
    if node is None or unfolded_size(case, node) > PARTS_TRIED_MOST:
        return Distance(clause, condition, name, ())
    ways = [changes for changes in ways_to(case, node) if applied(case, changes).value(node) is True]
    options = [Option(changes, breaks=_breaks(case, changes, others)) for changes in _fewest(ways)]
    options.sort(key=lambda option: (bool(option.breaks), len(option.changes), cost(option.changes)))
    waiting = [Option(day=day)] if (day := day_from(case, node)) is not None else []
    missing = () if options or waiting else _unknown(case, node)
    return Distance(clause, condition, name, (*waiting, *options[:OPTIONS_MOST]), missing)


def _unknown(case: Case, node: Typed) -> tuple[Need, ...]:
    """Return what is not known of a refused question: even a change that mends the rest could not be seen to pass."""
    unknown = [fact for fact in facts_in(case, node) if case.facts.get(fact) is None]
    return tuple(need_named(case, fact, (node,)) for fact in unknown)


def ways_to(case: Case, node: Typed, want: bool = True) -> list[tuple[Change, ...]]:
    """Return changes that give a question the answer that is wanted; every way is tried on this question."""
    match node:
        case tree.Not(operand=operand):
            return ways_to(case, operand, not want)
        case tree.Reference(kind=NameKind.VALUE | NameKind.CONDITION):
            definition = case.definition(node.kind, node.id)
            return [] if definition is None else ways_to(case, definition, want)
        case tree.And(operands=operands) | tree.Or(operands=operands):
            if isinstance(node, tree.Or) is want:
                return [way for operand in operands for way in _fewest(ways_to(case, operand, want))]
            return single_changes(case, node, want) or _in_turn(case, operands, want)
        case tree.Choice() if (taken := _taken(case, node)) is not None:
            # The branch of the case as it is; changes that would lead to the other one are single changes of the whole.
            ways = [*single_changes(case, node, want), *ways_to(case, taken, want)]
            return [way for way in ways if _gives(case, node, way, want)]
        case _:
            single = single_changes(case, node, want)
            return single or (gain_score(case, node) if want else []) or _pairs(case, node, want)


def _taken(case: Case, node: tree.Choice) -> Typed | None:
    """Return the answer of the row that the case is in; None where that is unknown."""
    for question, answer in node.rows:
        held = case.value(question)
        if held is None:
            return None
        if held is True:
            return answer
    return node.otherwise


def single_changes(case: Case, node: Typed, want: bool = True) -> list[tuple[Change, ...]]:
    """Return, for each fact, the smallest change that gives a question the wanted answer."""
    facts = facts_in(case, node)
    found: list[tuple[Change, ...]] = []
    done: set[str] = set()
    for variable in number_variables(case, facts):
        changes = [] if variable[0] in done else _number_changes(case, node, variable, want)
        if changes:
            # Of an annual fact the latest year that can do it is enough to name.
            done.add(variable[0])
        found.extend((change,) for change in changes)
    for fact_id in facts:
        found.extend((change,) for change in other_changes(case, fact_id) if _gives(case, node, (change,), want))
        found.extend((change,) for change in _date_changes(case, node, fact_id, want))
    return found


def _gives(case: Case, node: Typed, changes: Sequence[Change], want: bool) -> bool:
    return applied(case, changes).value(node) is want


def _number_changes(case: Case, node: Typed, variable: Variable, want: bool) -> list[Change]:
    """Return the nearest figure above and the nearest below that do it."""
    now = current(case, variable)
    candidates = {
        value: beyond for root in breakpoints(case, node, variable) for value, beyond in around(case, variable, root)
    }
    usable = [value for value in candidates if value != now and allowed(case, variable, value)]
    if now is None:
        # Nothing to be near to: the limit itself before its neighbours.
        sides = [usable]
    else:
        sides = [sorted(value for value in usable if value > now), sorted((v for v in usable if v < now), reverse=True)]
    found = []
    for side in sides:
        for value in side:
            change = change_to(case, variable, value, candidates[value])
            if _gives(case, node, (change,), want):
                found.append(change)
                break
    return found


def _date_changes(case: Case, node: Typed, fact_id: str, want: bool) -> list[Change]:
    kind, value = case.rulebook.facts[fact_id].type, case.facts.get(fact_id)
    if not isinstance(kind, DateType) or not isinstance(value, date):
        return []

    found = []
    for sign in (1, -1):

        def moved(days: int, sign: int = sign) -> Change:
            return Change(fact_id, value, value + timedelta(days=sign * days))

        def gives(days: int, moved: Callable[[int], Change] = moved) -> bool:
            return _gives(case, node, (moved(days),), want)

        days = _first_day(gives)
        if days is not None:
            found.append(moved(days))
    return found


def day_from(case: Case, node: Typed) -> date | None:
    """Return the first day on which a question is answered yes by itself, under the same version; None if none is seen."""
    if not mentions_day(case, node):
        return None
    end = case.checked.version.end

    def holds(days: int) -> bool:
        day = case.day + timedelta(days=days)
        return (end is None or day <= end) and case.on(day).value(node) is True

    days = _first_day(holds)
    return None if days is None else case.day + timedelta(days=days)


def _first_day(holds: Callable[[int], bool]) -> int | None:
    """Return the least number of days found at which something holds: doubling, then halving the gap."""
    last, days = 0, 1
    while not holds(days):
        last, days = days, days * 2
        if last >= DAYS_MOST:
            return None
    while days - last > 1:
        middle = (last + days) // 2
        last, days = (last, middle) if holds(middle) else (middle, days)
    return days


def _in_turn(case: Case, operands: Sequence[Typed], want: bool) -> list[tuple[Change, ...]]:
    """Mend one part after the other, each on top of what was changed before; in both orders."""
    both = (_mended(case, order, want) for order in (operands, tuple(reversed(operands))))
    return [changes for changes in both if changes]


def _mended(case: Case, operands: Sequence[Typed], want: bool) -> tuple[Change, ...]:
    """Return the changes that mend all parts in their order; none where one of them cannot be mended."""
    changes: tuple[Change, ...] = ()
    for operand in operands:
        now = applied(case, changes) if changes else case
        if now.value(operand) is want:
            continue
        ways = sorted(ways_to(now, operand, want), key=lambda way: (len(way), cost(way)))
        if not ways:
            return ()
        changes = _joined(changes, ways[0])
    return changes


def _joined(first: Sequence[Change], then: Sequence[Change]) -> tuple[Change, ...]:
    """Return changes one after the other: the later one of a fact counts, from where the fact is now."""
    joined = {change.variable: change for change in first}
    for change in then:
        earlier = joined.get(change.variable)
        joined[change.variable] = change if earlier is None else replace(change, before=earlier.before)
    return tuple(joined.values())


def _pairs(case: Case, node: Typed, want: bool) -> list[tuple[Change, ...]]:
    """Return pairs of changes where no single one will do: a first one at a turning point, then a second that suffices."""
    if not isinstance(node, tree.Compare) or not isinstance(node.left.type, NumberType) or node.left.type.bounded:
        return []
    found: list[tuple[Change, ...]] = []
    for first in _starts(case, node)[:PAIR_STARTS_MOST]:
        now = applied(case, (first,))
        for variable in number_variables(now, facts_in(now, node)):
            if variable != first.variable:
                found.extend(_joined((first,), (change,)) for change in _number_changes(now, node, variable, want))
    return sorted(found, key=cost)[:1]


def _starts(case: Case, node: Typed) -> list[Change]:
    starts: list[Change] = []
    for variable in number_variables(case, facts_in(case, node)):
        fact, now = case.rulebook.facts[variable[0]], current(case, variable)
        ends = [end for end in (fact.minimum, fact.maximum) if end is not None]
        turns = [value for root in breakpoints(case, node, variable) for value, _ in around(case, variable, root)]
        values = [value for value in (*ends, *turns) if value != now and allowed(case, variable, value)]
        starts.extend(change_to(case, variable, value) for value in dict.fromkeys(values))
    return sorted(starts, key=lambda change: cost((change,)))


def _fewest(ways: Sequence[tuple[Change, ...]]) -> list[tuple[Change, ...]]:
    """Return the ways without those that hold another one, and of equal facts in one direction only the cheapest."""
    kept: list[tuple[Change, ...]] = []
    for way in sorted(ways, key=lambda way: (len(way), cost(way))):
        if not any(_covers(other, way) for other in kept):
            kept.append(way)
    return kept


def _covers(smaller: Sequence[Change], larger: Sequence[Change]) -> bool:
    keys = {_key(change) for change in larger}
    return all(_key(change) in keys for change in smaller)


def _key(change: Change) -> tuple[object, ...]:
    rises = change.to > change.before if _ordered(change) else change.to  # type: ignore[operator]  # both are numbers or both are days
    return (*change.variable, rises)


def _ordered(change: Change) -> bool:
    return type(change.before) is type(change.to) and not isinstance(change.to, bool | str | frozenset)


def _breaks(case: Case, changes: Sequence[Change], others: Sequence[str]) -> tuple[str, ...]:
    if not changes:
        return ()
    then = applied(case, changes)
    return tuple(other for other in others if _holds(case, other) and not _holds(then, other))


def _holds(case: Case, condition: str) -> bool:
    node = case.definition(NameKind.CONDITION, condition)
    return node is not None and case.value(node) is True
