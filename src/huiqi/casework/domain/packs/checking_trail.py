"""Rows of the audit trail: each is what its hash says, and follows the one before where that is in the pack too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from huiqi.casework.domain.packs.layout import TRAIL
from huiqi.casework.domain.packs.problems import Problem, problem
from huiqi.kernel.chain import PARTS, row_hash


def trail_problems(rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Yield rows that were changed or do not follow each other; of a withheld row the hash alone is there."""
    before: Mapping[str, Any] | None = None
    for row in rows:
        if not row.get("withheld") and row_hash([row[part] for part in PARTS]) != row["own_hash"]:
            yield problem(TRAIL, "trail_hash", number=row["number"])
        if before is not None:
            step = int(row["number"]) - int(before["number"])
            if step < 1 or (step == 1 and row["previous_hash"] != before["own_hash"]):
                yield problem(TRAIL, "trail_link", number=row["number"])
        before = row
