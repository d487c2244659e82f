"""Setting up a competition: criteria with weights, the line, the rule for ties, the panel. Nothing changes once somebody scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework.domain.applying.ways import Way
from huiqi.casework.domain.ranking.places import Ties
from huiqi.casework.domain.ranking.scoring import TRIMMED_LEAST
from huiqi.casework.models import Competition, Criterion, Intake, PanelMember, ScoreSheet
from huiqi.casework.queries.ranking import competitions as ranking
from huiqi.casework.services.applying.opening import intake_to_change
from huiqi.casework.services.ranking.failing import CannotRank
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.messages.services import Said, tell


@dataclass(frozen=True, slots=True)
class CriterionSaid:
    """What is scored: both names, its weight, the most that can be given."""

    zh: str
    en: str
    weight: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class CompetitionSaid:
    """How applications are ranked. With `score_fact` the clause's own ranking counts, and no line of its own is said."""

    criteria: Sequence[CriterionSaid]
    panel: Sequence[UUID]
    places: int | None = None
    budget: Decimal | None = None
    pass_mark: Decimal | None = None
    ties: str = Ties.UNSTATED.value
    trims: bool = False
    panel_least: int = 3
    score_fact: str = ""


@transaction.atomic
def set_up_competition(*, intake: UUID, said: CompetitionSaid, actor: Actor, now: datetime) -> Competition:
    """Say how the applications of an intake are ranked, or say it anew before anybody scored; raises CannotRank, CannotApply."""
    made = intake_to_change(intake, actor=actor)
    if made.way != Way.RANKING:
        raise CannotRank("not_ranked")
    before = Competition.objects.filter(intake=made).first()
    if before is not None:
        if ScoreSheet.objects.filter(member__competition=before).exists():
            raise CannotRank("begun")
        forget(before)
    outside = dict(ranking.experts_to_name(made, now=now))
    names = dict(ranking.people_to_name(made, now=now)) | outside
    check(said, made, names=names, now=now)
    found = Competition.objects.create(
        id=new_id(now), intake=made, score_fact=said.score_fact, places=said.places, budget=said.budget,
        pass_mark=said.pass_mark, ties=said.ties, trims=said.trims, panel_least=said.panel_least, made_at=now,
        made_by_name=actor.name,
    )  # fmt: skip
    Criterion.objects.bulk_create(
        Criterion(competition=found, place=place, zh=one.zh, en=one.en, weight=one.weight, most=one.most)
        for place, one in enumerate(said.criteria, start=1)
    )
    PanelMember.objects.bulk_create(
        PanelMember(competition=found, person=person, name=names[person], is_outside=person in outside)
        for person in dict.fromkeys(said.panel)
    )
    tell(persons=said.panel, said=named(found), now=now)
    audit.record(
        "casework.competition.set_up",
        actor=actor, subject_kind="competition", subject=found.pk, organisation=made.scope_id, now=now,
        after={"intake": made.pk, "criteria": len(said.criteria), "panel": len(said.panel), "outside": len(set(said.panel) & set(outside)), "ties": said.ties},
    )  # fmt: skip
    return found


def named(found: Competition) -> Said:
    """Return what somebody is told who was named to a panel."""
    made = found.intake
    return Said(
        kind="panel.named",
        key=f"competition:{found.pk}",
        title=(f"请您评审：{made.zh}", f"You sit on the panel: {made.en}"),
        body=(
            f"{made.last_day}申报截止。受理一件可以评一件；与企业有关联的请回避。",
            f"Applications are taken until {made.last_day}. Step aside where you have to do with a company.",
        ),
        link=reverse("casework:panel", args=[found.pk]),
    )


def check(said: CompetitionSaid, made: Intake, *, names: dict[UUID, str], now: datetime) -> None:
    """Refuse rules that make no sense; raises CannotRank."""
    if not said.criteria:
        raise CannotRank("no_criteria")
    if said.ties not in list(Ties):
        raise CannotRank("unknown_ties", ties=said.ties)
    facts = {name: (zh, en) for name, zh, en in ranking.score_facts(made, now=now)}
    if said.score_fact and said.score_fact not in facts:
        raise CannotRank("unknown_fact")
    has_line = said.places is not None or said.budget is not None
    if said.score_fact and (has_line or said.pass_mark is not None):
        raise CannotRank("clause_rules", fact=facts[said.score_fact])
    if not said.score_fact and not has_line:
        raise CannotRank("no_line")
    strangers = [person for person in said.panel if person not in names]
    if strangers:
        raise CannotRank("not_officer", names=len(strangers))
    count = len(set(said.panel))
    if count < said.panel_least:
        raise CannotRank("small_panel", count=count, least=said.panel_least)
    if said.trims and said.panel_least < TRIMMED_LEAST:
        raise CannotRank("few_to_trim", least=TRIMMED_LEAST)


def forget(before: Competition) -> None:
    """Take away rules by which nobody scored."""
    for member in before.members.all():
        member.recusals.all().delete()
        member.declarations.all().delete()
    before.members.all().delete()
    before.criteria.all().delete()
    before.delete()
