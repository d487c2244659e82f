"""What other subjects add to the page of a company, registered in this one table: what it gets, what is pending, who looks after it.

A part has a template of its own, which is given what its query returns as `part.found`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiqi.casework.queries.own import calculation_of, own_company
from huiqi.kernel.actor import Actor
from huiqi.rulebook.queries import Calculation, CannotFindBook
from huiqi.ui.words import chosen

Query = Callable[[Actor, UUID, datetime], object]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its place for links, its title in both languages, its template and its query."""

    key: str
    zh: str
    en: str
    template: str
    query: Query


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part with what was found for one company."""

    key: str
    title: str
    template: str
    found: object


def benefits(actor: Actor, company: UUID, now: datetime) -> Calculation | None:
    """Return what the company can get by what is known of it; None where its zone has published nothing."""
    try:
        return calculation_of(own_company(actor, id=company, now=now))
    except CannotFindBook:
        return None


def nothing(actor: Actor, company: UUID, now: datetime) -> None:
    """Return nothing of its own: the template shows what the page knows already."""


# In the order of the page.
PARTS: tuple[Part, ...] = (
    Part("benefits", "可享政策", "What it can get", "casework/company/benefits.html", benefits),
    Part("pending", "待办事项", "What is pending", "casework/company/pending.html", nothing),
)


def parts_of(actor: Actor, *, company: UUID, now: datetime) -> tuple[ShownPart, ...]:
    """Return the parts of a company's page."""
    return tuple(
        ShownPart(part.key, chosen(part.zh, part.en), part.template, part.query(actor, company, now)) for part in PARTS
    )
