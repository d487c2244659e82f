"""What was said of facts up to a moment is said once more, in later rows: when a batch is taken back, when records are merged.

The rows since the last one without limits are what holds: all of them are said again, in their order. Where none is without
limits, what stands is withdrawn first, so that no other word shows on days that they leave out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id

# `wanted`: of whom (target) which fact is said again, by what was said of whom (subject) before a row (before_at, before_id;
# all, where they are null) and not in a batch. What was said of a record counts for the one that it went into. Each of the
# hundreds of thousands of keys is looked up by itself: the planner knows nothing of how many they are, and one join of two such
# sets would compare all with all. A key of which nothing was said before keeps a row of nulls.
_SAY = """
with wanted as ({wanted}),
earlier as (
    select wanted.target, wanted.name as key_name, wanted.period as key_period, wanted.source as key_source, fact.*,
        row_number() over key as back,
        count(*) filter (where fact.id is not null and fact.valid_from is null and fact.valid_to is null) over key as grounds,
        fact.id is not null and fact.valid_from is null and fact.valid_to is null as is_ground,
        count(*) filter (where fact.id is not null and fact.valid_from is null and fact.valid_to is null) over (
            partition by wanted.target, wanted.name, wanted.period
        ) as grounds_in_all
    from wanted cross join lateral (
        select wanted.subject as speaker
        union all
        select merged.id from register_organisation merged where merged.merged_into_id = wanted.subject
    ) speakers
    left join register_fact fact
        on fact.subject_id = speakers.speaker and fact.name = wanted.name and fact.period = wanted.period
        and (%(leaving_out)s::uuid is null or fact.batch is distinct from %(leaving_out)s)
        and (wanted.before_at is null or (fact.recorded_at, fact.id) < (wanted.before_at, wanted.before_id))
    window key as (
        partition by wanted.target, wanted.name, wanted.period
        order by fact.recorded_at desc nulls last, fact.id desc nulls last rows between unbounded preceding and current row
    )
), said as (
    select target, name, period, state, number, text, day, truth, source, evidence, valid_from, valid_to, -back as place
    from earlier where id is not null and grounds - is_ground::int = 0
    union all
    select target, key_name, key_period, 'missing', null, null, null, null, key_source, '', null, null, -1000000000
    from earlier where back = 1 and grounds_in_all = 0
)
insert into register_fact (id, subject_id, name, period, state, number, text, day, truth, source, evidence, valid_from,
    valid_to, recorded_at, recorded_by, recorded_by_name, batch)
select (%(prefix)s || lpad(to_hex(%(start)s + row_number() over (order by target, name, period, place)), 15, '0'))::uuid,
    target, name, period, state, number, text, day, truth, source,
    left(concat_ws('；', %(evidence)s, nullif(evidence, '')), 500), valid_from, valid_to, %(now)s, %(person)s, %(name)s, %(act)s
from said
"""


def say_again(
    wanted: str,
    told: dict[str, Any],
    *,
    act: UUID,
    evidence: str,
    actor: Actor,
    now: datetime,
    leaving_out: UUID | None = None,
) -> None:
    """Say facts again in the rows of a new batch (`act`).

    `wanted` is a query of (subject, target, name, period, source, before_at, before_id), with `told` for its parameters.
    """
    # The first 68 bits of an identifier say moment and version; the rest counts, so that the order of rows is kept.
    base = f"{new_id(now).int:032x}"
    with connection.cursor() as cursor:
        cursor.execute(
            _SAY.format(wanted=wanted),
            told
            | {
                "act": act, "evidence": evidence, "now": now, "person": actor.person, "name": actor.name,
                "leaving_out": leaving_out, "prefix": base[:17], "start": int(base[17:], 16) >> 1,
            },
        )  # fmt: skip
