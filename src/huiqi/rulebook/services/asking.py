"""What a clause still has to be told of a company: the facts, and of yearly ones the years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi.rulebook.queries.books import Book
from huiqi.rulebook.services.evaluating import ClauseHead, Own, own_of
from huiqi_rules.api import Circumstances, questions
from huiqi_rules.core.types import AnnualType
from huiqi_rules.model.decision import FactValue

_YEARS: Final = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A clause for one company: its answer so far, and what is missing for it as (fact, period)."""

    own: Own
    wanted: tuple[tuple[str, str], ...]


def ask(book: Book, head: ClauseHead, *, facts: Mapping[str, FactValue], day: date) -> Asked:
    """Return what a clause still needs of a company, in the order that settles most; what other claims and the past say is left out."""
    around = Circumstances(clause=head.clause)
    found = book.engine.assess(head.policy, day, facts, around, limits=False)
    wanted: dict[tuple[str, str], None] = {}
    for one in questions(book.engine, found, around):
        if isinstance(book.loaded.rulebook.facts[one.need.id].type, AnnualType):
            # Where the rule itself counts the years by a fact that is missing, the last full ones are asked for.
            years = one.need.years or tuple(range(day.year - _YEARS, day.year))
            wanted |= {(one.need.id, str(year)): None for year in years}
        else:
            wanted[one.need.id, ""] = None
    (decision,) = (one for one in found.clauses if one.clause == head.clause)
    return Asked(own_of(decision), tuple(wanted))
