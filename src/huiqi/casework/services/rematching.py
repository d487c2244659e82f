"""What has to be matched again: after facts were recorded, after policies were published, and when a day has passed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from huiqi.casework.services.matching import match, unmatched
from huiqi.kernel.actor import system
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import evaluating, trying

_SYSTEM = system("matching")


def rematch_facts(*, subjects: Collection[UUID], facts: Collection[str], batch: UUID, now: datetime) -> int:
    """Match companies again under the policies that read some facts; those never matched before under all. Return who has news."""
    count = 0
    for zone, companies in by_zone(subjects):
        book = book_in(zone, now=now)
        if book is None:
            continue
        new = unmatched(companies)
        old = [company for company in companies if company not in set(new)]
        touched = evaluating.policies_reading(book, day=day_in_china(now), facts=facts)
        if old and touched:
            count += match(book=book, zone=zone, companies=old, policies=touched, batch=batch, now=now)
        if new:
            count += match(book=book, zone=zone, companies=new, policies=(), batch=batch, now=now)
    return count


def rematch_zone(*, zone: UUID, batch: UUID, now: datetime) -> int:
    """Match all companies of a zone with all policies again: a day has passed."""
    book = book_in(zone, now=now)
    if book is None:
        return 0
    return match(book=book, zone=zone, companies=companies_in(zone), policies=(), batch=batch, now=now)


def rematch_rules(*, zone: UUID, before: str, batch: UUID, now: datetime) -> int:
    """Match the companies of a zone again under the policies that differ from the rules with that hash; with all, where none are
    known, and those companies that were never matched.
    """
    book = book_in(zone, now=now)
    if book is None:
        return 0
    try:
        touched = trying.affected(rulebook.book_of(hash=before), book, {}) if before else None
    except rulebook.CannotFindBook:
        touched = None
    companies = companies_in(zone)
    new = set(companies if touched is None else unmatched(companies))
    count = match(
        book=book, zone=zone, companies=[one for one in companies if one in new], policies=(), batch=batch, now=now
    )
    if touched:
        old = [company for company in companies if company not in new]
        count += match(book=book, zone=zone, companies=old, policies=touched, batch=batch, now=now)
    return count


def companies_in(zone: UUID) -> list[UUID]:
    """Return the companies of a zone."""
    inside = register.within_reach(_SYSTEM).filter(kind="company", within__contains=[zone])
    return list(inside.order_by("pk").values_list("pk", flat=True))


def zones() -> tuple[UUID, ...]:
    """Return all zones."""
    return tuple(register.within_reach(_SYSTEM).filter(kind="zone").order_by("pk").values_list("pk", flat=True))


def by_zone(subjects: Collection[UUID]) -> Iterator[tuple[UUID, list[UUID]]]:
    """Yield zones with those of the subjects that are companies in them."""
    found: dict[UUID, list[UUID]] = {}
    rows = register.within_reach(_SYSTEM).filter(kind="company", pk__in=list(subjects)).order_by("pk")
    for company, within in rows.values_list("pk", "within"):
        # What an organisation is within begins with its zone.
        found.setdefault(within[0], []).append(company)
    yield from found.items()


def book_in(zone: UUID, *, now: datetime) -> Book | None:
    """Return the rules of a zone; None where none are published yet."""
    try:
        return rulebook.current_book(zone=zone, now=now)
    except rulebook.CannotFindBook:
        return None
