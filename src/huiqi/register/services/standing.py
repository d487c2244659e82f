"""Standings follow the facts: in the transaction that adds facts, their subjects are made anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

# Of several rows about one thing the last one recorded is right; a number keeps every digit as text.
_MAKE = """
insert into register_standing (subject_id, facts, changed_at)
select subject_id, jsonb_object_agg(key, said), %(now)s
from (
    select distinct on (subject_id, name, period) subject_id,
        name || case when period = '' then '' else '|' || period end as key,
        jsonb_build_array(state, case
            when number is not null then to_jsonb(trim_scale(number)::text)
            when text is not null then to_jsonb(text)
            when day is not null then to_jsonb(day)
            when truth is not null then to_jsonb(truth)
        end, source, valid_from, valid_to) as said
    from register_fact
    where %(all)s or subject_id = any(%(subjects)s)
    order by subject_id, name, period, recorded_at desc, id desc
) latest
group by subject_id
on conflict (subject_id) do update set facts = excluded.facts, changed_at = excluded.changed_at
"""


def refresh(subjects: Sequence[UUID] | None, *, now: datetime) -> int:
    """Make the standings of some subjects anew, of all where None is given; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, {"now": now, "all": subjects is None, "subjects": list(subjects or ())})
        return int(cursor.rowcount)
