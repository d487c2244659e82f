"""The list of clauses that pay without an application, as an actor may see it; and which of a zone's clauses could be on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.claims.listed import AUTOMATIC
from huiqi.casework.domain.claims.rights import SEE_CLAIMS
from huiqi.casework.models import ListedClause
from huiqi.casework.queries.claims.funding import LineSeen
from huiqi.casework.queries.runs import Scope, scopes
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import NotVisible, Words
from huiqi.kernel.words import Pair
from huiqi.ledger import queries as ledger
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import Bearer, ClauseHead

# A line that the reader may not see.
_HIDDEN: Final = ("不在您可查看的范围", "beyond what you may see")


class CannotSeeListed(NotVisible):
    """There is no such clause on the list for this actor."""

    messages: ClassVar[dict[str, Words]] = {
        "not_found": ("没有您能查看的这一清单条款。", "there is no such clause on the list that you may see.")
    }


@dataclass(frozen=True, slots=True)
class ToList:
    """What an officer may put on the list: where, which clauses (by "policy/clause"), paid by which lines."""

    scopes: tuple[Scope, ...]
    clauses: dict[str, ClauseHead]
    lines: tuple[LineSeen, ...]


def listed_clauses(actor: Actor) -> QuerySet[ListedClause]:
    """Return the list within reach, with what was taken off it, the latest first."""
    seen = register.within_reach(actor, *SEE_CLAIMS)
    return ListedClause.objects.filter(scope__in=seen).select_related("scope")


def listed_clause(actor: Actor, *, id: UUID) -> ListedClause:
    """Return one clause of the list; raises CannotSeeListed."""
    found = listed_clauses(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeListed("not_found")
    return found


def to_list(actor: Actor, *, now: datetime) -> ToList:
    """Return what the actor may put on the list now."""
    places = scopes(actor)
    clauses = {key: head for zone in {one.zone for one in places} for key, head in automatic_in(zone, now=now).items()}
    rows: QuerySet[Any] = ledger.lines(actor).exclude(kind="ceiling").order_by("-year", "code")
    return ToList(places, clauses, tuple(LineSeen(row.pk, row.title, row.in_free) for row in rows))


def payers_now(one: ListedClause, *, now: datetime) -> tuple[Bearer, ...] | None:
    """Return who shares a clause of the list by the rules in force; None where they do not pay it automatically any more."""
    head = automatic_in(one.zone_id, now=now).get(f"{one.policy}/{one.clause}")
    return None if head is None else head.payers


def paid_from(actor: Actor, one: ListedClause, *, now: datetime) -> tuple[list[tuple[Pair | None, Pair]], bool]:
    """Return the lines of a clause of the list, each with its payer's name where several pay; and whether the payers are others by now."""
    payers = payers_now(one, now=now)
    is_other = payers is not None and lines_for(one, [payer.id for payer in payers]) is None
    names = {payer.id: payer.name for payer in payers or ()}
    rows: QuerySet[Any] = ledger.lines(actor).filter(pk__in=one.lines)
    titles = {row.pk: row.title for row in rows}
    ids = one.payers or [""] * len(one.lines)
    return [
        (names.get(payer, (payer, payer)) if payer else None, titles.get(line, _HIDDEN))
        for payer, line in zip(ids, one.lines, strict=True)
    ], is_other


def lines_for(one: ListedClause, payers: Sequence[str]) -> list[UUID] | None:
    """Return the lines that pay a clause for its payers by their ids, in that order; None where the list names lines of others."""
    if sorted(payers) != sorted(one.payers) or len(one.lines) != max(len(payers), 1):
        return None
    named = dict(zip(one.payers, one.lines, strict=False))
    return [named[payer] for payer in payers] or list(one.lines)


def automatic_in(zone: UUID, *, now: datetime) -> dict[str, ClauseHead]:
    """Return the clauses in force in a zone that say they are paid without an application, and how much, by what article."""
    try:
        book = rulebook.current_book(zone=zone, now=now)
    except rulebook.CannotFindBook:
        return {}
    return {
        f"{head.policy}/{head.clause}": head
        for head in evaluating.clauses_in_force(book, day=day_in_china(now))
        if head.way == AUTOMATIC and head.has_money and head.is_published and head.article.strip()
    }
