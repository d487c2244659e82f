"""A batch taken back: later rows say again what was said before it, and what it added is taken out of the register.

What somebody said after the batch stays, and is told. Nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from huiqi.kernel import events
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.register.models import Fact, Organisation, Standing
from huiqi.register.services.pointing import pointed_at
from huiqi.register.services.standing import forget, refresh

# The rows since the last one without limits are what held before: all of them are said again, in their order. Where none is
# without limits, the batch's word is withdrawn first.
_RESTORE = """
with mine as (
    select distinct subject_id, name, period from register_fact where batch = %(batch)s
), latest as (
    select distinct on (subject_id, name, period) subject_id, name, period, batch, source, recorded_at, id
    from register_fact join mine using (subject_id, name, period)
    order by subject_id, name, period, recorded_at desc, id desc
), open as (
    select * from latest where batch = %(batch)s
), earlier as (
    select fact.*, row_number() over key as back,
        count(*) filter (where fact.valid_from is null and fact.valid_to is null) over key
        - case when fact.valid_from is null and fact.valid_to is null then 1 else 0 end as grounds_after
    from open join register_fact fact using (subject_id, name, period)
    where fact.batch is distinct from %(batch)s and (fact.recorded_at, fact.id) < (open.recorded_at, open.id)
    window key as (
        partition by fact.subject_id, fact.name, fact.period order by fact.recorded_at desc, fact.id desc
        rows between unbounded preceding and current row
    )
), held as (
    select * from earlier where grounds_after = 0
), said as (
    select subject_id, name, period, state, number, text, day, truth, source, evidence, valid_from, valid_to, -back as place
    from held
    union all
    select subject_id, name, period, 'missing', null, null, null, null, source, '', null, null, -1000000000
    from open
    where not exists (
        select from held where held.subject_id = open.subject_id and held.name = open.name and held.period = open.period
            and held.valid_from is null and held.valid_to is null
    )
)
insert into register_fact (id, subject_id, name, period, state, number, text, day, truth, source, evidence, valid_from,
    valid_to, recorded_at, recorded_by, recorded_by_name, batch)
select (%(prefix)s || lpad(to_hex(%(start)s + row_number() over (order by subject_id, name, period, place)), 15, '0'))::uuid,
    subject_id, name, period, state, number, text, day, truth, source,
    left(concat_ws('；', %(evidence)s, nullif(evidence, '')), 500), valid_from, valid_to, %(now)s, %(person)s, %(name)s, %(act)s
from said
"""

_CHANGED_AFTER = """
select distinct on (subject_id, name, period) subject_id, name, period, batch, recorded_at, recorded_by_name
from register_fact join (
    select distinct subject_id, name, period from register_fact where batch = %(batch)s
) mine using (subject_id, name, period)
order by subject_id, name, period, recorded_at desc, id desc
"""


@dataclass(frozen=True, slots=True)
class ChangedAfter:
    """A fact of a batch about which somebody said something later: it stays as it is."""

    subject: UUID
    name: str
    period: str
    changed_at: datetime
    changed_by: str


def take_back_batch(*, batch: UUID, act: UUID, evidence: str, actor: Actor, now: datetime) -> tuple[ChangedAfter, ...]:
    """Say again what was said before a batch, in the rows of a new one (`act`); return what stays because it changed after."""
    subjects = list(Fact.objects.filter(batch=batch).values_list("subject", flat=True).distinct())
    kept = changed_after(batch)
    # The first 68 bits of an identifier say moment and version; the rest counts, so that the order of rows is kept.
    base = f"{new_id(now).int:032x}"
    with connection.cursor() as cursor:
        cursor.execute(
            _RESTORE,
            {
                "batch": batch, "act": act, "evidence": evidence, "now": now, "person": actor.person, "name": actor.name,
                "prefix": base[:17], "start": int(base[17:], 16) >> 1,
            },
        )  # fmt: skip
    refresh(subjects, now=now)
    told = tuple(Fact.objects.filter(batch=act).values_list("name", flat=True).distinct())
    events.announce("register.facts.recorded", subjects=tuple(subjects), facts=told)
    return kept


def changed_after(batch: UUID) -> tuple[ChangedAfter, ...]:
    """Return the facts of a batch about which something was said later."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select * from ({_CHANGED_AFTER}) latest where batch is distinct from %(batch)s", {"batch": batch}
        )
        return tuple(
            ChangedAfter(subject, name, period, at, by) for subject, name, period, _, at, by in cursor.fetchall()
        )


def take_out(companies: Collection[UUID], *, now: datetime) -> frozenset[UUID]:
    """Take companies out of the register of which nothing is said any more and at which nothing points; return those that stay."""
    stays = pointed_at(companies)
    refresh(list(companies), now=now)
    stays.update(Standing.objects.filter(subject__in=companies).exclude(facts={}).values_list("subject", flat=True))
    leaving = [one for one in companies if one not in stays]
    Organisation.objects.filter(pk__in=leaving, gone_at=None).update(gone_at=now)
    forget(leaving)
    return frozenset(stays)
