"""What an expression becomes on the way to a plan: a node, and beside it what the node alone cannot say.

A fraction keeps its bottom until it is compared or rounded, so no ratio is ever rounded before a limit; a score keeps its
lowest and highest value; a fact that may be absent keeps the condition under which it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from huiqi_rules.core.values import EXACT
from huiqi_rules.plan import nodes
from huiqi_rules.plan.nodes import FALSE, Case, Kind, Node, Range, Rounding
from huiqi_rules.syntax.ast import CompareOperator

ZERO = nodes.number(0)
_ZERO = Decimal(0)
FLIPPED: dict[CompareOperator, CompareOperator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Term:
    """A lowered expression: `node / bottom`, absent where `absent` is true, between `low` and `high` where it is open.

    A bounded term has both ends; its `node` is the value where the ends agree.
    """

    node: Node
    bottom: Node | None = None
    absent: Node = FALSE
    low: Node | None = None
    high: Node | None = None

    @property
    def bounded(self) -> bool:
        """Return whether the term keeps bounds."""
        return self.low is not None


def bounded(low: Node, high: Node, absent: Node = FALSE) -> Term:
    """Return the term of a number between two ends; both are unknown where it is absent."""
    if low == high:
        return Term(low, absent=absent)
    value = Case(((nodes.compare("=", low, high), low),), nodes.unknown_like(low), Kind.NUMBER, nodes.range_of(low))
    return Term(value, absent=absent, low=low, high=high)


def ends(term: Term) -> tuple[Node, Node]:
    """Return the lowest and the highest value of a term."""
    if term.low is not None and term.high is not None:
        return term.low, term.high
    return term.node, term.node


def unknown(term: Term) -> Node:
    """Return whether the value of a term is unknown (an open score is); an absent one is known."""
    if term.low is not None and term.high is not None:
        agree = nodes.compare("=", term.low, term.high)
        state = nodes.any_of(nodes.is_unknown(term.low), nodes.is_unknown(term.high), nodes.negate(agree))
    else:
        state = nodes.is_unknown(term.node)
    if term.bottom is not None:
        state = nodes.any_of(state, nodes.is_unknown(term.bottom), nodes.compare("=", term.bottom, ZERO))
    return nodes.all_of(nodes.negate(term.absent), state)


def plus(left: Term, right: Term, *, minus: bool = False) -> Term:
    """Return the exact sum or difference of two terms."""
    absent = nodes.any_of(left.absent, right.absent)
    if left.bounded or right.bounded:
        (low, high), (other_low, other_high) = ends(left), ends(right)
        first, second = (other_high, other_low) if minus else (other_low, other_high)
        return bounded(nodes.add(low, first, minus=minus), nodes.add(high, second, minus=minus), absent)
    if left.bottom is None and right.bottom is None:
        return Term(nodes.add(left.node, right.node, minus=minus), absent=absent)
    if left.bottom is not None and left.bottom == right.bottom:
        return Term(nodes.add(left.node, right.node, minus=minus), left.bottom, absent)
    first, second = _over(left.node, right.bottom), _over(right.node, left.bottom)
    return Term(nodes.add(first, second, minus=minus), _bottoms(left.bottom, right.bottom), absent)


def times(left: Term, right: Term) -> Term:
    """Return the exact product of two terms."""
    absent = nodes.any_of(left.absent, right.absent)
    if left.bounded or right.bounded:
        corners = tuple(nodes.multiply(one, other) for one in ends(left) for other in ends(right))
        return bounded(nodes.extreme(corners, greatest=False), nodes.extreme(corners, greatest=True), absent)
    return Term(nodes.multiply(left.node, right.node), _bottoms(left.bottom, right.bottom), absent)


def divided(left: Term, right: Term) -> Term:
    """Return the fraction of two terms; nothing is divided yet."""
    top = _over(left.node, right.bottom)
    bottom = _over(right.node, left.bottom)
    if right.bottom is not None:
        # a / (b / c) is a * c / b only where c is not 0 as well.
        zero = nodes.compare("=", right.bottom, ZERO)
        top = nodes.case(((zero, nodes.unknown_like(top)),), top)
    return Term(top, bottom, nodes.any_of(left.absent, right.absent))


def compared(operator: CompareOperator, left: Term, right: Term) -> Node:
    """Return the three-valued answer of a comparison: by products, never by quotients; with absent it is false."""
    answer = _bounded_answer(operator, left, right) if left.bounded or right.bounded else None
    if answer is None:
        first, second = _over(left.node, right.bottom), _over(right.node, left.bottom)
        answer = nodes.compare(operator, first, second)
        bottom = _bottoms(left.bottom, right.bottom)
        if bottom is not None:
            answer = _guarded(answer, nodes.compare(FLIPPED[operator], first, second), bottom)
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

    def pick(first: Node, second: Node) -> Node:
        if first == second:
            return nodes.case(((nodes.is_unknown(condition), nodes.unknown_like(first)),), first)
        branches = ((condition, first), (nodes.negate(condition), second))
        return nodes.case(branches, nodes.unknown_like(first))

    absent = nodes.case(((condition, consequence.absent), (nodes.negate(condition), alternative.absent)), FALSE)
    if consequence.absent == alternative.absent == FALSE:
        absent = FALSE
    if consequence.bounded or alternative.bounded:
        (low, high), (other_low, other_high) = ends(consequence), ends(alternative)
        return bounded(pick(low, other_low), pick(high, other_high), absent)
    bottom = None
    if consequence.bottom is not None or alternative.bottom is not None:
        one = nodes.number(1)
        bottom = pick(consequence.bottom or one, alternative.bottom or one)
    return Term(pick(consequence.node, alternative.node), bottom, absent)


def chosen_first(conditions: tuple[Node, ...], answers: tuple[Term, ...], last: Term) -> Term:
    """Return the answer of the first condition that is true, else the last; unknown where one before it is unknown.

    The same as `chosen` again and again, but one node wide instead of as deep as a table has rows.
    """

    def pick(values: list[Node], otherwise: Node) -> Node:
        void = nodes.unknown_like(next((one for one in (*values, otherwise) if not _is_null(one)), otherwise))
        branches: list[tuple[Node, Node]] = []
        for condition, value in zip(conditions, values, strict=True):
            branches += [(nodes.is_unknown(condition), void), (condition, value)]
        return nodes.case(tuple(branches), otherwise)

    every = (*answers, last)
    absent: Node = FALSE
    if any(one.absent != FALSE for one in every):
        gone = [nodes.all_of(condition, one.absent) for condition, one in zip(conditions, answers, strict=True)]
        branches = [pair for one, away in zip(conditions, gone, strict=True)
                    for pair in ((nodes.is_unknown(one), FALSE), (one, away))]  # fmt: skip
        absent = nodes.case(tuple(branches), last.absent)
    if any(one.bounded for one in every):
        lows, highs = zip(*(ends(one) for one in every), strict=True)
        return bounded(pick(list(lows[:-1]), lows[-1]), pick(list(highs[:-1]), highs[-1]), absent)
    bottom = None
    if any(one.bottom is not None for one in every):
        bottoms = [one.bottom or nodes.number(1) for one in every]
        bottom = pick(bottoms[:-1], bottoms[-1])
    return Term(pick([one.node for one in answers], last.node), bottom, absent)


def _is_null(node: Node) -> bool:
    return isinstance(node, nodes.Constant) and node.value is None


def capped(base: Term, ceiling: Term) -> Term:
    """Return the base, at most the ceiling; an unknown base lies between 0 and a known ceiling."""
    low, high = ends(base)
    top_low, top_high = ends(ceiling)
    # An absent base has no value either; what it would have come to lies between the same ends.
    open_ = nodes.is_unknown(low)
    least = nodes.case(((nodes.all_of(open_, nodes.negate(nodes.is_unknown(top_low))), ZERO),), _least(low, top_low))
    most = nodes.case(((open_, _at_least_zero(top_high)),), _least(high, top_high))
    return bounded(least, most)


def between(low: Term | None, high: Term) -> Term:
    """Return the range from the lowest `low` (0 where none is given) to the highest `high`; unknown where they contradict."""
    _, top = ends(high)
    if low is None:
        return bounded(ZERO if nodes.range_of(top).low >= 0 else _least(ZERO, top), top)
    least, _ = ends(low)
    if nodes.range_of(least).high <= nodes.range_of(top).low:
        return bounded(least, top)
    wrong = nodes.compare(">", least, top)
    return bounded(*(nodes.case(((wrong, nodes.unknown_like(end)),), end) for end in (least, top)))


def not_below_zero(amount: Term) -> Term:
    """Return the amount with what is below 0 cut to 0; the term itself where it cannot be below."""
    low, high = ends(amount)
    if min(nodes.range_of(low).low, nodes.range_of(high).low) >= 0:
        return amount
    if not amount.bounded:
        return Term(_at_least_zero(low), absent=amount.absent)
    return bounded(_at_least_zero(low), _at_least_zero(high), amount.absent)


def _at_least_zero(node: Node) -> Node:
    return node if nodes.range_of(node).low >= 0 else nodes.extreme((node, ZERO), greatest=True)


def _least(left: Node, right: Node) -> Node:
    return nodes.extreme((left, right), greatest=False)


def rounded(term: Term, digits: int, rounding: Rounding) -> Term:
    """Return the term rounded to `digits` decimals; fractions are divided here, exactly."""
    if term.low is not None and term.high is not None:
        low, high = (_round(end, None, digits, rounding) for end in (term.low, term.high))
        return bounded(low, high, term.absent)
    return Term(_round(term.node, term.bottom, digits, rounding), absent=term.absent)


def _round(top: Node, bottom: Node | None, digits: int, rounding: Rounding) -> Node:
    reach = nodes.range_of(top)
    if bottom is None and reach.scale <= digits:
        return top
    unit = Decimal(1).scaleb(-digits)
    if bottom is None:
        # Rounding never crosses 0, so what is not below it stays so.
        low, high = EXACT.subtract(reach.low, unit), EXACT.add(reach.high, unit)
        return nodes.Quotient(top, None, digits, rounding, Range(digits, low if reach.low < 0 else _ZERO, high))
    # The smallest bottom that is not 0 gives the largest quotient.
    smallest = Decimal(1).scaleb(-nodes.range_of(bottom).scale)
    base = nodes.range_of(bottom)
    if base.low > 0:
        smallest = base.low
    largest = max(reach.low.copy_abs(), reach.high.copy_abs())
    most = EXACT.add(EXACT.divide(largest, smallest), unit)
    least = _ZERO if reach.low >= 0 and base.low >= 0 else most.copy_negate()
    return nodes.Quotient(top, bottom, digits, rounding, Range(digits, least, most))


def _bounded_answer(operator: CompareOperator, left: Term, right: Term) -> Node:
    (low, high), (other_low, other_high) = ends(left), ends(right)
    compare = nodes.compare
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


def _guarded(answer: Node, flipped: Node, bottom: Node) -> Node:
    reach = nodes.range_of(bottom)
    if reach.low > 0:
        return answer
    if reach.low >= 0:
        # A zero bottom leaves the ratio undefined, which is unknown, not 0 and not infinite.
        return nodes.case(((nodes.compare(">", bottom, ZERO), answer),), nodes.UNKNOWN_BOOL)
    positive, negative = nodes.compare(">", bottom, ZERO), nodes.compare("<", bottom, ZERO)
    return nodes.case(((positive, answer), (negative, flipped)), nodes.UNKNOWN_BOOL)


def _over(node: Node, bottom: Node | None) -> Node:
    return node if bottom is None else nodes.multiply(node, bottom)


def _bottoms(left: Node | None, right: Node | None) -> Node | None:
    if left is None or right is None:
        return left if right is None else right
    return nodes.multiply(left, right)
