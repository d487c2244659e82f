"""Applications: a company sees its own, officers what was submitted; with the facts that are asked for and those that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.applying.rights import APPLY, SEE_APPLICATIONS
from huiqi.casework.domain.applying.states import WRITABLE, Doing, Standing
from huiqi.casework.domain.campaigns import UNKNOWN, Question, answer_of
from huiqi.casework.models import Application, ApplicationStep, Claim, Clock, Competition, Intake
from huiqi.casework.queries.applying.intakes import CannotSeeApplication
from huiqi.casework.queries.claims.confirming import due_by
from huiqi.casework.queries.words import entry_of, fact_words
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.register.domain.rights import SEE_FACTS
from huiqi.register.domain.values import NOT_APPLICABLE, Nothing
from huiqi.register.queries import KnownFact
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries import FactEntry
from huiqi.rulebook.services import asking, evaluating

Cell: TypeAlias = str | bool | None


def own_applications(actor: Actor) -> QuerySet[Application]:
    """Return the applications of the actor's own companies."""
    own = register.within_reach(actor, *APPLY)
    return Application.objects.filter(company__in=own).select_related("intake__scope", "company")


def own_application(actor: Actor, *, id: UUID) -> Application:
    """Return one application of the actor's own companies; raises CannotSeeApplication."""
    found = own_applications(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeApplication("not_found")
    return found


def applications(actor: Actor) -> QuerySet[Application]:
    """Return what was submitted to the intakes within reach; a draft is the company's alone."""
    seen = register.within_reach(actor, *SEE_APPLICATIONS)
    rows = Application.objects.filter(intake__scope__in=seen, submitted_at__isnull=False)
    return rows.select_related("intake__scope", "company")


def with_pay_due(rows: QuerySet[Application]) -> QuerySet[Any]:
    """Return applications with `pay_due`: the day by which the claim that comes of each is paid, where a clock says it."""
    return rows.annotate(pay_due=due_by("pay"))


def application_of(actor: Actor, *, id: UUID) -> Application:
    """Return one application that was submitted; raises CannotSeeApplication."""
    found = applications(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeApplication("not_found")
    return found


@dataclass(frozen=True, slots=True)
class GivenFact:
    """A fact that is asked for: its question and entry, the answer so far, its file, and what an officer found of it."""

    question: Question
    entry: FactEntry
    kept: list[str] | None
    file: Any
    check: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """An application with everything that its pages show.

    `given` is asked for or was given; `known` is what the register holds of the facts that the clause reads. `own` is the clause's
    answer by both; None where the rules do not hold the clause any more.
    """

    application: Application
    given: tuple[GivenFact, ...]
    known: tuple[tuple[FactEntry, KnownFact], ...]
    own: evaluating.Own | None
    missing: tuple[Question, ...]
    failed: tuple[tuple[str, str], ...]
    steps: tuple[ApplicationStep, ...]
    claim: Claim | None
    others: tuple[Any, ...] = ()
    clocks: Mapping[str, Clock] = field(default_factory=dict)

    @property
    def is_filled(self) -> bool:
        """Return whether nothing is left to give: it was filled in to the end since it was begun or sent back."""
        open_ = [one for one in self.given if not (one.check or {}).get("accepted")]
        last = next((one.doing for one in reversed(self.steps) if one.doing != Doing.SAVE), "")
        return not open_ or (not self.missing and last == Doing.FILL)

    @property
    def has_confirmed(self) -> bool:
        """Return whether the company has confirmed the claim that came of it."""
        return self.claim is not None and self.claim.confirmed_at is not None


def application_page(actor: Actor, *, application: Application, now: datetime) -> ApplicationPage:
    """Return what the pages of an application that the actor was let in to show; a look at sensitive facts is noted."""
    intake = application.intake
    words = fact_words(zone=intake.zone_id, now=now)
    found = clause_for(application, now=now)
    wanted = asked_of(application, words, found)
    head, answer = found or (None, None)
    # Only what is shown is looked at.
    # Somebody from outside on a panel sees what was given, and nothing of the register.
    known = register.facts(
        actor, subject=application.company_id, names=() if head is None else head.facts,
        valid_on=min(day_in_china(now), intake.last_day),
    ) if register.reaches(actor, application.company, *SEE_FACTS) else ()  # fmt: skip
    asked = {question for question in wanted if question.key not in application.answers}
    handed_in = list(application.files.select_related("evidence"))
    files = {one.question: one.evidence for one in handed_in}
    others = [one.evidence for one in handed_in if not one.question]
    given = tuple(
        GivenFact(
            question, entry_of(question.name, words), application.answers.get(question.key), files.get(question.key),
            application.checks.get(question.key),
        )
        for question in wanted
    )  # fmt: skip
    note_given(actor, application, given)
    shown = tuple((words[one.name], one) for one in known if one.name in words)
    return ApplicationPage(
        application=application,
        given=given,
        known=tuple(one for one in shown if not isinstance(one[1].value, Nothing)),
        own=answer.own if answer else None,
        missing=tuple(question for question in wanted if question in asked),
        failed=tuple(head.words.get(name, (name, name)) for name in answer.own.failed) if head and answer else (),
        steps=tuple(application.steps.all()),
        claim=Claim.objects.filter(pk=application.pk).first(),
        others=tuple(others),
        clocks=clocks_of(application),
    )  # fmt: skip


def note_given(actor: Actor, application: Application, given: Sequence[GivenFact]) -> None:
    """Note that the actor sees what a company gave, where it is sensitive."""
    told = [one for one in given if one.kept is not None]
    register.note_look(
        actor, organisations=[application.company], names={one.question.name for one in told},
        marked={one.question.name for one in told if one.entry.is_sensitive},
    )  # fmt: skip


def asked_of(
    application: Application, words: Mapping[str, FactEntry], found: tuple[evaluating.ClauseHead, asking.Asked] | None
) -> tuple[Question, ...]:
    """Return the questions of an application: those that were answered, and while it can be written those that are open."""
    answered = [Question(*(key.split("|") if "|" in key else (key, ""))) for key in application.answers]
    wanted = [Question(name, period) for name, period in found[1].wanted if name in words] if found else []
    if application.standing not in list(WRITABLE):
        wanted = []
    # What a panel is to say is no question to the company.
    scored = score_of_panel(application)
    return tuple(dict.fromkeys([*answered, *(one for one in wanted if one.name != scored)]))


def score_of_panel(application: Application, **which: None) -> str:
    """Return the fact that a panel says of the company, with `closed_at=None` only what it is still to say; empty where none is."""
    found = Competition.objects.filter(intake=application.intake_id, **which)
    return found.values_list("score_fact", flat=True).first() or ""


def clause_for(application: Application, *, now: datetime) -> tuple[evaluating.ClauseHead, asking.Asked] | None:
    """Return the clause and its answer by what is known and given; None where it is in force no more."""
    intake = application.intake
    book = rulebook.current_book(zone=intake.zone_id, now=now)
    day = day_to_decide(intake, book, now=now)
    head = None if day is None else head_of_intake(intake, book, day=day)
    if head is None or day is None:
        return None
    columns: dict[str, Any] = dict(register.columns_of([application.company_id], day=day, known_at=now))
    columns |= {key: cell_of(kept) for key, kept in application.answers.items() if answer_of(kept) is not UNKNOWN}
    dictionary = book.loaded.rulebook.facts
    values = rulebook.read_values(columns, dictionary, size=1, day=day, wanted=set(head.facts))
    # What the register says of the score is of another year, or that there was none.
    scored = score_of_panel(application, closed_at=None)
    facts = {name: cells[0] for name, cells in values.facts.items() if cells[0] is not None and name != scored}
    return head, asking.ask(book, head, facts=facts, day=day)


def day_to_decide(intake: Intake, book: rulebook.Book, *, now: datetime) -> date | None:
    """Return the day as of which applications are decided: today, at most the last one of the intake and of the text that it was
    opened for; None where the rules do not hold that text any more.
    """
    policy = book.loaded.rulebook.policies.get(intake.policy)
    version = next((one for one in policy.versions if one.id == intake.version), None) if policy else None
    if version is None:
        return None
    days = (day_in_china(now), intake.last_day, version.end or intake.last_day)
    return max(min(days), version.start)


def takes_under(intake: Intake, *, now: datetime) -> bool:
    """Return whether the text that an intake was opened for is in force today: only then it is applied for."""
    book = rulebook.current_book(zone=intake.zone_id, now=now)
    return head_of_intake(intake, book, day=day_in_china(now)) is not None


def head_of_intake(intake: Intake, book: rulebook.Book, *, day: date) -> evaluating.ClauseHead | None:
    """Return the clause of an intake as it is in force on a day, in the version that the intake was opened for."""
    heads = evaluating.clauses_in_force(book, day=day, policies=[intake.policy])
    return next((one for one in heads if (one.clause, one.version) == (intake.clause, intake.version)), None)


@dataclass(frozen=True, slots=True)
class OneCell:
    """A fact of one company, as a register's column holds it."""

    cells: list[Cell]
    absent: list[int]


def cell_of(kept: list[str]) -> OneCell:
    """Return an answer as a register's column of one company."""
    answer = answer_of(kept)
    if answer is NOT_APPLICABLE:
        return OneCell([None], [0])
    return OneCell([answer if isinstance(answer, bool) else kept[1]], [])


def clocks_of(application: Application) -> dict[str, Clock]:
    """Return the clocks of an application that run: `check`, `fix`, and `pay` of the claim that comes of it."""
    causes = {
        f"application/{application.pk}/check": "check",
        f"application/{application.pk}/fix": "fix",
        f"claim/{application.pk}/pay": "pay",
    }
    return {causes[clock.cause]: clock for clock in Clock.objects.filter(cause__in=causes, stopped_at=None)}


def late_to_fix(*, now: datetime) -> list[UUID]:
    """Return the applications that were sent back and not put right in time."""
    rows = Clock.objects.filter(
        cause__startswith="application/", cause__endswith="/fix", stopped_at=None, due_on__lt=day_in_china(now)
    )
    ids = [UUID(cause.split("/")[1]) for cause in rows.values_list("cause", flat=True)]
    returned = Application.objects.filter(pk__in=ids, standing=Standing.RETURNED.value)
    return list(returned.order_by("pk").values_list("pk", flat=True))
