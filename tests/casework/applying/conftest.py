"""What the tests of applications share: Ganzhou's rewards, an intake of their first clause, a company that knows what nobody else does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from huiqi.casework import queries, services, tasks
from huiqi.casework.domain.campaigns import Answer
from huiqi.casework.models import Application, Intake, Round, Run
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.services import IntakeSaid, Terms, Verdict
from huiqi.kernel.actor import Actor, Role
from huiqi.register.models import Organisation
from huiqi.register.services import Upload
from tests.casework.conftest import DAY, FIRST, LATER, say
from tests.cast import Cast

PDF = Upload("认定证书.pdf", b"%PDF-1.7\n%%EOF")
LAST = date(2026, 3, 31)
FACTS: Mapping[str, Answer] = {"recognised_this_year": True, "first_recognition": True}
DECLARED = "以上内容真实，愿承担责任。"


@dataclass
class Counter:
    """Both sides of an application: an officer who opened an intake, and the owner of a company that applies."""

    cast: Cast
    officer: Actor = field(init=False)
    owner: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.officer = self.cast.person("政策专员", (Role.POLICY_OFFICER, self.cast.zone))
        self.owner = self.cast.person("张总", (Role.COMPANY_OWNER, self.company))
        for company in (self.cast.north_company, self.cast.south_company):
            say(company, on_adverse_list=False, serious_incident_or_misconduct=False)

    @property
    def company(self) -> Organisation:
        """The company that applies."""
        return self.cast.north_company

    def intake(self, **said: object) -> Intake:
        """An intake of the first clause until the end of the month."""
        asked = {"policy": FIRST[0], "clause": FIRST[1], "first_day": DAY, "last_day": LAST} | said
        return services.open_intake(scope=self.cast.zone.pk, said=IntakeSaid(**asked), actor=self.officer, now=LATER)

    def draft(self, made: Intake, *, now: datetime = LATER) -> Application:
        """A draft of the company."""
        return services.begin_application(intake=made.pk, company=self.company.pk, actor=self.owner, now=now)

    def filled(
        self, draft: Application, answers: Mapping[str, Answer] = FACTS, *, proof: bool = True, done: bool = True,
        now: datetime = LATER,
    ) -> Application:  # fmt: skip
        """The draft with answers, each with a file."""
        draft.refresh_from_db()
        uploads = {key: [PDF] for key in answers} if proof else {}
        return services.save_application(
            id=draft.pk,
            version=draft.version,
            answers=answers,
            uploads=uploads,
            is_done=done,
            actor=self.owner,
            now=now,
        )

    def sent(self, draft: Application, *, now: datetime = LATER) -> Application:
        """The draft, submitted."""
        draft.refresh_from_db()
        return services.submit_application(
            id=draft.pk, version=draft.version, declaration=DECLARED, has_agreed=True, actor=self.owner, now=now
        )

    def submitted(self, made: Intake, *, now: datetime = LATER) -> Application:
        """An application of the company, submitted with all that is asked for."""
        return self.sent(self.filled(self.draft(made, now=now), now=now), now=now)

    def checked(
        self, application: Application, *, wrong: str = "", now: datetime = LATER, by: Actor | None = None
    ) -> Application:
        """The application with all its facts accepted, but for one that is wrong."""
        application.refresh_from_db()
        page = applied.application_page(self.officer, application=application, now=now)
        verdicts = {
            one.question.key: Verdict(one.question.key != wrong, "与证书不符" if one.question.key == wrong else "")
            for one in page.given
        }
        return services.check_application(
            id=application.pk, version=application.version, verdicts=verdicts, actor=by or self.officer, now=now
        )

    def run(self, made: Intake, *, now: datetime = LATER) -> Run:
        """A run over the accepted applications, carried out."""
        run = services.compare_applications(intake=made.pk, actor=self.officer, now=now)
        tasks.carry_out_run(run=str(run.pk))
        return queries.run_of(self.officer, id=run.pk)

    def round(self, made: Intake, *, now: datetime = LATER) -> Round:
        """A round of the accepted applications."""
        ran = self.run(made, now=now)
        return services.open_round(
            run=ran.pk,
            policy=made.policy,
            clause=made.clause,
            terms=Terms(confirm_days=10),
            actor=self.officer,
            now=now,
        )


@pytest.fixture
def counter(cast: Cast, ganzhou: None) -> Counter:
    """Who opens intakes, and who applies."""
    return Counter(cast)


def days_later(days: int) -> datetime:
    """The moment so many days after the intake was opened."""
    return LATER + timedelta(days=days)
