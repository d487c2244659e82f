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

# What was said of a record counts for the one that it went into. `wanted`: of whom (target) which fact is said again, by what was said of whom (subject) before a row (before_at, before_id; all,
# where they are null) and not in a batch.
_SAY = """
with wanted as ({wanted}),
speakers as (
    select distinct subject, subject as speaker from wanted
    union
    select wanted.subject, merged.id from wanted join register_organisation merged on merged.merged_into_id = wanted.subject
), earlier as (
    select fact.*, wanted.target, row_number() over key as back,
        count(*) filter (where fact.valid_from is null and fact.valid_to is null) over key
        - case when fact.valid_from is null and fact.valid_to is null then 1 else 0 end as grounds_after
    from wanted join speakers using (subject)
    join register_fact fact on fact.subject_id = speakers.speaker and fact.name = wanted.name and fact.period = wanted.period
    where (%(leaving_out)s::uuid is null or fact.batch is distinct from %(leaving_out)s)
        and (wanted.before_at is null or (fact.recorded_at, fact.id) < (wanted.before_at, wanted.before_id))
    window key as (
        partition by wanted.target, fact.name, fact.period order by fact.recorded_at desc, fact.id desc
        rows between unbounded preceding and current row
    )
), held as (
    select * from earlier where grounds_after = 0
), said as (
    select target, name, period, state, number, text, day, truth, source, evidence, valid_from, valid_to, -back as place
    from held
    union all
    select target, name, period, 'missing', null, null, null, null, source, '', null, null, -1000000000
    from wanted
    where not exists (
        select from held where held.target = wanted.target and held.name = wanted.name and held.period = wanted.period
            and held.valid_from is null and held.valid_to is null
    )
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
