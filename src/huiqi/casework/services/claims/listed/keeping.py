"""Keeping the list: an officer puts a clause on it with its terms, an approver agrees, either takes it off again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.claims.rights import AGREE_LISTING, REVIEW
from huiqi.casework.models import ListedClause
from huiqi.casework.queries.claims import listed as known
from huiqi.casework.services.claims.comparing import Terms, check_terms
from huiqi.casework.services.claims.funding import check_lines
from huiqi.casework.services.claims.reviewing import why
from huiqi.kernel import audit, jobs
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries as register

SERVE: Final = "huiqi.casework.tasks.serve_listed"


class CannotList(Cannot):
    """The list cannot be changed like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "not_automatic": (
            "这一条款没有写明免申即享、金额和依据，不能列入清单。",
            "this clause does not say that it pays without an application, how much and by what article.",
        ),
        "listed_already": ("这一条款已经在清单内。", "this clause is on the list already."),
        "agreed_already": ("{by}已经同意。", "{by} has agreed already."),
        "own_listing": ("列入清单须由别人同意。", "who put a clause on the list does not agree to it."),
        "off_already": ("这一条款已经移出清单。", "this clause is off the list already."),
    }


@dataclass(frozen=True, slots=True)
class ListedSaid:
    """A clause, where it counts, its terms, and the lines that pay: one, or one for each payer of the clause."""

    scope: UUID
    policy: str
    clause: str
    terms: Terms
    lines: Sequence[UUID]
    reason: str


@transaction.atomic
def list_clause(*, said: ListedSaid, actor: Actor, now: datetime) -> ListedClause:
    """Put a clause on the list, where it waits for somebody else to agree; raises CannotList, CannotClaim."""
    place = next((one for one in queries.scopes(actor) if one.id == said.scope), None)
    if place is None or not may(said.scope, *REVIEW, actor=actor) or actor.person is None:
        raise CannotList("not_allowed", actor=actor.name)
    check_terms(said.terms)
    head = known.automatic_in(place.zone, now=now).get(f"{said.policy}/{said.clause}")
    if head is None:
        raise CannotList("not_automatic")
    check_lines(said.lines, zone=place.zone, payers=len(head.payers), actor=actor)
    there = ListedClause.objects.filter(scope=said.scope, policy=said.policy, clause=said.clause, taken_off_at=None)
    if there.exists():
        raise CannotList("listed_already")
    made = ListedClause.objects.create(
        id=new_id(now), zone_id=place.zone, scope_id=said.scope, policy=said.policy, clause=said.clause, zh=head.name[0],
        en=head.name[1], article=head.article, notice_days=said.terms.notice_days, confirm_days=said.terms.confirm_days,
        order=said.terms.order, lines=list(said.lines), payers=[one.id for one in head.payers], reason=why(said.reason), listed_at=now, listed_by=actor.person,
        listed_by_name=actor.name,
    )  # fmt: skip
    note("listed", made, actor=actor, now=now, reason=made.reason)
    return made


@transaction.atomic
def agree_to_listing(*, id: UUID, actor: Actor, now: datetime) -> ListedClause:
    """Agree that a clause is on the list: from now on cases are made by themselves. Raises CannotList, CannotSeeListed."""
    made = at_hand(id, *AGREE_LISTING, actor=actor)
    if made.agreed_at is not None:
        raise CannotList("agreed_already", by=made.agreed_by_name)
    if made.listed_by == actor.person:
        raise CannotList("own_listing")
    made.agreed_at, made.agreed_by, made.agreed_by_name = now, actor.person, actor.name
    made.save(update_fields=("agreed_at", "agreed_by", "agreed_by_name"))
    note("agreed", made, actor=actor, now=now)
    jobs.put_into_queue(SERVE, listed=str(made.pk))
    return made


@transaction.atomic
def take_off(*, id: UUID, reason: str, actor: Actor, now: datetime) -> ListedClause:
    """Take a clause off the list: no more cases are made; those that are there go on. Raises CannotList, CannotSeeListed."""
    made = at_hand(id, *REVIEW, *AGREE_LISTING, actor=actor)
    made.taken_off_at, made.taken_off_by_name, made.taken_off_for = now, actor.name, why(reason)
    made.save(update_fields=("taken_off_at", "taken_off_by_name", "taken_off_for"))
    note("taken_off", made, actor=actor, now=now, reason=made.taken_off_for)
    return made


def at_hand(id: UUID, *roles: Role, actor: Actor) -> ListedClause:
    """Return a clause of the list, locked, that the actor handles; raises CannotList, CannotSeeListed."""
    seen = known.listed_clause(actor, id=id)
    if not may(seen.scope_id, *roles, actor=actor):
        raise CannotList("not_allowed", actor=actor.name)
    made = ListedClause.objects.select_for_update(of=("self",)).get(pk=id)
    if made.taken_off_at is not None:
        raise CannotList("off_already")
    return made


def may(scope: UUID, *roles: Role, actor: Actor) -> bool:
    """Return whether an actor holds one of the roles over a zone or park."""
    return register.within_reach(actor, *roles).filter(pk=scope).exists()


def note(act: str, made: ListedClause, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Write the act into the audit trail."""
    audit.record(
        f"casework.listed_clause.{act}",
        actor=actor, subject_kind="listed_clause", subject=made.pk, organisation=made.scope_id, now=now,
        after={"clause": f"{made.policy}/{made.clause}", "reason": reason},
    )  # fmt: skip
