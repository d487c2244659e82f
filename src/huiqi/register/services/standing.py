"""Standings follow the facts: in the transaction that adds facts, their subjects are made anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from huiqi.kernel.arrays import among
from huiqi.register.models import Organisation, Standing

# A thing with its period, and what was said of it: a number keeps every digit as text.
_KEY = "name || case when period = '' then '' else '|' || period end"
_ENTRY = """jsonb_build_array(state, case
            when number is not null then to_jsonb(trim_scale(number)::text)
            when text is not null then to_jsonb(text)
            when day is not null then to_jsonb(day)
            when truth is not null then to_jsonb(truth)
        end, source, valid_from, valid_to)"""
# Of several rows about one thing the last one recorded is right. What was withdrawn reads as if nothing had been said.
# What was said of a record that was merged into another holds for the other.
_MAKE = f"""
with merged as (select id, merged_into_id from register_organisation where merged_into_id is not null),
said as (
    select fact.*, coalesce(merged.merged_into_id, fact.subject_id) as holder
    from register_fact fact left join merged on merged.id = fact.subject_id
    where %(all)s or fact.subject_id = any(%(subjects)s)
)
insert into register_standing (subject_id, facts, changed_at)
select holder, coalesce(jsonb_object_agg(key, entry) filter (where state <> 'missing'), '{{}}'), %(now)s
from (
    select distinct on (holder, name, period) holder, state, {_KEY} as key, {_ENTRY} as entry
    from said
    order by holder, name, period, recorded_at desc, id desc
) latest
where not exists (select from register_organisation gone where gone.id = holder and gone.gone_at is not null)
group by holder
on conflict (subject_id) do update set facts = excluded.facts, changed_at = excluded.changed_at
"""
_FOLD = f"""
insert into register_standing as standing (subject_id, facts, changed_at)
select subject_id, jsonb_object_agg({_KEY}, {_ENTRY} order by id), %(now)s from register_fact where batch = %(batch)s group by subject_id
on conflict (subject_id) do update set facts = standing.facts || excluded.facts, changed_at = excluded.changed_at
"""
# What a batch withdraws and nobody said again is null there, and taken out.
_FOLD_BACK = f"""
update register_standing standing
set facts = jsonb_strip_nulls(standing.facts || said.facts), changed_at = %(now)s
from (
    select subject_id, jsonb_object_agg({_KEY}, case when state = 'missing' then 'null' else {_ENTRY} end order by id) as facts
    from register_fact where batch = %(batch)s group by subject_id
) said
where said.subject_id = standing.subject_id and standing.changed_at < %(now)s
returning standing.subject_id
"""


def refresh(subjects: Sequence[UUID] | None, *, now: datetime) -> int:
    """Make the standings of some subjects anew, of all where None is given; return how many.

    Of a record that went into another, the other's is made anew.
    """
    turned = dict(
        Organisation.objects.filter(pk__in=among(subjects or ()))
        .exclude(merged_into=None)
        .values_list("pk", "merged_into")
    )
    holders = {turned.get(one, one) for one in subjects or ()}
    merged = Organisation.objects.filter(merged_into__in=among(holders)).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, {"now": now, "all": subjects is None, "subjects": [*holders, *merged]})
        return int(cursor.rowcount)


def fold_in(batch: UUID, *, now: datetime) -> None:
    """Add what a batch says to the standings of its subjects: the last word about each thing, and none of it withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, {"now": now, "batch": batch})


def fold_back(batch: UUID, subjects: Collection[UUID], *, now: datetime) -> None:
    """Bring standings up to date after a batch that says again what was said before, and withdraws what was not."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD_BACK, {"now": now, "batch": batch})
        done = {subject for (subject,) in cursor}
    # Records that went into others, and those of which somebody said something at this very moment.
    left = [one for one in subjects if one not in done]
    if left:
        refresh(left, now=now)


def forget(subjects: Sequence[UUID]) -> None:
    """Remove the standings of subjects that are not in the register any more; their facts stay."""
    Standing.objects.filter(subject__in=subjects).delete()
