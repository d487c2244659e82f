"""The answers of all companies under one clause, column by column: what a run keeps, some hundred kilobytes a clause.

Whole columns are counted, summed and filtered in C; 33,000 companies take a millisecond or two.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from itertools import compress
from typing import Final, TypeAlias

MET, NOT_MET, UNKNOWN = b"m", b"n", b"u"
LETTERS: Final = {"met": MET, "not_met": NOT_MET, "unknown": UNKNOWN}
WORDS: Final = {ord(letter): word for word, letter in LETTERS.items()}
# An amount that nobody can tell; no award is below 0.
OPEN: Final = -1
Reason: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts, and the money of those who meet the clause, in fen; `open_amounts` of them are in neither sum."""

    met: int
    not_met: int
    unknown: int
    low_fen: int
    high_fen: int
    open_amounts: int


@dataclass(frozen=True, slots=True)
class Answers:
    """One clause by row: `outcomes` a letter each, amounts in fen (OPEN: unknown), `why` the place in `reasons`.

    A reason is what failed and what is missing, by id.
    """

    outcomes: bytes
    low: array[int]
    high: array[int]
    why: array[int]
    reasons: tuple[Reason, ...]

    def __len__(self) -> int:
        return len(self.outcomes)

    def flags(self, letter: bytes) -> bytes:
        """Return a 1 for every row with the letter, a 0 for the others."""
        return self.outcomes.translate(_FLAGS[letter])

    def rows(self, letter: bytes) -> Iterator[int]:
        """Return the rows with the letter."""
        return compress(range(len(self)), self.flags(letter))

    def amount(self, row: int) -> tuple[int | None, int | None]:
        """Return both ends of a row's amount in fen, None where they cannot be told."""
        low, high = self.low[row], self.high[row]
        return (None if low == OPEN else low), (None if high == OPEN else high)

    def totals(self) -> Totals:
        """Return counts and money."""
        met = self.flags(MET)
        low, high = array("q", compress(self.low, met)), array("q", compress(self.high, met))
        open_amounts = high.count(OPEN)
        known = low if not open_amounts else (one for one, end in zip(low, high, strict=True) if end != OPEN)
        return Totals(
            met=len(high),
            not_met=self.outcomes.count(NOT_MET),
            unknown=self.outcomes.count(UNKNOWN),
            low_fen=sum(known),
            high_fen=sum(high) + open_amounts,
            open_amounts=open_amounts,
        )

    def packed(self) -> bytes:
        """Return all of it as compressed bytes: a line of JSON, then the columns, numbers with the lowest byte first."""
        head = json.dumps({"rows": len(self), "reasons": self.reasons}, ensure_ascii=False, separators=(",", ":"))
        columns = (self.outcomes, *(_bytes(column) for column in (self.low, self.high, self.why)))
        return zlib.compress(b"\n".join((head.encode(), b"".join(columns))), 1)

    def digest(self) -> str:
        """Return the SHA-256 of the answers: equal for equal answers."""
        reasons = [json.dumps(one, ensure_ascii=False) for one in self.reasons]
        found = sha256("\n".join((str(len(self)), *reasons)).encode())
        for column in (self.outcomes, *(_bytes(column) for column in (self.low, self.high, self.why))):
            found.update(column)
        return found.hexdigest()


def unpacked(packed: bytes) -> Answers:
    """Return what `packed` made bytes of."""
    head, _, columns = zlib.decompress(packed).partition(b"\n")
    known = json.loads(head)
    rows = known["rows"]
    ends = [rows, rows * 9, rows * 17, rows * 21]
    assert len(columns) == ends[-1], "a column is cut off"
    return Answers(
        outcomes=columns[: ends[0]],
        low=_array("q", columns[ends[0] : ends[1]]),
        high=_array("q", columns[ends[1] : ends[2]]),
        why=_array("I", columns[ends[2] :]),
        reasons=tuple((tuple(failed), tuple(missing)) for failed, missing in known["reasons"]),
    )


def answers_of(
    outcomes: str,
    amounts: Iterable[tuple[int, int | None, int | None]],
    reasons: Sequence[tuple[Sequence[str], Sequence[str], Sequence[int]]],
) -> Answers:
    """Return the answers of a clause as the rulebook gives them: amounts are rows with both ends in fen, 0 for all others."""
    letters = outcomes.encode("ascii")
    low, high = array("q", bytes(8 * len(letters))), array("q", bytes(8 * len(letters)))
    for row, least, most in amounts:
        low[row] = OPEN if least is None else least
        high[row] = OPEN if most is None else most
    why = array("I", bytes(4 * len(letters)))
    for place, (_, _, rows) in enumerate(reasons):
        for row in rows:
            why[row] = place
    return Answers(
        outcomes=letters,
        low=low,
        high=high,
        why=why,
        reasons=tuple((tuple(failed), tuple(missing)) for failed, missing, _ in reasons),
    )


def yuan(fen: int) -> Decimal:
    """Return an amount in yuan."""
    return Decimal(fen).scaleb(-2)


_FLAGS: Final = {letter: bytes(int(code == letter[0]) for code in range(256)) for letter in LETTERS.values()}


def _bytes(column: array[int]) -> bytes:
    if sys.byteorder == "big":
        column = array(column.typecode, column)
        column.byteswap()
    return column.tobytes()


def _array(code: str, content: bytes) -> array[int]:
    column = array(code)
    column.frombytes(content)
    if sys.byteorder == "big":
        column.byteswap()
    return column
