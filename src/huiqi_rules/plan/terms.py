"""What an expression becomes on the way to a plan: a fraction, and beside it what the fraction alone cannot say.

A score keeps its lowest and highest value; a fact that may be absent keeps the condition under which it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from huiqi_rules.plan import fractions, nodes
from huiqi_rules.plan.fractions import ZERO, Fraction
from huiqi_rules.plan.nodes import FALSE, Node, Rounding
from huiqi_rules.plan.walk import children
from huiqi_rules.syntax.ast import CompareOperator

Answer = TypeVar("Answer", Node, Fraction)


@dataclass(frozen=True, slots=True)
class Term:
    """A lowered expression: `node / bottom`, absent where `absent` is true, between `low` and `high` where it is open.

    A bounded term has both ends; its `node / bottom` is the value where the ends agree.
    """

    node: Node
    bottom: Node | None = None
    absent: Node = FALSE
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def bounded(self) -> bool:
        """Return whether the term keeps bounds."""
        return self.low is not None

    @property
    def value(self) -> Fraction:
        """Return the value; of a bounded term it is unknown where the ends differ."""
        return Fraction(self.node, self.bottom)


def exact(value: Fraction, absent: Node = FALSE) -> Term:
    """Return the term of a value."""
    return Term(value.top, value.bottom, absent)


def bounded(low: Fraction, high: Fraction, absent: Node = FALSE) -> Term:
    """Return the term of a number between two ends; both are unknown where it is absent."""
    if low == high:
        return exact(low, absent)
    value = fractions.first_of(((fractions.compare("=", low, high), low),), fractions.void(low))
    return Term(value.top, value.bottom, absent, low, high)


def ends(term: Term) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest value of a term."""
    if term.low is not None and term.high is not None:
        return term.low, term.high
    return term.value, term.value


def end_nodes(term: Term) -> tuple[Node, Node]:
    """Return the lowest and the highest value of a term that is rounded, or was never divided."""
    low, high = ends(term)
    assert low.bottom is None and high.bottom is None, "a quotient is rounded before it becomes a column"
    return low.top, high.top


def unknown(term: Term) -> Node:
    """Return whether the value of a term is unknown (an open score is); an absent one is known."""
    if term.low is not None and term.high is not None:
        agree = fractions.compare("=", term.low, term.high)
        state = nodes.any_of(fractions.unknown(term.low), fractions.unknown(term.high), nodes.negate(agree))
    else:
        state = fractions.unknown(term.value)
    return nodes.all_of(nodes.negate(term.absent), state)


def plus(left: Term, right: Term, *, minus: bool = False) -> Term:
    """Return the exact sum or difference of two terms."""
    absent = nodes.any_of(left.absent, right.absent)
    if left.bounded or right.bounded:
        (low, high), (other_low, other_high) = ends(left), ends(right)
        first, second = (other_high, other_low) if minus else (other_low, other_high)
        return bounded(fractions.add(low, first, minus=minus), fractions.add(high, second, minus=minus), absent)
    return exact(fractions.add(left.value, right.value, minus=minus), absent)


def times(left: Term, right: Term) -> Term:
    """Return the exact product of two terms."""
    absent = nodes.any_of(left.absent, right.absent)
    if not (left.bounded or right.bounded):
        return exact(fractions.multiply(left.value, right.value), absent)
    for one, other in ((left, right), (right, left)):
        if not other.bounded and fractions.is_positive(other.value):
            low, high = (fractions.multiply(end, other.value) for end in ends(one))
            return bounded(low, high, absent)
    corners = [fractions.multiply(one, other) for one in ends(left) for other in ends(right)]
    return bounded(fractions.extreme(corners, greatest=False), fractions.extreme(corners, greatest=True), absent)


def divided(left: Term, right: Term) -> Term:
    """Return the fraction of two terms, neither of them a score; nothing is divided yet."""
    return exact(fractions.divide(left.value, right.value), nodes.any_of(left.absent, right.absent))


