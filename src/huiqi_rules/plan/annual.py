"""Annual facts as columns: the latest year on record, sums and minima over the last years.

A year is on record for a subject when any of the annual facts that the call names has a value for it; inside the window
every year must have a value, else the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

from huiqi_rules.check import tree
from huiqi_rules.check.tree import Typed
from huiqi_rules.plan import nodes
from huiqi_rules.plan.fractions import ZERO
from huiqi_rules.plan.layout import FactColumns, Layout, absent_node, value_node
from huiqi_rules.plan.nodes import Constant, Kind, Node, Range
from huiqi_rules.plan.terms import Term

_NOTHING = Constant(None, Kind.NUMBER, Range(0, Decimal(0), Decimal(0)))


def annual_term(function: str, arguments: Sequence[Typed], layout: Layout) -> Term:
    """Return the term of `latest`, `sum of years`, `least of years` or `count of years`."""
    fact = arguments[0]
    assert isinstance(fact, tree.Reference)
    columns = layout.facts.get(fact.id)
    if columns is None:
        return Term(_NOTHING)
    absent = absent_node(fact.id, columns)
    if not columns.years:
        return Term(_NOTHING, absent=absent)
    windowed = function in ("sum of years", "least of years")
    others = [one.id for one in arguments[2 if windowed else 1 :] if isinstance(one, tree.Reference)]
    if any(other not in layout.facts for other in others):
        # An annual fact without any column is unknown in every year, so no window can be told.
        return Term(_NOTHING, absent=absent)
    record = _Record(layout, fact.id, columns, others)
    # A companion that is known to be absent adds no years; one that is unknown hides which year is the latest.
    companions = (nodes.any_of(absent_node(one, layout.facts[one]), record.any_value(one)) for one in others)
    known = nodes.all_of(record.any_value(fact.id), *companions)
    if function == "latest":
        answer = record.at_latest(record.value)
    elif function == "count of years":
        answer = record.count()
    else:
        length = arguments[1]
        assert isinstance(length, tree.Literal) and isinstance(length.value, Decimal)
        years = int(length.value)
        answer = record.at_latest(lambda last: record.window(function, last, years))
    return Term(nodes.case(((known, answer),), nodes.unknown_like(answer)), absent=absent)


class _Record:
    """The years that a register has columns for, and which of them are on record for a subject."""

    def __init__(self, layout: Layout, fact_id: str, columns: FactColumns, others: list[str]) -> None:
        self.layout = layout
        self.fact_id = fact_id
        self.columns = columns
        self.named = [fact_id, *others]
        every = [year for one in self.named for year in layout.facts[one].years]
        self.years = list(range(min(every), max(every) + 1))

    def value(self, year: int) -> Node:
        """Return the fact's value in a year; unknown where the register has no such column."""
        if year not in self.columns.years:
            return _NOTHING
        return value_node(self.fact_id, self.columns, year)

    def any_value(self, fact_id: str) -> Node:
        """Return whether a fact has a value in any year."""
        columns = self.layout.facts[fact_id]
        values = (value_node(fact_id, columns, year) for year in columns.years)
        return nodes.any_of(*(nodes.negate(nodes.is_unknown(value)) for value in values))

    def on_record(self, year: int) -> Node:
        """Return whether any named fact has a value in the year."""
        values = [
            value_node(one, self.layout.facts[one], year) for one in self.named if year in self.layout.facts[one].years
        ]
        return nodes.any_of(*(nodes.negate(nodes.is_unknown(value)) for value in values))

    def at_latest(self, answer: object) -> Node:
        """Return `answer(year)` for the latest year on record."""
        assert callable(answer)
        branches = tuple((self.on_record(year), answer(year)) for year in reversed(self.years))
        return nodes.case(branches, _NOTHING)

    def window(self, function: str, last: int, length: int) -> Node:
        """Return the sum, or the least, over the `length` years that end with `last`."""
        years = range(last - length + 1, last + 1)
        if function == "least of years":
            return nodes.extreme(tuple(self.value(year) for year in years), greatest=False)
        parts: list[Node] = []
        for year in years:
            started = nodes.any_of(*(self.on_record(one) for one in self.years if one <= year))
            if year == last:
                parts.append(self.value(year))
            elif year in self.years:
                parts.append(nodes.case(((nodes.negate(started), ZERO),), self.value(year)))
        return reduce(nodes.add, parts)

    def count(self) -> Node:
        """Return for how many years the fact has a value."""
        one = nodes.number(1)
        held = [nodes.case(((nodes.is_unknown(self.value(year)), ZERO),), one) for year in self.columns.years]
        return reduce(nodes.add, held)
