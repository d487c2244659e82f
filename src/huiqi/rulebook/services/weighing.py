"""Many companies under one clause, told of part by part: weighed against each other once, then each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from huiqi.rulebook.domain.past import Past, as_history
from huiqi.rulebook.queries.books import Book
from huiqi.rulebook.services.evaluating import ClauseHead, Trace, told
from huiqi_rules.api import Circumstances, Subject
from huiqi_rules.model.claims import Settled
from huiqi_rules.model.decision import FactValue

# What limits made of one company, clause by clause.
Weighed: TypeAlias = tuple[Settled, ...]


def weigh(
    book: Book,
    head: ClauseHead,
    *,
    companies: Iterable[tuple[str, str, Mapping[str, FactValue]]],
    day: date,
    past: Past = (),
) -> list[Weighed]:
    """Return what the limits of a clause make of companies (name, payee, facts) that are weighed against each other, in their order.

    They are taken one by one, and none is kept: `traces` tells of some of them at a time.
    """
    around = Circumstances(as_history(past), clause=head.clause)
    subjects = (Subject(name, facts, payee) for name, payee, facts in companies)
    return book.engine.settle_all(head.policy, day, subjects, around)


def traces(
    book: Book,
    head: ClauseHead,
    *,
    companies: Sequence[tuple[str, str, Mapping[str, FactValue]]],
    weighed: Sequence[Weighed],
    day: date,
) -> Iterator[tuple[Trace, Trace]]:
    """Yield why companies (name, payee, facts) have their answers, in Chinese and in English, by what was `weighed` of each."""
    around = Circumstances(clause=head.clause)
    subjects = [Subject(name, facts, payee) for name, payee, facts in companies]
    found = book.engine.assess_settled(head.policy, day, subjects, weighed, around)
    for (_, _, facts), determination in zip(companies, found, strict=True):
        zh, en = (told(book, head, determination, facts, around, english=english) for english in (False, True))
        yield zh, en
