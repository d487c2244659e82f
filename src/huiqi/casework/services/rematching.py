"""What has to be matched again: after facts were recorded, after policies were published, and when a day has passed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from huiqi.casework.services.matching import mark_matched, match, touched_policies, unmatched
from huiqi.kernel.actor import system
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import trying

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
        touched = touched_policies(book, facts, now=now)
        if old and touched:
            count += match(book=book, zone=zone, companies=old, policies=touched, batch=batch, now=now)
        if new:
            count += match_all(book, zone, new, batch=batch, now=now)
    return count


def rematch_zone(*, zone: UUID, batch: UUID, now: datetime) -> int:
    """Match all companies of a zone with all policies again: a day has passed."""
    book = book_in(zone, now=now)
    return 0 if book is None else match_all(book, zone, companies_in(zone), batch=batch, now=now)


def rematch_rules(*, zone: UUID, before: str, batch: UUID, now: datetime) -> int:
    """Match the companies of a zone again under the policies that differ from the rules with that hash."""
    book = book_in(zone, now=now)
    if book is None:
        return 0
    try:
        touched = trying.affected(rulebook.book_of(hash=before), book, {}) if before else ()
    except rulebook.CannotFindBook:
        touched = ()
    companies = companies_in(zone)
    new = unmatched(companies)
    if not touched or new:
        # Rules that are all new, or companies that nobody has matched yet: everything is touched.
        return 0 if before and not touched and not new else match_all(book, zone, companies, batch=batch, now=now)
    return match(book=book, zone=zone, companies=companies, policies=touched, batch=batch, now=now)


def companies_in(zone: UUID) -> list[UUID]:
    """Return the companies of a zone."""
    inside = register.within_reach(_SYSTEM).filter(kind="company", within__contains=[zone])
    return list(inside.order_by("pk").values_list("pk", flat=True))


def zones() -> tuple[UUID, ...]:
    """Return all zones."""
    return tuple(register.within_reach(_SYSTEM).filter(kind="zone").order_by("pk").values_list("pk", flat=True))


def match_all(book: Book, zone: UUID, companies: Sequence[UUID], *, batch: UUID, now: datetime) -> int:
    """Match companies with all policies, and note it."""
    count = match(book=book, zone=zone, companies=companies, policies=(), batch=batch, now=now)
    mark_matched(companies, book=book, now=now)
    return count


def by_zone(subjects: Collection[UUID]) -> Iterator[tuple[UUID, list[UUID]]]:
    """Yield zones with those of the subjects that are companies in them."""
    known = set(zones())
    found: dict[UUID, list[UUID]] = {}
    rows = register.within_reach(_SYSTEM).filter(kind="company", pk__in=list(subjects)).order_by("pk")
    for company, within in rows.values_list("pk", "within"):
        zone = next((one for one in within if one in known), None)
        if zone is not None:
            found.setdefault(zone, []).append(company)
    yield from found.items()


def book_in(zone: UUID, *, now: datetime) -> Book | None:
    """Return the rules of a zone; None where none are published yet."""
    try:
        return rulebook.current_book(zone=zone, now=now)
    except rulebook.CannotFindBook:
        return None
