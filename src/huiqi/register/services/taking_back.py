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
from huiqi.kernel.jobs import Progress, part
from huiqi.register.models import Fact, Organisation, Standing
from huiqi.register.queries.pointing import pointed_at
from huiqi.register.services.saying_again import say_again
from huiqi.register.services.standing import fold_back, forget, refresh

_WANTED = """
select subject_id as subject, subject_id as target, name, period, source, recorded_at as before_at, id as before_id
from (
    select distinct on (subject_id, name, period) subject_id, name, period, batch, source, recorded_at, id
    from register_fact join (
        select distinct subject_id, name, period from register_fact where batch = %(batch)s
    ) mine using (subject_id, name, period)
    order by subject_id, name, period, recorded_at desc, id desc
) latest where batch = %(batch)s
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


def take_back_batch(
    *, batch: UUID, act: UUID, evidence: str, actor: Actor, now: datetime, progress: Progress | None = None
) -> tuple[ChangedAfter, ...]:
    """Say again what was said before a batch, in the rows of a new one (`act`); return what stays because it changed after."""
    told_of = part(progress, 0, 100)
    subjects = list(Fact.objects.filter(batch=batch).values_list("subject", flat=True).distinct())
    kept = changed_after(batch)
    told_of(1, 8)
    say_again(
        _WANTED, {"batch": batch}, act=act, evidence=evidence, actor=actor, now=now, leaving_out=batch,
    )  # fmt: skip
    told_of(5, 8)
    fold_back(act, subjects, now=now)
    told_of(1, 1)
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
