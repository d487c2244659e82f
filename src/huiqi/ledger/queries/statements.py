"""What was moved for a party, for a cause or on a line; what is promised to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from huiqi.kernel.actor import Actor, system
from huiqi.kernel.words import Pair
from huiqi.ledger.domain.rights import SEE_LINES
from huiqi.ledger.domain.steps import PROMISED, STATE_NAMES
from huiqi.ledger.models import Obligation, Transfer
from huiqi.ledger.queries.outside import outside
from huiqi.ledger.queries.reach import CannotSee, within_reach

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Stated(TypedDict):
        """What a list of transfers shows besides."""

        party_name: str

    StatedTransfer = WithAnnotations[Transfer, Stated]


def statement(
    actor: Actor, *, party: UUID | None = None, line: UUID | None = None, cause: str | None = None
) -> QuerySet[StatedTransfer]:
    """Return transfers of lines that the actor may see, the last first: of a party, a line, a cause, or what is common to them.

    Each has `party_name`. What ceilings repeat shows on the ceilings alone.
    """
    seen = Transfer.objects.filter(line__in=within_reach(actor, *SEE_LINES))
    if line is None:
        seen = seen.filter(mirrors=None)
    asked = {"party": party, "line": line, "cause": cause}
    seen = seen.filter(**{name: value for name, value in asked.items() if value is not None})
    named = seen.annotate(party_name=outside().party_name(actor, field="party"))
    return named.select_related("entry", "line", "line__payer").order_by("-id")


def issuers(rows: QuerySet[Any], *, line: str = "line") -> str:
    """Return what the zones are called from whose lines the rows of a statement are; empty where it has no rows."""
    zones = set(rows.order_by().values_list(f"{line}__zone", flat=True).distinct())
    return "、".join(sorted(outside().parties(system("ledger"), ids=zones).values()))


def looked_for(rows: QuerySet[StatedTransfer], text: str) -> QuerySet[StatedTransfer]:
    """Return transfers by receiver, cause or key."""
    return rows.filter(Q(party_name__icontains=text) | Q(cause__icontains=text) | Q(entry__key__icontains=text))


def obligations(actor: Actor, *, cause: str | None = None, party: UUID | None = None) -> QuerySet[Obligation]:
    """Return what is promised on lines that the actor may see, and `unpaid` of each, in yuan; the oldest first."""
    seen = Obligation.objects.filter(line__in=within_reach(actor, *SEE_LINES))
    asked = {"cause": cause, "party": party}
    seen = seen.filter(**{name: value for name, value in asked.items() if value is not None})
    unpaid = F("reserved") + F("committed") + F("payable")
    return seen.annotate(unpaid=unpaid).select_related("line", "line__payer").order_by("since", "id")


@dataclass(frozen=True, slots=True)
class Promised:
    """How much is in a state, in yuan."""

    name: Pair
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PartyPage:
    """A party, and what is promised to it in each state."""

    party: UUID
    name: str
    promised: Sequence[Promised]


@dataclass(frozen=True, slots=True)
class CausePage:
    """A cause, where its own page is, and what it has on each line."""

    cause: str
    name: Pair
    address: str
    obligations: Sequence[Obligation]


def party_page(actor: Actor, *, id: UUID) -> PartyPage:
    """Return what a party was promised, where the actor sees something of it; raises CannotSee."""
    rows = obligations(actor, party=id).order_by()
    sums = rows.aggregate(**{state.value: Sum(state.value) for state in PROMISED})
    if all(amount is None for amount in sums.values()):
        raise CannotSee("not_found", what="party", id=id)
    name = outside().parties(actor, ids=[id]).get(id, str(id))
    return PartyPage(id, name, [Promised(STATE_NAMES[state], sums[state.value]) for state in PROMISED])


def cause_page(actor: Actor, *, cause: str) -> CausePage:
    """Return what a cause has on the lines that the actor sees; raises CannotSee."""
    if not statement(actor, cause=cause).exists():
        raise CannotSee("not_found", what="cause", id=cause)
    known = outside().cause(actor, cause=cause)
    rows = tuple(obligations(actor, cause=cause))
    return CausePage(cause, known.name if known else (cause, cause), known.address if known else "", rows)
