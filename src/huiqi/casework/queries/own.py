"""What one company can get by what the register knows of it: what is known is not asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.register.domain.rights import COMPANY
from huiqi.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class OwnCompany:
    """A company with the book of its zone, and the facts that are known of it on a day."""

    id: UUID
    name: str
    book: rulebook.Book
    day: date
    known: Mapping[str, Any]


def own_companies(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return the companies for which the actor acts, by name."""
    rows = register.within_reach(actor, *COMPANY).filter(kind="company")
    return tuple(rows.order_by("name_key", "id").values_list("pk", "name"))


def own_company(actor: Actor, *, id: UUID, now: datetime) -> OwnCompany:
    """Return a company whose facts the actor may see, as it stands; raises CannotSee, CannotFindBook."""
    register.visible_subject(actor, id=id)
    company = register.organisation(actor, id=id)
    day = day_in_china(now)
    book = rulebook.current_book(zone=rulebook.zone_among(company.within, now=now), now=now)
    dictionary = book.loaded.rulebook.facts
    columns = register.columns_of([id], day=day, known_at=now)
    values = rulebook.read_values(columns, dictionary, size=1, day=day, wanted=set(dictionary))
    known = {name: cells[0] for name, cells in values.facts.items() if cells[0] is not None}
    return OwnCompany(id, company.name, book, day, known)


def calculation_of(company: OwnCompany) -> rulebook.Calculation:
    """Return what the company can get by what is known of it."""
    return rulebook.calculate(company.book, day=company.day, facts=company.known)
