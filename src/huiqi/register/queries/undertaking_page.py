"""All that the page of one undertaking shows, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.undertakings import Flow, Tally
from huiqi.register.models import Label, PublishedFigure, Undertaking
from huiqi.register.queries.facts import KnownFact, facts
from huiqi.register.queries.published import published_figures
from huiqi.register.queries.reach import within_reach
from huiqi.register.queries.residents import flow
from huiqi.register.queries.undertakings import tally_of_labels, undertaking

_YEARS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class YearFlow:
    """Companies in and out in a calendar year; of the year that is not over, up to the day."""

    year: int
    flow: Flow


@dataclass(frozen=True, slots=True)
class UndertakingPage:
    """The row, its labels with those that ended, what is known of it, and who moved in and out year by year."""

    row: Undertaking
    labels: tuple[Label, ...]
    facts: tuple[KnownFact, ...]
    years: tuple[YearFlow, ...]
    may_keep: bool

    @property
    def present(self) -> int:
        """Return how many companies are there on the day."""
        return self.years[0].flow.present


def undertaking_page(actor: Actor, *, id: UUID, day: date) -> UndertakingPage:
    """Return what the page shows as of a day; raises CannotSee."""
    row = undertaking(actor, id=id)
    return UndertakingPage(
        row=row,
        labels=tuple(one for one in row.labels.all() if one.withdrawn_at is None),
        facts=facts(actor, subject=id),
        years=flows(actor, day=day, undertaking=id),
        may_keep=within_reach(actor, *KEEP_REGISTER).filter(pk=row.organisation_id).exists(),
    )


def flows(actor: Actor, *, day: date, undertaking: UUID | None = None, group: str = "") -> tuple[YearFlow, ...]:
    """Return who moved in and out in the year of a day and the years before, the latest first; a query a year."""
    found = []
    for year in range(day.year, day.year - _YEARS_SHOWN, -1):
        until = date.fromordinal(day.toordinal() + 1) if year == day.year else date(year + 1, 1, 1)
        found.append(
            YearFlow(year, flow(actor, since=date(year, 1, 1), until=until, undertaking=undertaking, group=group))
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class CountsPage:
    """Labels counted on a day, who moved in and out, and what was published."""

    tally: Tally
    years: tuple[YearFlow, ...]
    figures: tuple[PublishedFigure, ...]


def counts_page(actor: Actor, *, day: date, group: str = "") -> CountsPage:
    """Return what the page of counts shows as of a day."""
    return CountsPage(
        tally=tally_of_labels(actor, day=day, group=group),
        years=flows(actor, day=day, group=group),
        figures=tuple(published_figures(actor, topic="carrier")),
    )
