"""Competitions: officers see how far a panel is and, once it is closed, the result; a reviewer sees the own scores alone until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from huiqi.casework.domain.applying.states import Standing
from huiqi.casework.domain.ranking.places import UNRESOLVED, Outcome
from huiqi.casework.domain.ranking.rights import FROM_OUTSIDE, SEE_COMPETITIONS, SIT
from huiqi.casework.domain.ranking.scoring import Criterion as Scored
from huiqi.casework.domain.ranking.scoring import mark, rounded
from huiqi.casework.models import Application, Competition, Intake, PanelMember, Placing, Recusal, ScoreSheet
from huiqi.casework.queries.applying.applications import head_of_intake
from huiqi.casework.queries.applying.intakes import CannotSeeApplication
from huiqi.casework.queries.words import fact_words
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook

if TYPE_CHECKING:
    from django.core.files.base import File

    from huiqi.register.models import EvidenceFile

_NUMBERS = ("number", "whole")


def competition_of(actor: Actor, *, intake: UUID) -> Competition | None:
    """Return how the applications of an intake are ranked, for officers; None where it is not said yet."""
    seen = register.within_reach(actor, *SEE_COMPETITIONS)
    rows = Competition.objects.filter(intake=intake, intake__scope__in=seen).select_related("intake")
    return rows.prefetch_related("criteria", "members").first()


def criteria_of(competition: Competition) -> tuple[Scored, ...]:
    """Return what is scored, in order."""
    return tuple(Scored(str(one.pk), one.weight, one.most) for one in competition.criteria.all())


def entrants(competition: Competition) -> QuerySet[Application]:
    """Return the applications that are ranked: those accepted, and those that were, once it is closed."""
    rows = Application.objects.filter(intake=competition.intake_id).select_related("company")
    if competition.closed_at is not None:
        return rows.filter(placing__isnull=False)
    return rows.filter(standing=Standing.ACCEPTED.value)


def panels(actor: Actor) -> QuerySet[Any]:
    """Return the competitions on whose panel the actor sits, with how many applications there are and how many were scored; raises CannotSeeApplication for the system.

    To somebody from outside one that is closed is not there any more.
    """
    if actor.person is None:
        raise CannotSeeApplication("not_found")
    scope = "competition__intake__scope__in"
    as_officer = Q(is_outside=False, **{scope: register.within_reach(actor, *SIT)})
    as_expert = Q(is_outside=True, competition__closed_at=None, **{scope: register.within_reach(actor, *FROM_OUTSIDE)})
    rows = PanelMember.objects.filter(as_officer | as_expert, person=actor.person)
    accepted = Q(competition__intake__applications__standing=Standing.ACCEPTED.value)
    return rows.select_related("competition__intake__scope").annotate(
        n_entrants=Count("competition__intake__applications", filter=accepted, distinct=True),
        n_scored=Count("sheets", distinct=True),
        n_aside=Count("recusals", distinct=True),
    )


def panels_to_score(actor: Actor) -> QuerySet[Any]:
    """Return the competitions in which the actor still has to score, by what they have said themselves."""
    return still_to_score(panels(actor))


def still_to_score(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow the rows of `panels` to those in which something is left to score."""
    said = F("n_scored") + F("n_aside")
    return rows.filter(competition__closed_at=None, n_entrants__gt=said)


def panel_member(actor: Actor, *, competition: UUID) -> PanelMember:
    """Return the actor as one of a panel; raises CannotSeeApplication."""
    found = panels(actor).filter(competition=competition).first()
    if found is None:
        raise CannotSeeApplication("not_found")
    member: PanelMember = found
    return member


@dataclass(frozen=True, slots=True)
class ToScore:
    """An application as one of a panel sees it: the own sheet, and why it is not theirs to score."""

    application: Application
    sheet: ScoreSheet | None
    is_related: bool
    recused: str
    has_declared: bool

    @property
    def may_score(self) -> bool:
        """Return whether it is theirs to score, and to see."""
        return not self.is_related and not self.recused and self.has_declared


def to_score(member: PanelMember) -> list[ToScore]:
    """Return the applications of a panel, for one of its people that was let in; five queries."""
    rows = list(entrants(member.competition).order_by("company__name_key", "id"))
    sheets = {one.application_id: one for one in member.sheets.all()}
    recused = {one.application_id: one.reason for one in member.recusals.all()}
    declared = set(member.declarations.values_list("application_id", flat=True))
    related = register.people_related([row.company_id for row in rows])
    return [
        ToScore(
            row, sheets.get(row.pk), member.person in related[row.company_id], recused.get(row.pk, ""),
            not member.is_outside or row.pk in declared,
        )
        for row in rows
    ]  # fmt: skip


