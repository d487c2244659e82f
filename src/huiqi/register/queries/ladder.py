"""The ladder as an actor may see it: counts of a day, who stands where, who moved, what runs out, who aims at what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from huiqi.kernel.actor import Actor
from huiqi.register.domain.ladder import NUMBERS, RUNGS, Ladder, NewTitles, Stage, Standing, ladder
from huiqi.register.domain.rights import SEE_FACTS, WATCH_WORK
from huiqi.register.models import Candidate, Organisation, PublishedFigure, Title
from huiqi.register.queries.published import published_figures
from huiqi.register.queries.reach import within_reach
from huiqi.register.queries.standings import new_titles_of, standings
from huiqi.register.queries.titles import titles

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Rungs(TypedDict):
        """Where a company stands on a day, and stood on an earlier one: numbers of `domain.ladder.NUMBERS`, 0 for none."""

        rung: int
        rung_before: int

    class Renews(TypedDict):
        """Whether a company had a title of the kind before the year began."""

        is_renewal: bool

    OnLadder = WithAnnotations[Organisation, Rungs]
    Aiming = WithAnnotations[Candidate, Renews]

_YEARS_SHOWN = 4
SOON_DAYS = 90


@dataclass(frozen=True, slots=True)
class LadderPage:
    """The ladder on a day, its counts at the ends of the years before, new titles of these years, and what was published."""

    ladder: Ladder
    history: tuple[tuple[date, Ladder], ...]
    news: tuple[NewTitles, ...]
    figures: tuple[PublishedFigure, ...]


def ladder_page(actor: Actor, *, day: date, before: date) -> LadderPage:
    """Return what the page shows; three queries."""
    ends = [date(year, 12, 31) for year in range(day.year - _YEARS_SHOWN, day.year)]
    counts = standings(actor, days=(before, day, *ends))

    def on(then: int, now: int) -> Ladder:
        projected: Counter[Standing] = Counter()
        for held, count in counts.items():
            projected[held[then], held[now]] += count
        return ladder(projected)

    return LadderPage(
        ladder=on(0, 1),
        history=(*((end, on(place, place)) for place, end in enumerate(ends, start=2)), (day, on(1, 1))),
        news=new_titles_of(actor, years=range(day.year, day.year - _YEARS_SHOWN, -1)),
        figures=tuple(published_figures(actor, topic="ladder")),
    )


def on_ladder(actor: Actor, *, day: date, before: date) -> QuerySet[OnLadder]:
    """Return the companies that stood on the ladder on one of two days, with `rung` and `rung_before`."""
    there = covering(day, through="titles__") | covering(before, through="titles__")
    rows = within_reach(actor, *SEE_FACTS).filter(there, titles__kind__in=RUNGS, titles__replaced_at=None)
    rows = rows.annotate(rung=highest_on(day), rung_before=highest_on(before)).select_related("parent")
    # The rows are sorted with all that is read of them: no more than a page shows.
    return rows.only("name", "name_key", "credit_code", "parent__name")


def covering(day: date, *, through: str = "") -> Q:
    """Return the condition for titles that hold on a day, or for rows joined to them by that name (`titles__`)."""
    ends = Q(**{f"{through}valid_to": None}) | Q(**{f"{through}valid_to__gt": day})
    return Q(**{f"{through}valid_from__lte": day}) & ends


def highest_on(day: date) -> Coalesce:
    """Return the highest rung of the titles of an organisation that hold on a day, as an expression; 0 for none."""
    number = Case(
        *(When(titles__kind=kind, then=Value(at)) for kind, at in NUMBERS.items()), output_field=IntegerField()
    )
    return Coalesce(Max(number, filter=covering(day, through="titles__")), 0)


def holding(rows: QuerySet[OnLadder], *, kind: str, day: date) -> QuerySet[OnLadder]:
    """Narrow to organisations that hold a title of a kind on a day."""
    return rows.filter(
        Exists(Title.objects.filter(covering(day), organisation=OuterRef("pk"), kind=kind, replaced_at=None))
    )


def expiring_titles(actor: Actor, *, day: date, days: int = SOON_DAYS) -> QuerySet[Title]:
    """Return titles that hold on a day and run out within so many days, where no later one of the kind follows at once."""
    follows = Title.objects.filter(
        organisation=OuterRef("organisation"),
        kind=OuterRef("kind"),
        replaced_at=None,
        valid_from__lte=OuterRef("valid_to"),
    ).exclude(pk=OuterRef("pk"))
    follows = follows.filter(Q(valid_to=None) | Q(valid_to__gt=OuterRef("valid_to")))
    rows = titles(actor, valid_on=day).filter(valid_to__lte=day + timedelta(days=days))
    return rows.exclude(Exists(follows)).select_related("organisation")


def candidates(actor: Actor) -> QuerySet[Aiming]:
    """Return who aims at which title; `is_renewal`: the company had a title of that kind before the year began."""
    had = Title.objects.filter(
        organisation=OuterRef("company"), kind=OuterRef("kind"), replaced_at=None, valid_from__year__lt=OuterRef("year")
    )
    rows = Candidate.objects.filter(company__in=within_reach(actor, *WATCH_WORK)).select_related("company")
    return rows.annotate(is_renewal=Exists(had))


@dataclass(frozen=True, slots=True)
class Applications:
    """Applications for a title in a year: new ones and renewals."""

    new: int
    renewal: int

    @property
    def total(self) -> int:
        """Return all."""
        return self.new + self.renewal


def applications(actor: Actor, *, kind: str, year: int) -> Applications:
    """Count who applied for a title in a year; one query."""
    rows = candidates(actor).filter(kind=kind, year=year, stage=Stage.APPLIED.value)
    renewals = list(rows.order_by().values_list("is_renewal", flat=True))
    return Applications(new=renewals.count(False), renewal=renewals.count(True))


def moved(rows: QuerySet[OnLadder], how: str) -> QuerySet[OnLadder]:
    """Narrow the rows of `on_ladder` to who moved `up`, `down`, `out`, came `in`, or `same`."""
    match how:
        case "up":
            return rows.filter(rung__gt=F("rung_before"), rung_before__gt=0)
        case "down":
            return rows.filter(rung__lt=F("rung_before"), rung__gt=0)
        case "out":
            return rows.filter(rung=0)
        case "in":
            return rows.filter(rung_before=0)
        case _:
            return rows.filter(rung=F("rung_before"))
