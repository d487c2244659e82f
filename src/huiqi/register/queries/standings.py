"""How many companies stand where on the ladder, counted by the database: a zone has tens of thousands of titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib.postgres.aggregates import BitOr
from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from huiqi.kernel.actor import Actor
from huiqi.register.domain.ladder import BITS, COUNTED, NewTitles, Standing, new_titles
from huiqi.register.models import Title
from huiqi.register.queries.titles import titles

if TYPE_CHECKING:
    from uuid import UUID

    from django_stubs_ext import WithAnnotations

    class Holder(TypedDict):
        """Who holds a title, after records were merged."""

        company: UUID

    HeldTitle = WithAnnotations[Title, Holder]


def standings(actor: Actor, *, days: Sequence[date]) -> Counter[Standing]:
    """Count companies by the titles that they hold on each of some days; one query."""
    bit = Case(*(When(kind=kind, then=Value(bit)) for kind, bit in BITS.items()), output_field=IntegerField())
    held = {
        f"held_{place}": Coalesce(
            BitOr(bit, filter=Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))), 0
        )
        for place, day in enumerate(days)
    }
    columns = ", ".join(held)
    found = grouped(
        of_companies(actor, kinds=tuple(BITS)).values("company").annotate(**held),
        f"select {columns}, count(*) from ({{rows}}) company group by {columns}",
    )
    return Counter({tuple(row[:-1]): row[-1] for row in found})


def new_titles_of(actor: Actor, *, years: Sequence[int], kinds: Sequence[str] = COUNTED) -> tuple[NewTitles, ...]:
    """Count the titles first granted in each year, and the companies that got them; one query.

    First is what is said to be the first recognition, or, where nobody says, what no earlier title of that kind comes before.
    One title of two levels is one title.
    """
    found = grouped(
        of_companies(actor, kinds=kinds).values("company", "kind", "valid_from", "recognition"),
        "select extract(year from valid_from)::int, kind, count(distinct company) from ("
        "  select *, min(valid_from) over (partition by company, kind) as earliest from ({rows}) held"
        ") dated where recognition = 'first' or (recognition = '' and valid_from = earliest)"
        " group by grouping sets ((1, kind), (1))",
    )
    counts = {(year, kind): count for year, kind, count in found}
    return tuple(
        new_titles(year, {kind: counts.get((year, kind), 0) for kind in kinds}, companies=counts.get((year, None), 0))
        for year in years
    )


def of_companies(actor: Actor, *, kinds: Sequence[str]) -> QuerySet[HeldTitle]:
    """Return titles with `company`: who holds them, after records were merged."""
    company = Coalesce("organisation__merged_into", "organisation")
    return titles(actor).filter(kind__in=kinds).order_by().annotate(company=company)


def grouped(rows: QuerySet[HeldTitle, Any], statement: str) -> list[tuple[Any, ...]]:
    """Return what a statement makes of rows: Django groups only once."""
    text, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement.format(rows=text), values)
        return list(cursor.fetchall())
