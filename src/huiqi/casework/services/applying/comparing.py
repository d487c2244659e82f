"""Accepted applications are compared like everybody's facts: a run over them alone, a round of it, and a reason for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.applying.states import Doing, Standing
from huiqi.casework.models import Application, Claim, Intake, Run
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.queries.applying import intakes as opened
from huiqi.casework.queries.clause_rows import clause_rows
from huiqi.casework.services.applying.checking import end
from huiqi.casework.services.applying.failing import CannotApply
from huiqi.casework.services.applying.opening import intake_to_change
from huiqi.casework.services.applying.stepping import locked, note, step
from huiqi.casework.services.running import queue_run
from huiqi.kernel.actor import Actor
from huiqi.rulebook import queries as rulebook


@transaction.atomic
def compare_applications(*, intake: UUID, actor: Actor, now: datetime) -> Run:
    """Put a run over the accepted applications of an intake into the queue, as of a day of its period; raises CannotApply."""
    made = intake_to_change(intake, actor=actor)
    if opened.waits_for_ranking(made):
        raise CannotApply("not_ranked")
    if not queries.accepted_companies(made):
        raise CannotApply("none_accepted")
    if Run.objects.filter(intake=made, state=Run.State.WAITING).exists():
        raise CannotApply("run_waits")
    book = rulebook.current_book(zone=made.zone_id, now=now)
    day = applied.day_to_decide(made, book, now=now)
    if day is None:
        raise CannotApply("no_clause", day=made.last_day)
    run = Run(
        scope_id=made.scope_id, name=f"申报：{made.zh}"[:100], day=day, pack=book.pack, pack_hash=book.hash,
        policies=[made.policy], intake=made,
    )  # fmt: skip
    return queue_run(run, "casework.run.started", actor=actor, now=now)


def applicants(run: Run) -> Mapping[UUID, UUID] | None:
    """Return for a run over applications each company with its accepted one, in the order of being served; None for any other run."""
    if run.intake_id is None:
        return None
    assert run.intake is not None, "it has its identifier"
    return dict(opened.accepted_applications(run.intake))


def take_up(run: Run, claims: Sequence[Claim], *, actor: Actor, now: datetime) -> None:
    """Take the applications of a run into the round of these claims, which have their identifiers."""
    if run.intake_id is None:
        return
    for claim in claims:
        application = locked(claim.pk)
        step(application, Doing.CLAIM, actor=actor, now=now)
        note("taken_in", application, actor=actor, now=now, round=claim.round_id)


@transaction.atomic
def refuse_unmet(*, intake: UUID, actor: Actor, now: datetime) -> int:
    """Refuse the accepted applications that do not meet the clause by the last run, and tell each every reason; return how many."""
    made = intake_to_change(intake, actor=actor)
    if Run.objects.filter(intake=made, state=Run.State.WAITING).exists():
        raise CannotApply("run_waits")
    run = last_run(made)
    if run is None:
        raise CannotApply("none_unmet")
    reasons = unmet(run)
    rows = Application.objects.filter(intake=made, standing=Standing.ACCEPTED.value, company__in=reasons)
    # What was accepted since, a company's second application too, no run has looked at.
    found = list(rows.filter(accepted_at__lte=run.started_at).order_by("pk").values_list("pk", "company_id"))
    if not found:
        raise CannotApply("none_unmet")
    for key, company in found:
        end(locked(key), Doing.REFUSE, reason=reasons[company], actor=actor, now=now)
    return len(found)


def last_run(made: Intake) -> Run | None:
    """Return the last finished run over the applications of an intake; a repeat looks at no newer ones."""
    return Run.objects.filter(intake=made, state=Run.State.DONE, repeats=None).order_by("-started_at", "-id").first()


def unmet(run: Run) -> dict[UUID, str]:
    """Return the companies of a run that do not meet the clause of its intake, each with every reason."""
    assert run.intake is not None, "a run over applications"
    clause = queries.clause_of(run, policy=run.intake.policy, clause=run.intake.clause)
    rows = clause_rows(queries.companies_of(run), queries.answers_of(clause)).narrow("not_met")
    words = clause.words
    return {
        UUID(row.company): "不符合：" + "、".join(words.get(name, (name, name))[0] for name in row.failed)
        for row in rows
    }
