"""Scoring: each of a panel for themselves, no one a company with which they have to do; or they step aside and say why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from huiqi.casework.models import Competition, Declaration, PanelMember, Recusal, ScoreSheet
from huiqi.casework.queries.ranking import competitions as ranking
from huiqi.casework.queries.ranking.competitions import ToScore
from huiqi.casework.services.ranking.failing import CannotRank
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor


@transaction.atomic
def score(
    *, competition: UUID, application: UUID, values: Mapping[str, Decimal], comment: str, actor: Actor, now: datetime
) -> ScoreSheet:
    """Keep what one of a panel gives an application, for every criterion; raises CannotRank, CannotSeeApplication."""
    member, found = at_hand(competition, application, actor=actor)
    if found.is_related:
        raise CannotRank("related")
    if found.recused:
        raise CannotRank("recused")
    if not found.has_declared:
        raise CannotRank("undeclared")
    check(member.competition, values)
    sheet, _ = ScoreSheet.objects.update_or_create(
        member=member, application_id=application,
        defaults={
            "values": {key: f"{value:f}" for key, value in values.items()}, "comment": comment.strip(), "saved_at": now,
        },
    )  # fmt: skip
    note("scored", member, application, actor=actor, now=now, values=sheet.values)
    return sheet


@transaction.atomic
def declare(*, competition: UUID, application: UUID, text: str, actor: Actor, now: datetime) -> Declaration:
    """Keep that somebody from outside has no interest in an application, in the words that were read; raises CannotRank, CannotSeeApplication."""
    member, found = at_hand(competition, application, actor=actor)
    if not member.is_outside:
        raise CannotRank("not_outside")
    if found.is_related:
        raise CannotRank("related")
    if found.recused:
        raise CannotRank("recused")
    made, is_new = Declaration.objects.get_or_create(
        member=member, application_id=application, defaults={"text": text, "at": now}
    )
    if is_new:
        note("declared", member, application, actor=actor, now=now, text=text)
    return made


@transaction.atomic
def step_aside(*, competition: UUID, application: UUID, reason: str, actor: Actor, now: datetime) -> Recusal:
    """Let one of a panel step aside for an application; what they gave it is gone. Raises CannotRank, CannotSeeApplication."""
    member, found = at_hand(competition, application, actor=actor)
    if not reason.strip():
        raise CannotRank("no_reason")
    if found.recused:
        raise CannotRank("recused")
    ScoreSheet.objects.filter(member=member, application_id=application).delete()
    recusal = Recusal.objects.create(member=member, application_id=application, reason=reason.strip()[:500], at=now)
    note("stepped_aside", member, application, actor=actor, now=now, reason=recusal.reason)
    return recusal


def at_hand(competition: UUID, application: UUID, *, actor: Actor) -> tuple[PanelMember, ToScore]:
    """Return the actor as one of a panel and an application of it, the competition locked; raises CannotRank, CannotSeeApplication."""
    member = ranking.panel_member(actor, competition=competition)
    locked = Competition.objects.select_for_update(of=("self",)).get(pk=competition)
    if locked.closed_at is not None:
        raise CannotRank("closed")
    return member, ranking.one_to_score(member, application=application)


def check(competition: Competition, values: Mapping[str, Decimal]) -> None:
    """Refuse scores that are missing or outside; raises CannotRank with all of them."""
    rows = {str(one.pk): one for one in competition.criteria.all()}
    missing = [one for key, one in rows.items() if key not in values]
    if missing or set(values) - set(rows):
        names = "、".join(one.zh for one in missing), ", ".join(one.en for one in missing)
        raise CannotRank("score_missing", names=names)
    for key, one in rows.items():
        if not 0 <= values[key] <= one.most:
            raise CannotRank("score_outside", names=(one.zh, one.en), most=one.most)


def note(done: str, member: PanelMember, application: UUID, *, actor: Actor, now: datetime, **said: object) -> None:
    """Write an act of a panel into the audit trail."""
    audit.record(
        f"casework.competition.{done}",
        actor=actor, subject_kind="competition", subject=member.competition_id,
        organisation=member.competition.intake.scope_id, now=now, after={"application": application, **said},
    )  # fmt: skip
