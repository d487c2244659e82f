"""Receipts: officers of payments see those of their zones, a company its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from huiqi.casework.domain.claims.listed import AUTOMATIC
from huiqi.casework.domain.claims.rights import CONFIRM, SEE_PAYMENTS
from huiqi.casework.models import Receipt, RoundPayer
from huiqi.casework.queries.claims.sharing import borne_of
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import NotVisible, Words
from huiqi.kernel.words import Pair
from huiqi.register import queries as register


class CannotSeeReceipt(NotVisible):
    """There is no such receipt for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这张凭证。", "there is no such receipt that you may see.")
    }


def receipts(actor: Actor) -> QuerySet[Receipt]:
    """Return the receipts of the zones whose payments the actor sees, and of the actor's own companies."""
    zones = register.within_reach(actor, *SEE_PAYMENTS)
    own = register.within_reach(actor, *CONFIRM)
    found = Receipt.objects.filter(Q(zone__in=zones) | Q(claim__company__in=own))
    return found.select_related("claim__round", "claim__company", "payment__batch", "zone")


def receipt_of(actor: Actor, *, id: UUID) -> Receipt:
    """Return one receipt; raises CannotSeeReceipt."""
    found = receipts(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeReceipt("not_found")
    marked = {"bank_account"}
    register.note_look(actor, organisations=[found.claim.company], names=(), marked=marked)
    return found


def receipts_counted(found: QuerySet[Receipt]) -> Mapping[str, object]:
    """Return how many receipts stand, to how many companies, over how much in yuan; void ones apart."""
    stands = Q(void_at=None)
    return found.order_by().aggregate(
        count=Count("pk", filter=stands),
        companies=Count("claim__company", filter=stands, distinct=True),
        amount=Sum("amount", filter=stands),
        void=Count("pk", filter=~stands),
    )


def clauses_paid(actor: Actor) -> list[tuple[str, str, str]]:
    """Return the clauses under which the receipts within reach were made: "policy/clause", and their names."""
    rows = receipts(actor).order_by("claim__policy", "claim__clause", "-claim__round__made_at")
    names = rows.values_list("claim__policy", "claim__clause", "claim__round__zh", "claim__round__en")
    # A clause is called as its latest round calls it.
    latest = names.distinct("claim__policy", "claim__clause")
    return [(f"{policy}/{clause}", zh, en) for policy, clause, zh, en in latest]


def of_clause(found: QuerySet[Receipt], clause: str) -> QuerySet[Receipt]:
    """Narrow receipts to those of a clause ("policy/clause")."""
    policy, _, name = clause.partition("/")
    return found.filter(claim__policy=policy, claim__clause=name)


def clause_statement(actor: Actor, *, clause: str) -> list[Receipt]:
    """Return the receipts of a clause that stand, in order; raises CannotSeeReceipt where there are none for this actor."""
    found = list(of_clause(receipts(actor), clause).filter(void_at=None).order_by("year", "serial"))
    if not found:
        raise CannotSeeReceipt("not_found")
    return found


def of_automatic(rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """Return the receipts of what was paid without an application: the clause says so, and nobody applied."""
    return rows.filter(claim__round__delivery=AUTOMATIC, claim__round__run__intake=None)


def borne_in(found: Sequence[Receipt]) -> list[tuple[Pair, Decimal]]:
    """Return what each payer bears of receipts of one clause together, in yuan; nothing where nothing is shared."""
    shared = [one.claim for one in found if one.claim.borne]
    sums: dict[Pair, Decimal] = {}
    payers = {made: list(RoundPayer.objects.filter(round=made)) for made in {one.round_id for one in shared}}
    for claim in shared:
        for one in borne_of(claim, payers[claim.round_id]):
            sums[one.name] = sums.get(one.name, Decimal(0)) + one.amount
    return list(sums.items())


def receipts_of_claim(claim: UUID) -> list[Receipt]:
    """Return the receipts of a claim that the actor was let in to."""
    return list(Receipt.objects.filter(claim=claim).order_by("-made_at"))
