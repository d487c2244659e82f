"""Budget lines for their pages: how much is where, which years there are, what can be chosen in forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from huiqi.kernel.actor import Actor
from huiqi.kernel.words import Pair
from huiqi.ledger.domain.kinds import Kind
from huiqi.ledger.domain.rights import CHECK, MAKE, SEE_LINES
from huiqi.ledger.domain.steps import STATE_NAMES, State
from huiqi.ledger.models import Account, Line, Payer
from huiqi.ledger.queries.outside import Place, outside
from huiqi.ledger.queries.reach import CannotSee, within_reach
from huiqi.ledger.queries.reach import line as visible_line
from huiqi.ui.words import chosen

_NOTHING = Decimal(0)
# In the order in which money goes, what is still free last.
SHOWN = (State.PAID, State.PAYABLE, State.COMMITTED, State.RESERVED, State.FREE)


@dataclass(frozen=True, slots=True)
class Slice:
    """A state with its amount in yuan, and where its part of a bar begins and how wide it is, in percent of what was set."""

    state: State
    name: Pair
    amount: Decimal
    begins: Decimal
    width: Decimal


@dataclass(frozen=True, slots=True)
class LinePage:
    """A line with its states, and what somebody may do about it."""

    line: Line
    in_set: Decimal
    slices: Sequence[Slice]
    ceilings: Sequence[Line]
    drawing: Sequence[Line]
    may_propose: bool


def slices_of(amounts: Mapping[State, Decimal]) -> list[Slice]:
    """Return the states of some money with their parts of a bar."""
    whole = amounts.get(State.SET, _NOTHING)
    found, begins = [], _NOTHING
    for state in SHOWN:
        amount = amounts.get(state, _NOTHING)
        width = percent(amount, whole)
        found.append(Slice(state, STATE_NAMES[state], amount, begins, width))
        begins += width
    return found


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return a part in percent of the whole, to two places; of nothing, nothing."""
    return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else _NOTHING


def own_line(actor: Actor, *, id: UUID) -> Line:
    """Return a line that the actor may propose changes of; raises CannotSee."""
    found = own_lines(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="line", id=id)
    return found


def line_page(actor: Actor, *, id: UUID) -> LinePage:
    """Return the page of a line; raises CannotSee."""
    line = visible_line(actor, id=id)
    held = {State(state): amount for state, amount in line.accounts.values_list("state", "balance")}
    ceilings = Line.objects.filter(covering__line=line).order_by("title_zh", "id")
    drawing = line.drawing.order_by("title_zh", "id") if line.kind == Kind.POOL.value else ()
    return LinePage(
        line, held[State.SET], slices_of(held), tuple(ceilings), tuple(drawing), may_propose=reaches(actor, line)
    )


def reaches(actor: Actor, line: Line) -> bool:
    """Return whether the actor may propose changes of a line."""
    return not actor.organisations(*MAKE).isdisjoint(line.within)


def totals(rows: QuerySet[Line]) -> list[Slice]:
    """Return what some lines have in each state together; ceilings count nothing of their own."""
    counted = rows.exclude(kind=Kind.CEILING.value).order_by()
    sums = (
        Account.objects.filter(line__in=counted.values("pk")).values_list("state").annotate(Sum("balance")).order_by()
    )
    return slices_of({State(state): amount for state, amount in sums})


def years(actor: Actor) -> list[int]:
    """Return the years of the lines that the actor may see, the last first."""
    seen = within_reach(actor, *SEE_LINES).filter(year__isnull=False).order_by("-year")
    return [year for year in seen.values_list("year", flat=True).distinct() if year is not None]


def places(actor: Actor) -> Sequence[Place]:
    """Return the places for which the actor keeps budgets."""
    return outside().places(actor, roles=MAKE)


def payers(actor: Actor) -> QuerySet[Payer]:
    """Return the payers of the zones in which the actor keeps budgets."""
    return Payer.objects.filter(zone__in=zones(actor)).order_by("name_zh")


def own_lines(actor: Actor, *kinds: Kind) -> QuerySet[Line]:
    """Return the lines that the actor may propose changes of, of some kinds if any are given."""
    seen = within_reach(actor, *MAKE)
    return (seen.filter(kind__in=[kind.value for kind in kinds]) if kinds else seen).order_by("-year", "title_zh", "id")


def choices(rows: Iterable[Line]) -> list[tuple[str, str]]:
    """Return lines as choices of a form, called in the language in use."""
    return [(str(row.pk), f"{chosen(*row.title)} {row.year or ''}".strip()) for row in rows]


def zone_of(actor: Actor) -> UUID:
    """Return the zone in which the actor makes or checks entries; raises CannotSee where there is none."""
    found = zones(actor)
    if not found:
        raise CannotSee("not_found", what="zone", id="")
    return found[0]


def zones(actor: Actor) -> list[UUID]:
    """Return the zones in which the actor makes or checks entries."""
    return sorted(actor.zones) if actor.holds(*MAKE, *CHECK) else []
