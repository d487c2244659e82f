"""Points, bands and extremes of terms: whatever a score is made of, with its lowest and highest value while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from huiqi_rules.plan import fractions, nodes, terms
from huiqi_rules.plan.fractions import ZERO, Fraction
from huiqi_rules.plan.nodes import Constant, Node
from huiqi_rules.plan.terms import Term
from huiqi_rules.syntax.ast import CompareOperator

_NOTHING = Fraction(ZERO)


def points(value: Term, rows: Sequence[tuple[Term, Term]], *, at_most: bool) -> Term:
    """Return the points of the first `(limit, points)` that the number reaches, or does not exceed; 0 where none is.

    While the number is open: between the least and the most that it can earn. Unknown where a limit or its points are.
    """
    earned = [row[1].value for row in rows]
    void = nodes.any_of(*(_no_number(part) for row in rows for part in row))
    if value.bounded:
        low, high = _earned_between(terms.ends(value), rows, at_most=at_most)
    else:
        low, high = _least_and_most([*earned, _NOTHING])
    operator: CompareOperator = "<=" if at_most else ">="
    reached = [terms.compared(operator, value, limit) for limit, _ in rows]
    known = fractions.first_of(tuple(zip(reached, earned, strict=True)), _NOTHING)
    open_ = terms.unknown(value)
    least, most = (_unless(void, fractions.first_of(((open_, end),), known)) for end in (low, high))
    return terms.bounded(least, most)


def band(value: Term, limits: Sequence[Term]) -> Term:
    """Return how many of the limits the number reaches; while it is open, between those that its ends reach."""
    void = nodes.any_of(*(_no_number(limit) for limit in limits))
    open_ = fractions.unknown(terms.ends(value)[0])
    counts: list[Fraction] = []
    for end, whatever in zip(terms.ends(value), (ZERO, nodes.number(len(limits))), strict=True):
        held = [terms.compared(">=", terms.exact(end, value.absent), limit) for limit in limits]
        steps = [nodes.case(((one, nodes.number(1)),), ZERO) for one in held]
        known = Fraction(reduce(nodes.add, steps))
        state = nodes.all_of(nodes.negate(value.absent), open_)
        counts.append(_unless(void, fractions.first_of(((state, Fraction(whatever)),), known)))
    least, most = counts
    return terms.bounded(least, most)


def extreme(items: Sequence[Term], *, greatest: bool) -> Term:
    """Return the least or greatest; of open numbers, that of their ends."""
    absent = nodes.any_of(*(item.absent for item in items))
    lows, highs = zip(*(terms.ends(item) for item in items), strict=True)
    low, high = (fractions.extreme(side, greatest=greatest) for side in (lows, highs))
    return terms.bounded(low, high, absent) if any(item.bounded for item in items) else terms.exact(low, absent)


def absolute(term: Term) -> Term:
    """Return the distance of a number from 0."""
    minus = terms.plus(Term(ZERO), term, minus=True)
    if not term.bounded:
        return terms.exact(fractions.extreme((term.value, minus.value), greatest=True), term.absent)
    (low, high), (minus_high, minus_low) = terms.ends(term), terms.ends(minus)
    least = fractions.extreme((_NOTHING, low, minus_high), greatest=True)
    return terms.bounded(least, fractions.extreme((high, minus_low), greatest=True), term.absent)


def _no_number(term: Term) -> Node:
    """Return whether a limit, or the points of a band, is unknown or absent: nothing can be told by it then."""
    return nodes.any_of(terms.unknown(term), term.absent)


def _unless(void: Node, value: Fraction) -> Fraction:
    return fractions.first_of(((void, fractions.void(value)),), value)


def _least_and_most(possible: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    if all(isinstance(one.top, Constant) and one.bottom is None for one in possible):
        # Fixed points are compared now, not in every row.
        ranges = [nodes.range_of(one.top) for one in possible]
        low, high = min(reach.low for reach in ranges), max(reach.high for reach in ranges)
        return Fraction(nodes.number(low)), Fraction(nodes.number(high))
    return fractions.extreme(possible, greatest=False), fractions.extreme(possible, greatest=True)


def _earned_between(
    ends: tuple[Fraction, Fraction], rows: Sequence[tuple[Term, Term]], *, at_most: bool
) -> tuple[Fraction, Fraction]:
    """Return the least and the most points that a number between two ends can earn.

    A band is earned by some number that reaches its limit and none before it; such a number lies between the ends where
    the one end reaches the limit and the other stays short of every limit before.
    """
    low, high = ends
    near, far = (low, high) if at_most else (high, low)
    reaches: CompareOperator = "<=" if at_most else ">="
    short: CompareOperator = ">" if at_most else "<"
    before: list[Fraction] = []
    ways: list[tuple[Node, Fraction]] = []
    for limit, earned in rows:
        own = limit.value
        misses = (fractions.compare(short, end, other) for other in before for end in (far, own))
        ways.append((nodes.all_of(fractions.compare(reaches, near, own), *misses), earned.value))
        before.append(own)
    ways.append((nodes.all_of(*(fractions.compare(short, far, other) for other in before)), _NOTHING))
    unknown = fractions.unknown(low)
    ways = [(nodes.any_of(unknown, test), earned) for test, earned in ways]
    return _best(ways, "<"), _best(ways, ">")


def _best(ways: Sequence[tuple[Node, Fraction]], better: CompareOperator) -> Fraction:
    """Return the least or greatest value whose condition holds; one of them always does."""
    best = fractions.void(ways[0][1])
    for test, value in ways:
        takes = nodes.any_of(fractions.unknown(best), fractions.compare(better, value, best))
        best = fractions.first_of(((nodes.all_of(test, takes), value),), best)
    return best
