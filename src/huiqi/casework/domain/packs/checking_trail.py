"""Rows of the audit trail: each is what its hash says, and follows the one before where that is in the pack too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from huiqi.casework.domain.packs.layout import TRAIL
from huiqi.casework.domain.packs.problems import Problem, problem
from huiqi.casework.domain.packs.strict_json import parsed
from huiqi.kernel.chain import PARTS, row_hash


@dataclass(slots=True)
class Trail:
    """Looks at the rows of a trail as they come; counts them, and keeps which claims of the round they name, by the row's number."""

    round: str
    rows: int = 0
    named: dict[str, str] = field(default_factory=dict)

    def problems(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
        """Yield rows that were changed or do not follow each other; of a withheld row the hash alone is there."""
        before: Mapping[str, Any] | None = None
        for row in rows:
            self.rows += 1
            if not row.get("withheld"):
                if row_hash([row[part] for part in PARTS]) != row["own_hash"]:
                    yield problem(TRAIL, "trail_hash", number=row["number"])
                self._note(row)
            if before is not None:
                step = int(row["number"]) - int(before["number"])
                if step < 1 or (step == 1 and row["previous_hash"] != before["own_hash"]):
                    yield problem(TRAIL, "trail_link", number=row["number"])
            # Its details may be long.
            before = {name: row[name] for name in ("number", "own_hash")}

    def _note(self, row: Mapping[str, Any]) -> None:
        if (row["subject_kind"], row["subject"]) == ("round", self.round):
            claims = parsed(row["details"].encode()).get("after", {}).get("claims")
            for claim in claims if isinstance(claims, list) else ():
                self.named.setdefault(claim, row["number"])


def missing_claims(trail: Trail, there: Iterable[str]) -> Iterator[Problem]:
    """Yield the claims that the trail of a whole round names and the pack does not have."""
    known = frozenset(there)
    for claim, number in trail.named.items():
        if claim not in known:
            yield problem(TRAIL, "claim_missing", number=number, what=claim)
