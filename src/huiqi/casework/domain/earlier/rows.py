"""One row of earlier payments, as plain values: its amount to the fen, its day, the year it counts for, what makes it one payment."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Final

from huiqi.casework.domain.earlier.faults import Fault, fault

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_OLDEST: Final = 1990
_AMOUNT_MOST: Final = Decimal(10) ** 13
_CLAUSE_MOST, _DOCUMENT_MOST, _NOTE_MOST = 200, 100, 500


@dataclass(slots=True)
class Row:
    """A row as read: who was paid (code in its one form, name), under which clause as the zone calls it, how much, when."""

    row: int
    code: str = ""
    name: str = ""
    clause_said: str = ""
    year: int | None = None
    amount: Decimal | None = None
    paid_on: date | None = None
    document: str = ""
    note: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Return whether something is wrong for which the row is not brought in."""
        return any(one["is_error"] for one in self.faults)


@dataclass(frozen=True, slots=True)
class Places:
    """In which column (from 1) each meaning stands; 1 where it has none of its own."""

    columns: dict[str, int]

    def of(self, meaning: str) -> int:
        """Return the column of a meaning."""
        return self.columns.get(meaning, 1)


def amount_faults(amount: Decimal | None, column: int, *, is_told: bool) -> list[Fault]:
    """Return what is wrong with an amount in yuan; `is_told`: the reader said already why it cannot be read."""
    if amount is None:
        return [] if is_told else [fault("no_amount", column)]
    if amount <= 0:
        return [fault("not_positive", column, amount=f"{amount:f}")]
    if amount != amount.quantize(Decimal("0.01")):
        return [fault("too_fine", column, amount=f"{amount:f}")]
    return [fault("too_large", column, amount=f"{amount:f}")] if amount >= _AMOUNT_MOST else []


def day_faults(day: date | None, column: int, *, today: date, is_told: bool) -> list[Fault]:
    """Return what is wrong with a day of payment."""
    if day is None:
        return [] if is_told else [fault("no_day", column)]
    if day > today:
        return [fault("day_ahead", column, day=day.isoformat())]
    return [fault("day_too_old", column, day=day.isoformat())] if day.year < _OLDEST else []


def year_in(said: str, paid_on: date | None, column: int, *, today: date) -> tuple[int | None, list[Fault]]:
    """Return the year that a payment counts for (2025, 2025年度, 2025年上半年): where none is said, that of its payment."""
    text = unicodedata.normalize("NFKC", said).strip()
    if not text:
        return (paid_on.year if paid_on is not None else None), []
    found = set(_YEAR.findall(text))
    if len(found) != 1:
        return None, [fault("bad_year", column, said=text[:40])]
    year = int(found.pop())
    return (None, [fault("year_ahead", column, year=year)]) if year > today.year else (year, [])


def length_faults(row: Row, clause: int, document: int, note: int) -> list[Fault]:
    """Return which texts of a row are too long to keep."""
    texts = (
        (row.clause_said, clause, _CLAUSE_MOST), (row.document, document, _DOCUMENT_MOST), (row.note, note, _NOTE_MOST),
    )  # fmt: skip
    return [fault("too_long", column, most=most) for text, column, most in texts if len(text) > most]


def key_of(row: Row, *, payee: str, clause: str) -> str:
    """Return what makes a payment one: its document, payee, clause and year; without a document its day and amount instead."""
    document = "".join(unicodedata.normalize("NFKC", row.document).split()).casefold()
    parts = (document,) if document else ("", str(row.paid_on), f"{row.amount:.2f}")
    return sha256("\n".join((*parts, payee, clause, str(row.year))).encode()).hexdigest()
