"""How the claims of each sister come about: out of a run alone, out of applications, or out of a competition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from huiqi.casework import services
from huiqi.casework.domain.campaigns import Answer, Question
from huiqi.casework.services import CompetitionSaid
from huiqi.site.demo.acting import acting_for
from huiqi.site.demo.applications import CRITERIA, accept, leave_applications, open_intake, submit
from huiqi.site.demo.courses import RUN, Course, begin, ends_of, go_on
from huiqi.site.demo.scene import Scene
from huiqi.site.demo.sisters import APPLIED, AUTOMATIC, FAST, MATCHED, RANKED, Sister

# So many working days before now intakes were opened, applications submitted and accepted, and a panel scored.
_OPENED, _SUBMITTED, _ACCEPTED, _SCORED = 34, 33, 32, 31
_JOBS = Decimal(36)


def pay_sisters(scene: Scene) -> None:
    """Let awards come to companies in every way, and leave claims at every step of each."""
    fast, applied = (
        open_intake(scene, FAST, days_ago=_OPENED, way="fast_claim", notes="只报春节期间留工的岗位数，附考勤或工资表。"),
        open_intake(scene, APPLIED, days_ago=_OPENED, notes="附首台套装备认定文件。"),
    )  # fmt: skip
    courses = [
        begin(scene, AUTOMATIC),
        applied_for(scene, FAST, fast),
        applied_for(scene, APPLIED, applied),
        competed_for(scene),
        begin(scene, MATCHED),
    ]
    go_on(scene, courses)
    leave_applications(scene, fast, applied)


def applied_for(scene: Scene, sister: Sister, intake: UUID) -> Course:
    """Let the companies of a sister apply, accept them, and compare."""
    answers = {Question(FAST.fact).key: _JOBS} if sister is FAST else {}
    for company in ends_of(scene, sister):
        accepted(scene, intake, company, answers)
    return compared(scene, sister, intake)


def competed_for(scene: Scene) -> Course:
    """Let companies compete, the panel score, and close: there is a place for each of them."""
    officer, then = scene.people["policy"], scene.working_ago(_OPENED)
    intake = open_intake(scene, RANKED, days_ago=_OPENED, last_days_ago=_ACCEPTED, notes="附项目计划书。")
    panel = [scene.people[login] for login in ("service", "inspector")]
    said = CompetitionSaid(
        CRITERIA, [one.person for one in panel if one.person], places=len(ends_of(scene, RANKED)), panel_least=2
    )
    competition = services.set_up_competition(intake=intake, said=said, actor=officer, now=then)
    entrants = [accepted(scene, intake, company) for company in ends_of(scene, RANKED)]
    keys = [str(one.pk) for one in competition.criteria.all()]
    for place, reviewer in enumerate(panel):
        for number, application in enumerate(entrants):
            services.score(
                competition=competition.pk, application=application, comment="路演表现突出(虚构)", actor=reviewer,
                values={key: Decimal(96 - number - place) for key in keys}, now=scene.working_ago(_SCORED),
            )  # fmt: skip
    services.close_competition(intake=intake, actor=officer, now=scene.working_ago(_SCORED) + timedelta(hours=1))
    return compared(scene, RANKED, intake)


def accepted(scene: Scene, intake: UUID, company: UUID, answers: Mapping[str, Answer] | None = None) -> UUID:
    """Let a company submit an application with its answers, none where nothing is asked of it, and accept it."""
    made = submit(
        scene, intake, company, acting_for(scene, company), now=scene.working_ago(_SUBMITTED), answers=answers or {}
    )
    accept(scene, made, answers or {}, now=scene.working_ago(_ACCEPTED))
    return made


def compared(scene: Scene, sister: Sister, intake: UUID) -> Course:
    """Compare the accepted applications of an intake, and make their round."""
    officer, then = scene.people["policy"], scene.working_ago(RUN)
    run = services.compare_applications(intake=intake, actor=officer, now=then)
    services.carry_out(id=run.pk, actor=officer, now=then, progress=lambda *_: None)
    return begin(scene, sister, run=run.pk)