def own_marks(member: PanelMember, rows: Sequence[ToScore]) -> dict[UUID, Decimal]:
    """Return what one of a panel gave in all, to two decimals, by application; one query."""
    criteria = criteria_of(member.competition)
    return {
        row.application.pk: rounded(mark({key: Decimal(value) for key, value in row.sheet.values.items()}, criteria), 2)
        for row in rows
        if row.sheet is not None
    }


def one_to_score(member: PanelMember, *, application: UUID) -> ToScore:
    """Return one application of a panel, for one of its people; raises CannotSeeApplication."""
    found = next((one for one in to_score(member) if one.application.pk == application), None)
    if found is None:
        raise CannotSeeApplication("not_found")
    return found


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one of a panel is: scored, left out for a reason, and still to score."""

    member: PanelMember
    scored: int
    recused: int
    left: int


def progress(competition: Competition) -> list[Progress]:
    """Return how far each of a panel is; no score is told. Five queries, however many there are."""
    companies = dict(entrants(competition).values_list("pk", "company_id"))
    related = register.people_related(list(companies.values()))
    of_panel = {"member__competition": competition}
    sheets = set(ScoreSheet.objects.filter(**of_panel).values_list("member_id", "application_id"))
    aside = set(Recusal.objects.filter(**of_panel).values_list("member_id", "application_id"))
    found = []
    for member in competition.members.all():
        scored = sum((member.pk, key) in sheets for key in companies)
        recused = sum(
            (member.pk, key) in aside or member.person in related[company] for key, company in companies.items()
        )
        found.append(Progress(member, scored, recused, len(companies) - scored - recused))
    return found


@dataclass(frozen=True, slots=True)
class Result:
    """An application with its place, its mean to two decimals, and who scored it with which comment."""

    placing: Placing
    mean: Decimal
    sheets: tuple[tuple[str, str], ...]


def results(competition: Competition) -> list[Result]:
    """Return the result of a competition that is closed, by rank; two queries."""
    given: dict[UUID, list[tuple[str, str]]] = {}
    sheets = ScoreSheet.objects.filter(member__competition=competition).order_by("member__name", "pk")
    for key, name, comment in sheets.values_list("application_id", "member__name", "comment"):
        given.setdefault(key, []).append((name, comment))
    return [
        Result(row, rounded(Fraction(int(row.top), int(row.bottom)), 2), tuple(given.get(row.application_id, ())))
        for row in placings(competition)
    ]


def score_facts(intake: Intake, *, now: datetime) -> list[tuple[str, str, str]]:
    """Return the figures of the clause of an intake as which a panel's mean could be kept: (id, Chinese, English)."""
    book = rulebook.current_book(zone=intake.zone_id, now=now)
    head = head_of_intake(intake, book, day=intake.first_day)
    words = fact_words(zone=intake.zone_id, now=now)
    names = head.facts if head else ()
    return [
        (name, words[name].zh, words[name].en)
        for name in names
        if name in words and words[name].type in _NUMBERS and not words[name].is_annual
    ]


def people_to_name(intake: Intake, *, now: datetime) -> list[tuple[UUID, str]]:
    """Return the officers who may be named to a panel of an intake, by name."""
    found = register.people_holding(*SIT, at=now, organisation=intake.scope_id)
    return list(dict.fromkeys((person, name) for person, name, _ in found))


def experts_to_name(intake: Intake, *, now: datetime) -> list[tuple[UUID, str]]:
    """Return who from outside may be named to a panel of an intake, by name; who is an officer there sits as one."""
    officers = {person for person, _ in people_to_name(intake, now=now)}
    found = register.people_holding(*FROM_OUTSIDE, at=now, organisation=intake.scope_id)
    return list(dict.fromkeys((person, name) for person, name, _ in found if person not in officers))


def panel_file(member: PanelMember, *, application: UUID, file: UUID) -> tuple[EvidenceFile, File[bytes]]:
    """Return a file of an application that one of its panel may score, and note the look; raises CannotSeeApplication."""
    found = one_to_score(member, application=application)
    kept = found.application.files.filter(evidence=file).select_related("evidence__organisation").first()
    if kept is None or not found.may_score:
        raise CannotSeeApplication("not_found")
    register.note_look(
        Actor(member.person, member.name), organisations=[kept.evidence.organisation], names=(), marked={"evidence"}
    )
    return kept.evidence, register.opened_evidence(kept.evidence)


def placings(competition: Competition | None) -> QuerySet[Placing]:
    """Return the result of a competition that the actor was let in to, by rank; nothing before it is closed."""
    return Placing.objects.filter(competition=competition).select_related("application__company")


def empty_places(competition: Competition) -> int:
    """Return how many places nobody got in a competition that is closed."""
    if competition.places is None:
        return 0
    held = [Outcome.WINS.value, *(one.value for one in UNRESOLVED)]
    return max(competition.places - competition.placings.filter(outcome__in=held).count(), 0)
