"""What lines owe that no flow pays by itself: losses of funds, arrears of earlier years."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db.models import Q, QuerySet

from huiqi.kernel.actor import Actor
from huiqi.ledger.domain.rights import MAKE, SEE_LINES
from huiqi.ledger.models import Obligation
from huiqi.ledger.queries.outside import outside
from huiqi.ledger.queries.reach import CannotSee, within_reach

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class NamedOwed(TypedDict):
        """What a list of what is owed shows besides."""

        party_name: str

    SeenOwed = WithAnnotations[Obligation, NamedOwed]

# Vouchers are settled, projects paid in parts, on pages of their own.
_OWN_FLOWS = frozenset({"agreement", "voucher", "voucher-use"})


def flows() -> frozenset[str]:
    """Return the kinds of causes, the first parts of causes, that are paid by flows of their own."""
    return _OWN_FLOWS | outside().flows()


def is_paid_by_flow(cause: str) -> bool:
    """Return whether what is owed for a cause is paid by a flow of its own."""
    return cause.partition("/")[0] in flows()


def owed_by_hand(actor: Actor) -> QuerySet[SeenOwed]:
    """Return what lines that the actor may see owe and no flow pays, with the party's name, the oldest first."""
    kept = Q()
    for kind in sorted(flows()):
        kept |= Q(cause__startswith=f"{kind}/")
    rows = Obligation.objects.filter(line__in=within_reach(actor, *SEE_LINES), payable__gt=0).exclude(kept)
    named = rows.annotate(party_name=outside().party_name(actor, field="party"))
    return named.select_related("line").order_by("since", "id")


def owed_of(actor: Actor, *, id: int) -> SeenOwed:
    """Return one of them, on a line whose changes the actor proposes; raises CannotSee."""
    found = owed_by_hand(actor).filter(pk=id, line__in=within_reach(actor, *MAKE)).first()
    if found is None:
        raise CannotSee("not_found", what="owed", id=id)
    return found
