"""Intakes: officers see those of the zones and parks of their roles, companies those that take applications from where they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from huiqi.casework.domain.applying.rights import APPLY, OPEN_INTAKES, SEE_APPLICATIONS
from huiqi.casework.domain.applying.states import Standing
from huiqi.casework.domain.applying.ways import Way
from huiqi.casework.domain.ranking.places import Outcome
from huiqi.casework.models import Application, Competition, Intake, Run
from huiqi.kernel import jobs
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.services import evaluating


class CannotSeeApplication(NotVisible):
    """There is no such intake or application for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这项申报。", "there is no such application that you may see.")
    }


def intakes(actor: Actor) -> QuerySet[Any]:
    """Return the intakes within reach with their counts: submitted, to check, accepted, in a round."""
    seen = register.within_reach(actor, *SEE_APPLICATIONS)
    rows = Intake.objects.filter(scope__in=seen).select_related("scope")
    return rows.annotate(
        n_submitted=Count("applications", filter=Q(applications__submitted_at__isnull=False)),
        n_to_check=Count("applications", filter=Q(applications__standing=Standing.SUBMITTED.value)),
        n_accepted=Count("applications", filter=Q(applications__standing=Standing.ACCEPTED.value)),
        n_claimed=Count("applications", filter=Q(applications__standing=Standing.CLAIMED.value)),
    )


def intake_of(actor: Actor, *, id: UUID) -> Any:
    """Return one intake with its counts; raises CannotSeeApplication."""
    found = intakes(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeApplication("not_found")
    return found


def takes_now(day: date) -> Q:
    """Return which intakes take applications on a day."""
    return Q(first_day__lte=day, last_day__gte=day, closed_at=None)


def offers(actor: Actor, *, now: datetime) -> list[tuple[Intake, UUID, str]]:
    """Return the intakes to which companies of the actor's may apply now and have not, each with the company and its name."""
    own = register.within_reach(actor, *APPLY).filter(kind="company").order_by("name_key", "id")
    companies = list(own.values_list("pk", "name", "within"))
    places = {place for _, _, within in companies for place in within}
    unsaid = Q(way=Way.RANKING.value, competition=None)
    rows = Intake.objects.filter(takes_now(day_in_china(now)), scope__in=places).exclude(unsaid)
    rows = rows.order_by("last_day", "id")
    applied = Application.objects.filter(intake__in=rows, company__in=own).exclude(standing=Standing.WITHDRAWN.value)
    done = set(applied.values_list("intake_id", "company_id"))
    return [
        (intake, company, name)
        for intake in rows
        for company, name, within in companies
        if intake.scope_id in within and (intake.pk, company) not in done
    ]


def has_rules(intake: Intake) -> bool:
    """Return whether it is said how the applications of an intake are ranked: before that nobody applies."""
    return Competition.objects.filter(intake=intake).exists()


def waits_for_ranking(intake: Intake) -> bool:
    """Return whether an intake is a competition whose places are not given yet: until then there is nothing to compare."""
    return intake.way == Way.RANKING and not Competition.objects.filter(intake=intake, closed_at__isnull=False).exists()


@dataclass(frozen=True, slots=True)
class IntakeRun:
    """A run over the applications of an intake: done, at work, or given up, which somebody may start again."""

    run: Run
    is_done: bool
    is_at_work: bool


def runs_of(intake: Intake) -> list[IntakeRun]:
    """Return the runs over the applications of an intake that the actor was let in to, the latest first."""
    runs = list(Run.objects.filter(intake=intake).prefetch_related("rounds").order_by("-started_at", "-id"))
    failed = jobs.failed_among(run.job for run in runs if run.state == Run.State.WAITING)
    return [
        IntakeRun(run, run.state == Run.State.DONE, run.state == Run.State.WAITING and run.job not in failed)
        for run in runs
    ]


def accepted_companies(intake: Intake) -> list[UUID]:
    """Return the companies whose applications were accepted and are in no round yet."""
    return [company for company, _ in accepted_applications(intake)]


def accepted_applications(intake: Intake) -> list[tuple[UUID, UUID]]:
    """Return the companies with their applications that were accepted and are in no round yet, in the order in which they are served.

    By rank where a competition gave the places (the clause's own ranking gives them in the run), else the first accepted first.
    """
    rows = Application.objects.filter(intake=intake, standing=Standing.ACCEPTED.value)
    if Competition.objects.filter(intake=intake, score_fact="").exists():
        rows = rows.filter(placing__outcome=Outcome.WINS.value)
    rows = rows.order_by(F("placing__rank").asc(nulls_last=True), "accepted_at", "pk")
    return list(rows.values_list("company_id", "pk"))


def clauses_to_open(actor: Actor, *, now: datetime) -> list[evaluating.ClauseHead]:
    """Return the clauses in force for which companies could be let apply: those that give money by an article."""
    found: dict[tuple[str, str], evaluating.ClauseHead] = {}
    for zone in sorted(actor.zones):
        try:
            book = rulebook.current_book(zone=zone, now=now)
        except rulebook.CannotFindBook:
            continue
        heads = evaluating.clauses_in_force(book, day=day_in_china(now))
        found |= {(head.policy, head.clause): head for head in heads if head.has_money and head.article.strip()}
    return list(found.values())


def places_to_open(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the zones and parks over which the actor may open intakes, zones first."""
    rows = register.within_reach(actor, *OPEN_INTAKES).filter(kind__in=("zone", "park"))
    return list(rows.order_by("-kind", "name_key").values_list("pk", "name"))
