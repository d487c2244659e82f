"""Companies' own answers under clauses: a few one after the other, many in one query over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from huiqi.casework.domain.answers import WORDS as OUTCOMES
from huiqi.casework.domain.answers import answers_of, yuan
from huiqi.casework.domain.news import State
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import Assessed, CannotAssess, ClauseHead

Answer: TypeAlias = tuple[UUID, ClauseHead, State]

# From so many companies on, one query over all of them is quicker than one company after the other.
MANY: Final = 200


def own_answers(
    book: Book, heads: Sequence[ClauseHead], companies: Sequence[UUID], *, now: datetime
) -> Iterator[Answer]:
    """Yield every company's own answer under every clause, as the register knows it now."""
    if not heads or not companies:
        return
    day = day_in_china(now)
    columns = register.columns_of(companies, day=day, known_at=now)
    values = evaluating.values_of(book, heads, columns=columns, size=len(companies), day=day)
    together: tuple[Assessed, ...] = ()
    if len(companies) >= MANY:
        try:
            subjects = [str(company) for company in companies]
            found = evaluating.assess_register(book, heads, subjects=subjects, values=values, day=day, limits=False)
            together = tuple(found)
        except CannotAssess:
            # One figure too wide for the query stops a clause for all; alone, only its own company is concerned.
            together = ()
    if together:
        yield from _together(together, companies)
        return
    for row, company in enumerate(companies):
        facts = {name: cells[row] for name, cells in values.facts.items() if cells[row] is not None}
        own = evaluating.assess_own(book, heads, facts=facts, day=day)
        for head, one in zip(heads, own, strict=True):
            yield company, head, State(one.outcome, one.low, one.high, one.missing)


def _together(found: Sequence[Assessed], companies: Sequence[UUID]) -> Iterator[Answer]:
    for clause in found:
        amounts = zip(clause.rows, clause.low_fen, clause.high_fen, strict=True)
        held = answers_of(clause.outcomes, amounts, clause.reasons)
        missing = [names for _, names in held.reasons]
        for row, company in enumerate(companies):
            low, high = held.amount(row)
            ends = (None if low is None else yuan(low), None if high is None else yuan(high))
            yield company, clause.head, State(OUTCOMES[held.outcomes[row]], *ends, missing[held.why[row]])
