"""The bank's files that were taken, and what came of them: for finance, and for those who check and read."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.claims.rights import SEE_PAYMENTS
from huiqi.casework.models import BankResult, Batch, ResultFlaw
from huiqi.casework.queries.claims.paying import CannotSeeBatch, batches
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register


def bank_results(actor: Actor) -> QuerySet[BankResult]:
    """Return the bank's files that were taken in the actor's zones, without what is in them."""
    seen = register.within_reach(actor, *SEE_PAYMENTS)
    return BankResult.objects.filter(zone__in=seen).defer("content")


def bank_result(actor: Actor, *, id: UUID) -> BankResult:
    """Return one of the bank's files, without what is in it; raises CannotSeeBatch."""
    found = bank_results(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeBatch("not_found")
    return found


def bank_result_file(actor: Actor, *, id: UUID) -> BankResult:
    """Return one of the bank's files with what is in it; that one looks at accounts is noted. Raises CannotSeeBatch."""
    found = bank_results(actor).filter(pk=id).defer(None).select_related("zone").first()
    if found is None:
        raise CannotSeeBatch("not_found")
    register.note_look(actor, organisations=[found.zone], names=(), marked={"bank_account"})
    return found


def flaws_of(file: BankResult) -> QuerySet[ResultFlaw]:
    """Return the lines of a file, that the actor was let in to, which were not booked, each with why."""
    return ResultFlaw.objects.filter(result=file)


def batches_in(actor: Actor, file: BankResult) -> QuerySet[Batch]:
    """Return the batches that a file is about."""
    return batches(actor).filter(zone=file.zone_id, number__in=file.batches).order_by("number")


def same_before(file: BankResult) -> BankResult | None:
    """Return the file, the same to the byte, that was taken in the zone before this one; None where there is none."""
    same = BankResult.objects.filter(zone=file.zone_id, sha256=file.sha256, pk__lt=file.pk).defer("content")
    return same.order_by("-pk").first()