def compared(operator: CompareOperator, left: Term, right: Term) -> Node:
    """Return the three-valued answer of a comparison: by products, never by quotients; with absent it is false."""
    if left.bounded or right.bounded:
        answer = _bounded_answer(operator, left, right)
    else:
        answer = fractions.compare(operator, left.value, right.value)
    absent = nodes.any_of(left.absent, right.absent)
    if absent == FALSE:
        return answer
    if operator == "=":
        return nodes.case(((absent, nodes.all_of(left.absent, right.absent)),), answer)
    if operator == "!=":
        return nodes.case(((absent, nodes.negate(nodes.all_of(left.absent, right.absent))),), answer)
    return nodes.case(((absent, FALSE),), answer)


def chosen(condition: Node, consequence: Term, alternative: Term) -> Term:
    """Return the choice between two terms; unknown where the condition is."""

    def pick(first: Fraction, second: Fraction) -> Fraction:
        if first == second:
            return fractions.first_of(((nodes.is_unknown(condition), fractions.void(first)),), first)
        branches = ((condition, first), (nodes.negate(condition), second))
        return fractions.first_of(branches, fractions.void(first))

    absent = nodes.case(((condition, consequence.absent), (nodes.negate(condition), alternative.absent)), FALSE)
    if consequence.absent == alternative.absent == FALSE:
        absent = FALSE
    if consequence.bounded or alternative.bounded:
        (low, high), (other_low, other_high) = ends(consequence), ends(alternative)
        return bounded(pick(low, other_low), pick(high, other_high), absent)
    return exact(pick(consequence.value, alternative.value), absent)


def first_place(conditions: tuple[Node, ...]) -> Node:
    """Return which condition is the first that is true, from 0, the number of all where none is; unknown behind an unknown one."""
    # Asked of every row: which is the first that is true. Only where a column is unknown: whether one before it may be.
    true, possible = (
        nodes.case(
            tuple((test(condition), nodes.number(number)) for number, condition in enumerate(conditions)),
            nodes.number(len(conditions)),
        )
        for test in (lambda condition: condition, _may_be_true)
    )
    open_ = nodes.any_of(*(nodes.is_unknown(read) for read in _read_by(conditions)))
    settled = nodes.compare("=", possible, true)
    branches = ((nodes.negate(open_), true), (settled, true))
    return nodes.case(branches, nodes.unknown_like(nodes.number(len(conditions))))


def _may_be_true(condition: Node) -> Node:
    return nodes.any_of(nodes.is_unknown(condition), condition)


def _read_by(conditions: Iterable[Node]) -> Iterable[Node]:
    """Return what may be unknown in conditions: the columns that they read, and a constant that says so."""
    found: dict[str, Node] = {}
    seen: set[int] = set()
    pending = list(conditions)
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Column):
            found.setdefault(node.name, node)
        elif isinstance(node, nodes.Constant) and node.value is None:
            found.setdefault("", node)
        elif id(node) not in seen:
            seen.add(id(node))
            pending.extend(children(node))
    return [found[name] for name in sorted(found)]


def chosen_first(conditions: tuple[Node, ...], answers: tuple[Term, ...], last: Term) -> Term:
    """Return the answer of the first condition that is true, else the last; unknown where one before it is unknown.

    The same as `chosen` again and again, but one node wide instead of as deep as a table has rows.
    """
    place = first_place(conditions)

    def pick(values: Sequence[Fraction], otherwise: Fraction) -> Fraction:
        like = next((one for one in (*values, otherwise) if not _is_null(one.top)), otherwise)
        branches = ((nodes.is_unknown(place), fractions.void(like)), *_at_places(place, values))
        return fractions.first_of(branches, otherwise)

    every = (*answers, last)
    absent: Node = FALSE
    if any(one.absent != FALSE for one in every):
        gone = _at_places(place, (one.absent for one in answers))
        absent = nodes.case(((nodes.is_unknown(place), FALSE), *gone), last.absent)
    if any(one.bounded for one in every):
        lows, highs = zip(*(ends(one) for one in every), strict=True)
        return bounded(pick(lows[:-1], lows[-1]), pick(highs[:-1], highs[-1]), absent)
    return exact(pick([one.value for one in answers], last.value), absent)


