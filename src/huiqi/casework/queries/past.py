"""What a zone awarded so far, for the limits of a run; and what a run was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from huiqi.casework.domain.claims.states import PROMISED, State
from huiqi.casework.domain.past import past_of, stage_of
from huiqi.casework.models import Claim, Round, Run
from huiqi.kernel.clock import day_in_china
from huiqi.rulebook.domain.past import Awarded

# Decided, whether money was found for it or not; what is still being reviewed is no award.
_AWARDED = sorted(state.value for state in PROMISED | {State.HELD})
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


def past_given(run: Run) -> tuple[Awarded, ...]:
    """Return the earlier awards that a run was given; none where there were none, or the run is older than this."""
    return past_of(run.past.lines) if run.past is not None else ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An award that a company had before a run, in words: the clause in both languages, the year, the amount in yuan, the day."""

    zh: str
    en: str
    year: int
    amount: Decimal
    day: date


def had_before(run: Run, company: UUID) -> list[Earlier]:
    """Return what a company had been awarded when a run, to which the actor was let in, was carried out; the latest first."""
    given = [one for one in past_given(run) if one.company == str(company)]
    names = clause_names([one.clause for one in given])
    found = [Earlier(*names.get(one.clause, (one.clause,) * 2), one.year, one.amount, one.day) for one in given]
    return sorted(found, key=lambda one: one.day, reverse=True)


def clause_names(clauses: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return what clauses ("policy/clause") are called, by their latest round."""
    if not clauses:
        return {}
    rows = Round.objects.filter(policy__in={one.partition("/")[0] for one in clauses}).order_by("made_at")
    return {
        f"{policy}/{clause}": (zh, en) for policy, clause, zh, en in rows.values_list("policy", "clause", "zh", "en")
    }
