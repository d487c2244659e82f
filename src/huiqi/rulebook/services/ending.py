"""A policy is renewed or repealed: a draft gives its last text another last day, and passes the gate like any other."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.rulebook import queries
from huiqi.rulebook.domain.drafting import OPEN, Kind, part_of
from huiqi.rulebook.domain.ending import with_last_day
from huiqi.rulebook.domain.rights import DRAFT
from huiqi.rulebook.models import CataloguedPolicy, Draft
from huiqi.rulebook.services.allowing import allowed
from huiqi.rulebook.services.drafting import CannotDraft, published_texts, start
from huiqi.rulebook.services.publishing import lock_zone


@transaction.atomic
def draft_end(
    *, zone: UUID, policy: str, kind: Kind, last_day: date | None, reason: str, actor: Actor, now: datetime
) -> Draft:
    """Start the draft of a renewal (a later last day, or none) or a repeal (an earlier one); it passes the gate like any other.

    Raises CannotDraft, CannotChange, CannotFindBook.
    """
    allowed(zone, actor=actor, roles=DRAFT)
    lock_zone(zone)
    row = queries.policy_of(actor, zone=zone, policy=policy, day=day_in_china(now))
    if row.is_inherited:
        raise CannotDraft("inherited", title=row.title_zh)
    if row.is_unpublished or Draft.objects.filter(zone=zone, policy=policy, state__in=OPEN).exists():
        raise CannotDraft("open_already")
    require_end(row, kind, last_day)
    texts = published_texts(queries.current_version(zone=zone, now=now), policy)
    path = next(path for path in texts if part_of(path) == "policies")
    changed = with_last_day(texts[path], last_day)
    if changed is None:
        raise CannotDraft("no_end_in_text", path=path)
    return start(
        zone=zone, row=row, kind=kind, actor=actor, now=now, texts={path: changed}, last_day=last_day, reason=reason
    )


def require_end(row: CataloguedPolicy, kind: Kind, last_day: date | None) -> None:
    """Raise CannotDraft for a last day that renews or ends nothing."""
    if kind is Kind.RENEWAL and (row.ends is None or (last_day is not None and last_day <= row.ends)):
        raise CannotDraft("no_renewal", end=row.ends or "–")
    if kind is Kind.REPEAL:
        assert last_day is not None, "a repeal has a last day"
        if row.starts is not None and last_day < row.starts:
            raise CannotDraft("before_start", start=row.starts)
        if row.ends is not None and last_day > row.ends:
            raise CannotDraft("no_repeal", end=row.ends)
