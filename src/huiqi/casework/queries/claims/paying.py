"""What can be paid, batches and their payments: for finance, and for those who check and read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from huiqi.casework.domain.claims.batches import SENT_BACK
from huiqi.casework.domain.claims.rights import SEE_PAYMENTS
from huiqi.casework.domain.claims.states import Act, before
from huiqi.casework.models import Batch, ContractTerm, Payment
from huiqi.casework.queries.claims.confirming import with_due
from huiqi.casework.queries.claims.rounds import claims
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import NotVisible, Words
from huiqi.ledger import queries as ledger
from huiqi.register import queries as register


class CannotSeeBatch(NotVisible):
    """There is no such batch for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这个拨付批次。", "there is no such batch that you may see.")
    }


def payable_claims(actor: Actor, *, zone: UUID | None = None) -> QuerySet[Any]:
    """Return the claims that can be put into a batch, with the days by which they are paid; of one zone if it is named.

    `asks_account` says of which the company has to be asked about its account first (`with_account`), `is_into_same` that the
    bank sent a payment into the account on file back.
    """
    found = with_due(claims(actor)).filter(state__in=sorted(state.value for state in before(Act.BATCH)))
    terms = ContractTerm.objects.filter(company=OuterRef("company"), ended_at=None)
    back = Payment.objects.filter(
        claim=OuterRef("pk"), result__in=SENT_BACK,
        claim__company__bank_accounts__ended_at=None, claim__company__bank_accounts__number=F("number"),
    )  # fmt: skip
    found = with_account(found.annotate(has_terms=Exists(terms), is_into_same=Exists(back)))
    return found if zone is None else found.filter(round__zone=zone)


def with_account(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return claims with `asks_account`: the account is not the one that the company saw, and nobody has asked the company about it."""
    others = register.unchecked_accounts().filter(organisation=OuterRef("company")).exclude(pk=OuterRef("account"))
    found: QuerySet[Any] = rows.annotate(asks_account=Exists(others))
    return found


def barred_until(actor: Actor, *, now: datetime) -> dict[UUID, date]:
    """Return the companies that are kept from support today in the zones of whose payments the actor sees, with the last days."""
    today = day_in_china(now)
    found: dict[UUID, date] = {}
    for zone, _ in zones_to_pay(actor):
        found |= ledger.banned(zone=zone, day=today)
    return found


def batches(actor: Actor) -> QuerySet[Batch]:
    """Return the batches of the actor's zones, with how many payments were paid and failed."""
    seen = register.within_reach(actor, *SEE_PAYMENTS)
    return (
        Batch.objects.filter(zone__in=seen)
        .select_related("zone")
        .annotate(
            paid_count=Count("payments", filter=Q(payments__result="paid")),
            failed_count=Count("payments", filter=Q(payments__result="failed")),
        )
    )


def batch_of(actor: Actor, *, id: UUID) -> Batch:
    """Return one batch; raises CannotSeeBatch."""
    found = batches(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeBatch("not_found")
    return found


def payments_of(actor: Actor, batch: Batch) -> QuerySet[Payment]:
    """Return the payments of a batch that the actor was let in to; that one looks at accounts is noted.

    `sent_back_for` is why the bank sent an earlier payment into the same account back; None where it never did.
    """
    before = Payment.objects.filter(
        claim__company=OuterRef("claim__company"),
        number=OuterRef("number"),
        result__in=SENT_BACK,
        reference__lt=OuterRef("reference"),
    )
    found = batch.payments.select_related("claim__company", "claim__round", "claim__account").annotate(
        sent_back_for=Subquery(before.order_by("-reference").values("reason")[:1])
    )
    # Not by rows with all that their claims stand on: they may be ten thousand.
    places = batch.payments.order_by().values_list("claim__company__within", flat=True)
    register.note_look_within(actor, places, marked={"bank_account"})
    return found


def zones_to_pay(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the zones of whose payments the actor sees."""
    found = register.within_reach(actor, *SEE_PAYMENTS).filter(kind="zone")
    return list(found.order_by("name_key").values_list("pk", "name"))