def _at_places(place: Node, values: Iterable[Answer]) -> list[tuple[Node, Answer]]:
    return [(nodes.compare("=", place, nodes.number(number)), value) for number, value in enumerate(values)]


def _is_null(node: Node) -> bool:
    return isinstance(node, nodes.Constant) and node.value is None


def rounded(term: Term, digits: int, rounding: Rounding) -> Term:
    """Return the term rounded to `digits` decimals; fractions are divided here, exactly."""
    if term.bounded:
        low, high = (fractions.rounded(end, digits, rounding) for end in ends(term))
        return bounded(low, high, term.absent)
    return exact(fractions.rounded(term.value, digits, rounding), term.absent)


def capped(base: Term, ceiling: Term) -> Term:
    """Return a rounded base, at most the ceiling; an unknown base lies between 0 and a known ceiling."""
    low, high = end_nodes(base)
    top_low, top_high = end_nodes(ceiling)
    # An absent base has no value either; what it would have come to lies between the same ends.
    open_ = nodes.is_unknown(low)
    least = nodes.case(((nodes.all_of(open_, nodes.negate(nodes.is_unknown(top_low))), ZERO),), _least(low, top_low))
    most = nodes.case(((open_, _at_least_zero(top_high)),), _least(high, top_high))
    return bounded(Fraction(least), Fraction(most))


def between(low: Term | None, high: Term) -> Term:
    """Return the range from the lowest `low` (0 where none is given) to the highest `high`.

    Both ends are unknown where either is, or where they contradict: half a range is no amount, and no sum may hold it.
    """
    _, top = end_nodes(high)
    if low is None:
        least: Node = ZERO if nodes.range_of(top).low >= 0 else _least(ZERO, top)
    else:
        least, _ = end_nodes(low)
    if low is None or nodes.range_of(least).high <= nodes.range_of(top).low:
        open_ = nodes.any_of(nodes.is_unknown(least), nodes.is_unknown(top))
        ends = [nodes.case(((open_, nodes.unknown_like(end)),), end) for end in (least, top)]
    else:
        right = nodes.compare("<=", least, top)
        ends = [nodes.case(((right, end),), nodes.unknown_like(end)) for end in (least, top)]
    return bounded(Fraction(ends[0]), Fraction(ends[1]))


def not_below_zero(amount: Term) -> Term:
    """Return a rounded amount with what is below 0 cut to 0; the term itself where it cannot be below."""
    low, high = end_nodes(amount)
    if min(nodes.range_of(low).low, nodes.range_of(high).low) >= 0:
        return amount
    return bounded(Fraction(_at_least_zero(low)), Fraction(_at_least_zero(high)), amount.absent)


def _at_least_zero(node: Node) -> Node:
    return node if nodes.range_of(node).low >= 0 else nodes.extreme((node, ZERO), greatest=True)


def _least(left: Node, right: Node) -> Node:
    return nodes.extreme((left, right), greatest=False)


def _bounded_answer(operator: CompareOperator, left: Term, right: Term) -> Node:
    (low, high), (other_low, other_high) = ends(left), ends(right)
    compare = fractions.compare
    match operator:
        case ">=":
            yes, no = compare(">=", low, other_high), compare("<", high, other_low)
        case ">":
            yes, no = compare(">", low, other_high), compare("<=", high, other_low)
        case "<=":
            yes, no = compare("<=", high, other_low), compare(">", low, other_high)
        case "<":
            yes, no = compare("<", high, other_low), compare(">=", low, other_high)
        case _:
            same = nodes.all_of(
                compare("=", low, high), compare("=", other_low, other_high), compare("=", low, other_low)
            )
            apart = nodes.any_of(compare("<", high, other_low), compare("<", other_high, low))
            yes, no = (same, apart) if operator == "=" else (apart, same)
    return nodes.case(((yes, nodes.TRUE), (no, FALSE)), nodes.UNKNOWN_BOOL)
