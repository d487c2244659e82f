"""What limits look at and nobody knows: payments from before the zone's first day in Huiqi, of clauses of which nobody has said anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from huiqi.casework.domain.earlier.states import AGREE, SEE_EARLIER
from huiqi.casework.models import EarlierPayment, NothingBefore, Run
from huiqi.casework.queries.runs import book_for
from huiqi.kernel.actor import Actor, system
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries import Book
from huiqi.rulebook.queries.looking_back import EVER, LookBack, clause_names, look_backs


@dataclass(frozen=True, slots=True)
class UnknownPast:
    """A clause of a run whose limits look at payments of which nothing is known: its name, and of which clauses they are.

    `is_known_now`: they were brought in since the run, or it was stated and confirmed that there were none.
    """

    key: str
    name: tuple[str, str]
    clauses: tuple[tuple[str, str], ...]
    is_known_now: bool


@dataclass(frozen=True, slots=True)
class ClauseBefore:
    """A clause whose limits look back before the zone's first day: what is known of it, and from which day on it looks (None: ever).

    `looks_back` is false for one of which something was stated, although no limit in force looks at it.
    """

    key: str
    policy: tuple[str, str]
    name: tuple[str, str]
    looks_back: bool
    since: date | None
    count: int
    amount: Decimal
    nothing: NothingBefore | None

    @property
    def is_known(self) -> bool:
        """Return whether somebody has brought payments in, or two people say that there were none."""
        return bool(self.count) or (self.nothing is not None and self.nothing.confirmed_at is not None)


def nothing_to_confirm(actor: Actor) -> QuerySet[NothingBefore]:
    """Return what was stated within reach and waits for another person."""
    rows = NothingBefore.objects.filter(zone__in=register.within_reach(actor, *AGREE))
    return rows.filter(confirmed_at=None, taken_back_at=None)


def first_day(zone: UUID) -> date:
    """Return the zone's first day in Huiqi."""
    return day_in_china(register.within_reach(system("earlier payments")).get(pk=zone).added_at)


def unknown_past(book: Book, *, zone: UUID, day: date) -> dict[str, list[str]]:
    """Return the clauses whose limits look at payments before the zone's first day that nobody has brought in.

    By "policy/clause", each with the clauses of which nothing is known. What a run keeps of it is what it did not know.
    """
    start = first_day(zone)
    back = {key: one for key, one in look_backs(book, day=day).items() if one.since < start}
    known = known_clauses(zone) if back else frozenset()
    return {key: missing for key, one in back.items() if (missing := sorted(one.clauses - known))}


def known_clauses(zone: UUID) -> frozenset[str]:
    """Return the clauses of which something was brought in, or two people say that there was nothing."""
    paid = EarlierPayment.objects.filter(counts_in=zone).order_by().values_list("policy", "clause").distinct()
    said = NothingBefore.objects.filter(zone=zone, taken_back_at=None, confirmed_at__isnull=False)
    none = said.order_by().values_list("policy", "clause")
    return frozenset(f"{policy}/{clause}" for policy, clause in paid.union(none))


def unknown_of(run: Run, *, clauses: Collection[str] | None = None) -> list[UnknownPast]:
    """Return what a run, to which the actor was let in, did not know of the past; of some of its clauses, else of all."""
    asked: Mapping[str, Sequence[str]] = run.past_unknown
    found = {key: missing for key, missing in asked.items() if clauses is None or key in clauses}
    if not found:
        return []
    names = {key: clause for key, (_, clause) in clause_names(book_for(run)).items()}
    known = known_clauses(run.scope.within[0])
    return [
        UnknownPast(key, names.get(key, (key, key)), tuple(names.get(one, (one, one)) for one in missing), set(missing) <= known)
        for key, missing in found.items()
    ]  # fmt: skip


def clauses_before(actor: Actor, *, zone: UUID, now: datetime) -> list[ClauseBefore]:
    """Return the clauses of a zone at which limits in force look back before its first day, or of which somebody stated something.

    Those of which nothing is known come first.

    Nothing where the zone is not within reach, or has published nothing.
    """
    if not register.within_reach(actor, *SEE_EARLIER).filter(pk=zone).exists():
        return []
    try:
        book = rulebook.current_book(zone=zone, now=now)
    except rulebook.CannotFindBook:
        return []
    start = first_day(zone)
    back = {key: one for key, one in look_backs(book, day=day_in_china(now)).items() if one.since < start}
    names = clause_names(book)
    rows = EarlierPayment.objects.filter(counts_in=zone).order_by().values_list("policy", "clause")
    paid = {
        f"{policy}/{clause}": (count, amount)
        for policy, clause, count, amount in rows.annotate(Count("pk"), Sum("amount"))
    }
    none = {f"{one.policy}/{one.clause}": one for one in NothingBefore.objects.filter(zone=zone, taken_back_at=None)}
    wanted = {clause for one in back.values() for clause in one.clauses}
    found = [
        ClauseBefore(
            key, *names[key], key in wanted, since(key, back), *(paid.get(key, (0, Decimal(0)))), none.get(key),
        )
        for key in sorted(wanted | none.keys())
        if key in names
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.is_known, one.key))


def since(key: str, back: Mapping[str, LookBack]) -> date | None:
    """Return from which day on limits look at the payments of a clause; None where they look at all, or none does."""
    first = min((one.since for one in back.values() if key in one.clauses), default=EVER)
    return None if first == EVER else first
