"""All companies of a zone or park with all their facts, as they hold on a day and as they were known at a moment: column by column.

Millions of values are gathered inside the database, a list for each fact and period. Standings serve those of which nothing was
said since the moment and whose last word holds on the day; for the others the facts themselves are read.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection

from huiqi.kernel.actor import Actor
from huiqi.kernel.arrays import array
from huiqi.register.domain.rights import SEE_FACTS
from huiqi.register.domain.values import State
from huiqi.register.models import Organisation
from huiqi.register.queries.reach import CannotSee, within_reach

# A number or a day as its exact text, a text, yes or no; None where nothing is known.
Cell: TypeAlias = str | bool | None

# By key and kind (known, not applicable, or expired: its last word does not hold on the day) the rows, and their values as JSON.
# Texts are strung together, which takes the database half the time of making arrays.
_STANDINGS = """
select key, kind, string_agg(row, ','), case when kind = 'known' then string_agg(value::text, ',') end
from (
    select entry.key, member.row, entry.value -> 1 as value, case
        when coalesce(entry.value ->> 3 > %(day)s, false) or coalesce(entry.value ->> 4 <= %(day)s, false) then 'expired'
        else entry.value ->> 0 end as kind
    from (select id, (place - 1)::text as row from unnest(%(subjects)s::uuid[]) with ordinality as given(id, place)) member
    join register_standing standing on standing.subject_id = member.id and standing.changed_at <= %(known_at)s
    cross join lateral jsonb_each(standing.facts) as entry
) said
group by key, kind
"""

# What was said of a record that was merged into another holds for the other, as in standings.
_FACTS = """
with asked as (
    select * from unnest(%(rows)s::int[], %(subjects)s::uuid[], %(keys)s::text[]) as asked(row, subject, key)
), records as (
    select row, key, subject from asked
    union all
    select row, key, gone.id from asked join register_organisation gone on gone.merged_into_id = asked.subject
        and gone.gone_at <= %(known_at)s
)
select key, state, string_agg(row::text, ','), string_agg(value::text, ',')
from (
    select distinct on (records.row, fact.name, fact.period) records.row, fact.state,
        fact.name || case when fact.period = '' then '' else '|' || fact.period end as key,
        case when number is not null then to_jsonb(trim_scale(number)::text) when text is not null then to_jsonb(text)
            when day is not null then to_jsonb(day) when truth is not null then to_jsonb(truth) end as value
    from records
    join register_fact fact on fact.subject_id = records.subject and (records.key is null
        or fact.name = split_part(records.key, '|', 1) and fact.period = split_part(records.key, '|', 2))
    where fact.recorded_at <= %(known_at)s and coalesce(fact.valid_from <= %(day)s, true)
        and coalesce(fact.valid_to > %(day)s, true)
    order by records.row, fact.name, fact.period, fact.recorded_at desc, fact.id desc
) latest
group by key, state
"""

_CHANGED_SINCE = """
select member.row - 1 from unnest(%(subjects)s::uuid[]) with ordinality as member(id, row)
join register_standing standing on standing.subject_id = member.id where standing.changed_at > %(known_at)s
"""


@dataclass(frozen=True, slots=True)
class Member:
    """A company as it is listed: initials are the pinyin ones; `park` is the part of the zone that it is in, None for none."""

    id: UUID
    name: str
    initials: str
    credit_code: str
    park: UUID | None


@dataclass(frozen=True, slots=True)
class Column:
    """One fact in one period: a cell for each company, and the rows of those to which it does not apply (their cells are None)."""

    cells: list[Cell]
    absent: list[int]


@dataclass(frozen=True, slots=True)
class Population:
    """Companies in the order in which they came into the register, and their facts by `name` or `name|period`.

    `by_name` holds the rows in the order of the names; `parks` the names of the parts of the zone.
    """

    members: tuple[Member, ...]
    by_name: tuple[int, ...]
    parks: Mapping[UUID, str]
    columns: Mapping[str, Column]


def population(
    actor: Actor, *, scope: UUID, day: date, known_at: datetime, among: Collection[UUID] | None = None
) -> Population:
    """Return the companies in a zone or park, or those `among` some, with their facts; raises CannotSee where not all may be seen."""
    reach = within_reach(actor, *SEE_FACTS)
    if not reach.filter(pk=scope).exists():
        raise CannotSee("not_found", what="organisation", id=scope)
    inside = reach.filter(within__contains=[scope])
    parks = dict(inside.filter(kind=Organisation.Kind.PARK).values_list("pk", "name"))
    found = inside.filter(kind=Organisation.Kind.COMPANY).order_by("pk")
    if among is not None:
        found = found.filter(pk__in=among)
    rows = list(found.values_list("pk", "name", "name_initials", "credit_code", "parent", "name_key"))
    # What is in one place is in one park: asked once for each place, not for each company.
    above = Organisation.objects.filter(pk__in=found.order_by().values("parent")).values_list("pk", "within")
    park_of: dict[UUID | None, UUID | None] = {place: _park(within, parks) for place, within in above}
    members = tuple(
        Member(pk, name, initials, code or "", park_of.get(parent)) for pk, name, initials, code, parent, _ in rows
    )
    keys = [row[5] for row in rows]
    by_name = tuple(sorted(range(len(rows)), key=keys.__getitem__))
    return Population(members, by_name, parks, columns_of([one.id for one in members], day=day, known_at=known_at))


def columns_of(subjects: Sequence[UUID], *, day: date, known_at: datetime) -> dict[str, Column]:
    """Return the facts of subjects, which the caller may see, by `name` or `name|period`, in the order of the subjects."""
    columns: dict[str, Column] = {}
    asked: list[tuple[int, UUID, str | None]] = []
    told: dict[str, Any] = {"subjects": array(subjects), "day": day.isoformat(), "known_at": known_at}
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, told)
        for key, kind, rows, values in cursor.fetchall():
            if kind == "expired":
                asked += [(row, subjects[row], key) for row in _rows(rows)]
            else:
                _fill(columns, len(subjects), key, kind, rows, values)
        cursor.execute(_CHANGED_SINCE, told)
        asked += [(row, subjects[row], None) for (row,) in cursor.fetchall()]
        if asked:
            cursor.execute(_FACTS, told | _parts(asked))
            for key, kind, rows, values in cursor.fetchall():
                _fill(columns, len(subjects), key, kind, rows, values)
    return columns


def _park(within: Iterable[UUID], parks: Mapping[UUID, str]) -> UUID | None:
    return next((one for one in within if one in parks), None)


def _parts(asked: Sequence[tuple[int, UUID, str | None]]) -> dict[str, Any]:
    rows, subjects, keys = zip(*asked, strict=True)
    return {"rows": list(rows), "subjects": list(subjects), "keys": list(keys)}


def _fill(columns: dict[str, Column], size: int, key: str, kind: str, rows: str, values: str | None) -> None:
    if kind == State.MISSING:
        return
    column = columns.setdefault(key, Column([None] * size, []))
    if kind == State.NOT_APPLICABLE:
        column.absent.extend(_rows(rows))
        return
    cells = column.cells
    for row, value in zip(_rows(rows), json.loads(f"[{values}]"), strict=True):
        cells[row] = value


def _rows(text: str) -> list[int]:
    return list(map(int, text.split(",")))
