"""The companies under one clause of a run as rows for a list: narrowed, searched, sorted and paged in memory.

They live in packed columns, not in a table (a run of 33,000 companies under 40 clauses would be 1.3 million rows); what a list
asks of a query set is answered here in some milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import overload

from huiqi.casework.domain.answers import LETTERS, MET, NOT_MET, OPEN, UNKNOWN, WORDS, Answers, yuan
from huiqi.casework.domain.snapshot_files import Companies

# What is due comes first, then what may be.
_ORDER = {letter[0]: place for place, letter in enumerate((MET, UNKNOWN, NOT_MET))}


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A company under a clause: amounts in yuan, None where they cannot be told; what failed and what is missing, by id."""

    row: int
    company: str
    name: str
    code: str
    park: str
    outcome: str
    low: Decimal | None
    high: Decimal | None
    failed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseRows:
    """Rows as a list asks for them; `places` are the companies that are left, in order."""

    companies: Companies
    answers: Answers
    places: Sequence[int]

    def narrow(self, outcome: str) -> ClauseRows:
        """Return those with one of the three answers."""
        letter = LETTERS[outcome][0]
        return self._keep(lambda place: self.answers.outcomes[place] == letter)

    def in_park(self, park: str) -> ClauseRows:
        """Return those of a part of the zone, by its identifier."""
        found = self.companies.park_ids.index(park) if park in self.companies.park_ids else None
        return self._keep(lambda place: found is not None and self.companies.parks[place] == found)

    def failing(self, reason: str) -> ClauseRows:
        """Return those which something refuses or holds open, by the id of the condition, fact or limit."""
        reasons = [reason in failed or reason in missing for failed, missing in self.answers.reasons]
        return self._keep(lambda place: reasons[self.answers.why[place]])

    def search(self, text: str) -> ClauseRows:
        """Return those whose name, code or pinyin initials hold a text."""
        names, codes, initials = self.companies.names, self.companies.codes, self.companies.initials
        upper, lower = text.upper(), text.lower()
        return self._keep(
            lambda place: text in names[place] or upper in codes[place] or (text.isascii() and lower in initials[place])
        )

    def order_by(self, *keys: str) -> ClauseRows:
        """Return them sorted by `name`, `park`, `outcome`, `high` or `low`, each with a minus for the other way; ties stay."""
        places = list(self.places)
        for key in reversed(keys):
            places = self._sorted(places, key.lstrip("-"), turned=key.startswith("-"))
        return replace(self, places=places)

    def count(self) -> int:
        """Return how many there are."""
        return len(self.places)

    __len__ = count

    def iterator(self, chunk_size: int = 2000) -> Iterator[ClauseRow]:
        """Return them one by one."""
        return (self._row(place) for place in self.places)

    __iter__ = iterator

    @overload
    def __getitem__(self, key: int) -> ClauseRow: ...
    @overload
    def __getitem__(self, key: slice) -> list[ClauseRow]: ...
    def __getitem__(self, key: int | slice) -> ClauseRow | list[ClauseRow]:
        """Return one, or a page of them."""
        if isinstance(key, int):
            return self._row(self.places[key])
        return [self._row(place) for place in self.places[key]]

    def _keep(self, test: Callable[[int], bool]) -> ClauseRows:
        return replace(self, places=[place for place in self.places if test(place)])

    def _sorted(self, places: list[int], key: str, *, turned: bool) -> list[int]:
        answers = self.answers
        match key:
            case "name":
                rank = [0] * len(answers)
                for position, place in enumerate(self.companies.by_name):
                    rank[place] = position
                return sorted(places, key=rank.__getitem__, reverse=turned)
            case "park":
                parks = self.companies.parks
                return sorted(places, key=lambda place: -1 if (at := parks[place]) is None else at, reverse=turned)
            case "outcome":
                return sorted(places, key=lambda place: _ORDER[answers.outcomes[place]], reverse=turned)
            case _:
                column = answers.low if key == "low" else answers.high
                # What cannot be told comes last either way.
                known = [place for place in places if column[place] != OPEN]
                rest = [place for place in places if column[place] == OPEN]
                return [*sorted(known, key=column.__getitem__, reverse=turned), *rest]

    def _row(self, place: int) -> ClauseRow:
        low, high = self.answers.amount(place)
        failed, missing = self.answers.reasons[self.answers.why[place]]
        park = self.companies.parks[place]
        return ClauseRow(
            row=place,
            company=self.companies.ids[place],
            name=self.companies.names[place],
            code=self.companies.codes[place],
            park="" if park is None else self.companies.park_names[park],
            outcome=WORDS[self.answers.outcomes[place]],
            low=None if low is None else yuan(low),
            high=None if high is None else yuan(high),
            failed=failed,
            missing=missing,
        )


def clause_rows(companies: Companies, answers: Answers) -> ClauseRows:
    """Return all companies under a clause, in the order of the register."""
    return ClauseRows(companies, answers, range(len(answers)))
