"""Earlier awards as plain lines, in one order and under one hash: what a run was given can be given again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import takewhile
from typing import Any, Final, TypeAlias

from huiqi.rulebook.domain.past import Awarded

# Both ends of an amount in yuan, None where unknown.
Ends: TypeAlias = tuple[Decimal | None, Decimal | None]
# The origin of what is under review still: "round/<id>".
ROUND: Final = "round/"
# The limits that begin with what a claim came to, before others were looked at: of the one a company gets, and of its money.
_BEGINNING: Final = frozenset({"highest_only", "interim", "final", "stage", "recover", "cap", "pool"})


def lines_of(past: Iterable[Awarded]) -> list[list[str | int]]:
    """Return earlier awards as JSON holds them, in their one order; amounts as exact texts.

    Only what was paid elsewhere, or is under review still, says its origin.
    """
    lines: list[list[str | int]] = [
        [
            one.clause,
            one.company,
            one.year,
            "" if one.amount is None else f"{one.amount:.2f}",
            one.day.isoformat(),
            one.stage,
            *filter(None, [one.origin]),
        ]
        for one in past
    ]
    return sorted(lines, key=lambda line: [str(part) for part in line])


def past_of(lines: Sequence[Sequence[Any]]) -> tuple[Awarded, ...]:
    """Return the earlier awards of lines that were kept."""
    return tuple(
        Awarded(
            clause, company, year, Decimal(amount) if amount else None, date.fromisoformat(day), stage,
            origin="".join(origin), is_pending="".join(origin).startswith(ROUND),
        )
        for clause, company, year, amount, day, stage, *origin in lines
    )  # fmt: skip


def digest_of(lines: Sequence[Sequence[str | int]]) -> str:
    """Return the SHA-256 of lines."""
    return sha256(json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def stage_of(adjustments: Iterable[dict[str, Any]]) -> str:
    """Return which part of an award a claim was, by what its limits said: an interim or a final payment, or the whole."""
    limits = {one["limit"] for one in adjustments}
    return "interim" if "interim" in limits else "final" if limits & {"final", "recover"} else ""


def before_limits(
    adjustments: Iterable[dict[str, Any]], low: Decimal | None, high: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """Return both ends of what a claim came to before it was weighed against a company's other awards and against money, in yuan."""
    first = next((one["before"] for one in adjustments if one["limit"] in _BEGINNING), None)
    if first is None:
        return low, high
    least, most = (None if end is None else Decimal(end) for end in first)
    return least, most


def opening_of(adjustments: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was made of a claim before it was weighed against a company's other awards and against money."""
    return list(takewhile(lambda one: one["limit"] not in _BEGINNING, adjustments))


def as_adjustment(limit: str, before: Ends, after: Ends) -> dict[str, Any]:
    """Return what a limit changed as JSON can hold it: amounts as exact texts, both ends."""
    first, last = ([None if end is None else str(end) for end in ends] for ends in (before, after))
    return {"limit": limit, "before": first, "after": last}
