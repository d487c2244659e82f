"""Earlier awards as plain lines, in one order and under one hash: what a run was given can be given again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from huiqi.rulebook.domain.past import Awarded


def lines_of(past: Iterable[Awarded]) -> list[list[str | int]]:
    """Return earlier awards as JSON holds them, in their one order; amounts as exact texts. Only what was paid elsewhere says its origin."""
    lines: list[list[str | int]] = [
        [
            one.clause,
            one.company,
            one.year,
            f"{one.amount:.2f}",
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
        Awarded(clause, company, year, Decimal(amount), date.fromisoformat(day), stage, *origin)
        for clause, company, year, amount, day, stage, *origin in lines
    )


def digest_of(lines: Sequence[Sequence[str | int]]) -> str:
    """Return the SHA-256 of lines."""
    return sha256(json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def stage_of(adjustments: Iterable[dict[str, Any]]) -> str:
    """Return which part of an award a claim was, by what its limits said: an interim or a final payment, or the whole."""
    limits = {one["limit"] for one in adjustments}
    return "interim" if "interim" in limits else "final" if limits & {"final", "recover"} else ""
