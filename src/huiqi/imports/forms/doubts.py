"""The form of doubtful rows: what was chosen for each, by the number of its row."""

from __future__ import annotations

from uuid import UUID

from django.http import QueryDict

from huiqi.imports.domain.states import Choice
from huiqi.imports.queries.meeting import Decision


def read_decisions(post: QueryDict) -> dict[int, Decision]:
    """Return what was chosen: `row-17` is `new`, `leave`, or `same` and the company. What makes no sense is left out."""
    found = {}
    for key, value in post.items():
        row = key.removeprefix("row-")
        decision = decision_in(str(value))
        if key.startswith("row-") and row.isdecimal() and decision is not None:
            found[int(row)] = decision
    return found


def decision_in(value: str) -> Decision | None:
    """Return the decision that a choice of the form stands for."""
    choice, _, company = value.partition(" ")
    if choice not in list(Choice):
        return None
    try:
        return Decision(Choice(choice), UUID(company) if company else None)
    except ValueError:
        return None
