"""Why an answer is what it is, as a short code a row: which conditions are met, refused or open, and which facts are missing.

A register of 33,000 rows under 40 clauses has over a million answers and a few hundred different reasons. Each row gets a code, two
bits a condition and one a missing fact, in words of 60 bits (`37/0`, `5.1/12`); lists of names are made once for each code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiqi_rules.columnar.dialects import DUCKDB
from huiqi_rules.plan.build import ClauseColumns

_WORD_BITS = 60
_REFUSED = 1
_WORDS = ("met", "not_met", "unknown")


@dataclass(frozen=True, slots=True)
class Reason:
    """What a code says: the conditions that refuse, the facts that are missing, and every condition as `id=met` and so on."""

    failed: list[str]
    missing: list[str]
    conditions: list[str]


def code_query(clause: ClauseColumns) -> str:
    """Return the expression that makes the code of a row of the batch."""
    columns = [DUCKDB.quote(column) for column in clause.conditions.values()]
    conditions = [f"CASE WHEN {column} THEN 0 WHEN NOT {column} THEN {_REFUSED} ELSE 2 END" for column in columns]
    gaps = [f"CASE WHEN {DUCKDB.quote(column)} THEN 1 ELSE 0 END" for column in clause.missing.values()]
    # Who is refused misses nothing: no further fact would change the answer.
    lacking = f"CASE WHEN NOT {DUCKDB.quote(clause.outcome)} THEN '' ELSE {_packed(gaps, bits=1)} END"
    return f"{_packed(conditions, bits=2)} || '/' || {lacking}"


def reason_of(clause: ClauseColumns, code: str) -> Reason:
    """Return what a code of a clause says."""
    seen, _, lacking = code.partition("/")
    states = dict(zip(clause.conditions, _unpacked(seen, bits=2), strict=False))
    is_refused = _REFUSED in states.values()
    gaps = dict(zip(clause.missing, _unpacked(lacking, bits=1), strict=False))
    return Reason(
        failed=[name for name, state in states.items() if state == _REFUSED] if is_refused else [],
        missing=[name for name, gap in gaps.items() if gap],
        conditions=[f"{name}={_WORDS[state]}" for name, state in states.items()],
    )


def _packed(parts: Sequence[str], *, bits: int) -> str:
    """Return the expression of a text of numbers, each holding as many parts as a word has room for."""
    a_word = _WORD_BITS // bits
    words = []
    for start in range(0, len(parts), a_word):
        shifted = [f"({part})::BIGINT * {1 << (bits * at)}" for at, part in enumerate(parts[start : start + a_word])]
        words.append(f"({' + '.join(shifted)})::VARCHAR")
    return f"({' || {} || '.format(chr(39) + '.' + chr(39)).join(words)})" if words else "''"


def _unpacked(text: str, *, bits: int) -> Iterator[int]:
    """Yield the parts of a text of numbers, in their order; at the end some that nobody packed, which are 0."""
    for word in filter(None, text.split(".")):
        number = int(word)
        for at in range(_WORD_BITS // bits):
            yield number >> (bits * at) & ((1 << bits) - 1)
