"""What a zone awarded so far, for the limits of a run; and what a run was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from huiqi.casework.domain import past as lines
from huiqi.casework.domain.claims.states import ENDED, PROMISED, State
from huiqi.casework.domain.past import stage_of
from huiqi.casework.models import Claim, Round, Run
from huiqi.casework.queries.earlier.counting import PaidBefore, paid_before, paid_before_by
from huiqi.casework.queries.runs import book_for
from huiqi.kernel.clock import day_in_china
from huiqi.rulebook.domain.past import Awarded
from huiqi.rulebook.queries.looking_back import clause_names as rulebook_names

# Decided, whether money was found for it or not.
_AWARDED = sorted(state.value for state in PROMISED | {State.HELD})
_UNDER_REVIEW = sorted(state.value for state in frozenset(State) - ENDED - PROMISED - {State.HELD})
_FIELDS = ("policy", "clause", "company", "year", "amount", "approved_at", "adjustments")


def awarded_so_far(zone: UUID) -> list[Awarded]:
    """Return what was decided in a zone and has not come to nothing, of all years, in yuan.

    What came back later counts still: the award was made. Whoever got it wrongly is kept from support by a ban.
    """
    rows = Claim.objects.filter(round__zone=zone, state__in=_AWARDED).order_by("pk").values_list(*_FIELDS)
    return [
        Awarded(f"{policy}/{clause}", str(company), year, amount, day_in_china(approved_at), stage_of(adjustments))
        for policy, clause, company, year, amount, approved_at, adjustments in rows.iterator(chunk_size=5000)
    ]


def under_review(zone: UUID) -> list[Awarded]:
    """Return what is under review in a zone: it keeps its part of each limit until it is refused or comes to nothing.

    An amount that is not set yet counts with the most that it can be. `origin` names the round; the day is that of the round.
    """
    rows = Claim.objects.filter(round__zone=zone, state__in=_UNDER_REVIEW).order_by("pk")
    fields = ("policy", "clause", "company", "year", "amount", "high", "round__day", "adjustments", "round")
    return [
        Awarded(
            f"{policy}/{clause}", str(company), year, high if amount is None else amount, day,
            stage_of(adjustments), origin=f"{lines.ROUND}{made}", is_pending=True,
        )
        for policy, clause, company, year, amount, high, day, adjustments, made in rows.values_list(*fields).iterator(
            chunk_size=5000
        )
    ]  # fmt: skip


def decided_past(zone: UUID, *, day: date) -> list[Awarded]:
    """Return what was decided in Huiqi, and what was paid before it up to a day."""
    return [*awarded_so_far(zone), *paid_before(zone, until=day)]


def past_of(zone: UUID, *, day: date) -> list[Awarded]:
    """Return what a run of a day looks back at: what was decided and paid, and what other rounds have under review."""
    return [*decided_past(zone, day=day), *under_review(zone)]


def past_given(run: Run) -> tuple[Awarded, ...]:
    """Return the earlier awards that a run was given; none where there were none, or the run is older than this."""
    return lines.past_of(run.past.lines) if run.past is not None else ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An award that a company had before a run, in words: the clause in both languages, the year, the amount in yuan, the day.

    `source` says where it is known from if it was paid before Huiqi; its day is then that of the payment. What was under review
    in another round then says so, with the day of that round; its amount may not have been set.
    """

    zh: str
    en: str
    year: int
    amount: Decimal | None
    day: date
    source: PaidBefore | None = None
    is_pending: bool = False


def had_before(run: Run, company: UUID) -> list[Earlier]:
    """Return what a company had been awarded when a run, to which the actor was let in, was carried out; the latest first."""
    given = [one for one in past_given(run) if one.company == str(company)]
    asked = [one.clause for one in given]
    names = clause_names(asked)
    if not names.keys() >= set(asked):
        # What was only ever paid before Huiqi has had no round: it is called as the rules call it.
        names = {key: pair for key, (_, pair) in rulebook_names(book_for(run)).items()} | names
    sources = paid_before_by([one.origin for one in given if one.origin and not one.is_pending])
    found = [
        Earlier(
            *names.get(one.clause, (one.clause,) * 2),
            one.year,
            one.amount,
            one.day,
            sources.get(one.origin),
            one.is_pending,
        )
        for one in given
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)


def clause_names(clauses: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return what clauses ("policy/clause") are called, by their latest round."""
    if not clauses:
        return {}
    rows = Round.objects.filter(policy__in={one.partition("/")[0] for one in clauses}).order_by("made_at")
    return {
        f"{policy}/{clause}": (zh, en) for policy, clause, zh, en in rows.values_list("policy", "clause", "zh", "en")
    }
