"""Who meets a clause by little: with a figure some percent worse or better the answer would be another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi.rulebook.domain.populations import Values, scaled
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import ClauseHead

# So far from a bound is near: five in a hundred of a figure.
NEAR: Final = Decimal("0.05")


def near_rows(
    book: Book,
    head: ClauseHead,
    *,
    ids: Sequence[str],
    values: Values,
    day: date,
    figures: Mapping[str, Decimal | str | None],
) -> frozenset[int]:
    """Return the rows, of companies that meet a clause, that would not if one of its figures were up to `NEAR` less or more.

    One figure at a time, all companies together; what is no number is left as it is.
    """
    found: set[int] = set()
    for name in head.facts:
        for factor in (1 - NEAR, 1 + NEAR):
            changed = scaled(values, name, factor)
            if changed is None:
                break
            (one,) = evaluating.assess_register(
                book, [head], subjects=ids, values=changed, day=day, figures=figures, limits=False
            )
            found |= {row for row, answer in enumerate(one.outcomes) if answer != "m"}
    return frozenset(found)
