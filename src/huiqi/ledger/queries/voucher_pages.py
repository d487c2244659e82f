"""Vouchers and money for projects on their pages: what is left of each, where it was used, what is still to be paid."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import CharField, DecimalField, F, OuterRef, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Substr

from huiqi.kernel.actor import Actor
from huiqi.ledger.domain.proposals import AGREEMENT
from huiqi.ledger.domain.rights import MAKE, SEE_LINES
from huiqi.ledger.models import Obligation, Proposal, VoucherUse
from huiqi.ledger.queries.outside import outside
from huiqi.ledger.queries.promises import vouchers
from huiqi.ledger.queries.reach import CannotSee, within_reach

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from huiqi.ledger.queries.promises import Named, SeenVoucher

    class NamedUse(Named):
        """What a list of uses shows besides."""

        owed: Decimal

    class NamedAgreement(TypedDict):
        """What a list of agreements shows besides."""

        party_name: str
        project: str
        open: Decimal

    SeenUse = WithAnnotations[VoucherUse, NamedUse]
    SeenAgreement = WithAnnotations[Obligation, NamedAgreement]

_MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=18, decimal_places=2)


def voucher(actor: Actor, *, id: UUID) -> SeenVoucher:
    """Return a voucher on a line that the actor may see; raises CannotSee."""
    found = vouchers(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="voucher", id=id)
    return found


def uses(actor: Actor) -> QuerySet[SeenUse]:
    """Return where vouchers of lines that the actor may see were used, with what is still `owed` of each, in yuan."""
    rows = VoucherUse.objects.filter(voucher__line__in=within_reach(actor, *SEE_LINES))
    named = rows.annotate(owed=owed_of_use(), party_name=outside().party_name(actor, field="provider"))
    return named.select_related("voucher__line").order_by("-used_at", "-id")


def owed_of_use() -> Coalesce:
    """Return an expression for what is still owed for a use of a voucher, in yuan."""
    cause = Concat(Value("voucher-use/"), Cast(OuterRef("pk"), CharField()))
    kept = Obligation.objects.filter(line=OuterRef("voucher__line"), cause=cause).order_by().values("payable")
    return Coalesce(Subquery(kept, output_field=_MONEY), Value(Decimal(0)), output_field=_MONEY)


def agreements(actor: Actor) -> QuerySet[SeenAgreement]:
    """Return the money promised to projects on lines that the actor may see, with its ground, the last first."""
    made = Cast(Substr(OuterRef("cause"), len(AGREEMENT) + 1), UUIDField())
    ground = Proposal.objects.filter(pk=made).values("reason")
    rows = Obligation.objects.filter(line__in=within_reach(actor, *SEE_LINES), cause__startswith=AGREEMENT)
    named = rows.annotate(project=Subquery(ground), party_name=outside().party_name(actor, field="party"))
    return named.annotate(open=F("committed") + F("payable")).select_related("line").order_by("-since", "-id")


def agreement(actor: Actor, *, id: UUID) -> SeenAgreement:
    """Return the money of a project, by the proposal that promised it, on a line whose changes the actor proposes; raises CannotSee."""
    found = agreements(actor).filter(cause=f"{AGREEMENT}{id}", line__in=within_reach(actor, *MAKE)).first()
    if found is None:
        raise CannotSee("not_found", what="agreement", id=id)
    return found


def party_of(actor: Actor, *, code: str) -> UUID | None:
    """Return the party with a credit code, where the actor may see it."""
    return outside().party_of(actor, code=code.strip().upper())
