"""Titles of many organisations in one act, as a published list names them: rows, their facts and standings, one row of the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit, events
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_ids
from huiqi.kernel.planner import count_after
from huiqi.register import queries
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.titles import BY_KEY
from huiqi.register.models import Fact, Organisation, Subject, Title
from huiqi.register.services.allowing import CannotKeep
from huiqi.register.services.facts import Said, fact_row
from huiqi.register.services.standing import refresh
from huiqi.register.services.titles import CannotKeepTitle, TitleSaid, fact_source


@transaction.atomic
def record_titles(*, said: Sequence[tuple[UUID, TitleSaid]], actor: Actor, now: datetime) -> int:
    """Record titles of organisations that have had none of their kinds yet, all or none; return how many.

    Raises CannotKeepTitle("held_already") where one has had such a title, CannotKeep, CannotSee.
    """
    wanted = sorted({organisation for organisation, _ in said})
    kept = queries.within_reach(actor, *KEEP_REGISTER).select_for_update(no_key=True).in_bulk(wanted)
    if hidden := next((one for one in wanted if one not in kept), None):
        raise queries.CannotSee("not_found", what="organisation", id=hidden)
    require_first(said)
    subjects = Subject.objects.in_bulk(wanted)
    titles = [row_of(key, kept[holder], one, actor=actor, now=now)
              for key, (holder, one) in zip(new_ids(now, len(said)), said, strict=True)]  # fmt: skip
    Title.objects.bulk_create(titles, batch_size=1000)
    count_after(len(titles))
    facts = [
        (subjects[holder], Said(name, value=True, valid_from=one.valid_from, valid_to=one.valid_to), one)
        for holder, one in said
        for name in BY_KEY[one.kind].facts
    ]
    rows = [
        fact_row(key, subject, part, source=fact_source(one.kind, one.number, one.source), actor=actor, now=now)
        for key, (subject, part, one) in zip(new_ids(now, len(facts)), facts, strict=True)
    ]
    Fact.objects.bulk_create(rows, batch_size=1000)
    refresh(wanted, now=now)
    told = tuple(sorted({row.name for row in rows}))
    events.announce("register.facts.recorded", subjects=tuple(wanted), facts=told)
    after = {"titles": len(titles), "kinds": sorted({one.kind for _, one in said}), "organisations": wanted}
    audit.record(
        "register.titles.recorded", actor=actor, subject_kind="register", subject="titles", now=now, after=after
    )
    return len(titles)


def require_first(said: Sequence[tuple[UUID, TitleSaid]]) -> None:
    """See that each kind is known, valid on some day, and new to its organisation; raises CannotKeepTitle, CannotKeep."""
    seen = set(
        Title.objects.filter(organisation__in={holder for holder, _ in said}).values_list("organisation", "kind")
    )
    for holder, one in said:
        if one.kind not in BY_KEY:
            raise CannotKeepTitle("unknown_kind", kind=one.kind)
        if not one.source.strip():
            raise CannotKeep("no_source")
        if one.valid_to is not None and one.valid_from >= one.valid_to:
            raise CannotKeep("bad_validity", name=one.kind, valid_from=one.valid_from, valid_to=one.valid_to)
        if (holder, one.kind) in seen:
            raise CannotKeepTitle("held_already")
        seen.add((holder, one.kind))


def row_of(id: UUID, holder: Organisation, said: TitleSaid, *, actor: Actor, now: datetime) -> Title:
    """Return the row of a title."""
    return Title(
        id=id,
        organisation=holder,
        kind=said.kind,
        level=said.level,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        number=said.number,
        recognition=said.recognition,
        source=said.source,
        evidence=said.evidence,
        recorded_at=now,
        recorded_by=actor.person,
        recorded_by_name=actor.name,
    )
