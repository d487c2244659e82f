"""Applications in every standing: what a company has to go on with, what an officer has to check, what a panel has to score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from huiqi.casework import services
from huiqi.casework.domain.campaigns import Answer
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.services import CompetitionSaid, CriterionSaid, IntakeSaid, Terms, Verdict
from huiqi.kernel.actor import Actor
from huiqi.register import services as register
from huiqi.register.domain.values import MISSING
from huiqi.register.services import Said, Upload
from huiqi.site.demo.claims import another_owner_of
from huiqi.site.demo.requests import OWNERS
from huiqi.site.demo.scene import Scene

_JOBS = ("weifang-stay-subsidy", "subsidy")
_PLATFORM = ("torch-rd-platform", "platform_upgrade")
_QUALITY = ("guilin-mayors-quality-award", "award")
_PROOF = Upload("证明材料(虚构).pdf", b"%PDF-1.4\n% invented\n%%EOF\n")
_DECLARED = "所填数据和所附材料真实、完整(虚构)。"
# The last companies: for them nobody acts yet.
_OTHERS = -4
_CRITERIA = (
    CriterionSaid("质量管理水平", "Quality management", Decimal("0.6"), Decimal(100)),
    CriterionSaid("经济和社会效益", "Benefit", Decimal("0.4"), Decimal(100)),
)


def take_applications(scene: Scene) -> None:
    """Let companies apply: fast, on application, and for an award by ranking."""
    if len(scene.made) <= len(OWNERS):
        return
    apply_fast(scene)
    apply_slowly(scene)
    compete(scene)


def apply_fast(scene: Scene) -> None:
    """A fast claim: one in a round, one to put right, one to check that is late, one to compare."""
    made = open_intake(scene, _JOBS, way="fast_claim", notes="只报春节期间留工的岗位数，附考勤或工资表。")
    company = scene.some(_OTHERS, 1)[0]
    forget(scene, [company, *scene.some(0, 3)], "stabilised_jobs")
    check(scene, submit(scene, made, company, another_owner_of(scene, company), days_ago=16), days_ago=15)
    run = services.compare_applications(intake=made, actor=scene.people["policy"], now=scene.ago(14))
    services.carry_out(id=run.pk, actor=scene.people["policy"], now=scene.ago(14), progress=lambda *_: None)
    services.open_round(
        run=run.pk, policy=_JOBS[0], clause=_JOBS[1], terms=Terms(confirm_days=10, notice_days=5),
        actor=scene.people["policy"], now=scene.ago(13),
    )  # fmt: skip
    first, second, third = (scene.people[login] for login in OWNERS)
    back = submit(scene, made, scene.made[0].id, first, days_ago=3)
    check(scene, back, days_ago=2, wrong="工资表缺3月份")
    submit(scene, made, scene.made[1].id, second, days_ago=19)
    check(scene, submit(scene, made, scene.made[2].id, third, days_ago=4), days_ago=3)


def apply_slowly(scene: Scene) -> None:
    """An ordinary application: a draft that was saved; others may still begin one."""
    made = open_intake(scene, _PLATFORM, notes="附平台升级批复。")
    forget(scene, scene.some(0, 3), "rd_platform_upgraded")
    owner = scene.people[OWNERS[0]]
    draft = services.begin_application(intake=made, company=scene.made[0].id, actor=owner, now=scene.ago(2))
    services.save_application(
        id=draft.pk, version=0, answers={}, uploads={"": [_PROOF]}, is_done=False, actor=owner, now=scene.ago(2)
    )


def compete(scene: Scene) -> None:
    """An award by ranking: three have applied, two of the panel have scored, the third and one from outside have not."""
    made = open_intake(scene, _QUALITY, notes="附自评报告。")
    panel = [scene.people[login] for login in ("service", "inspector", "finance", "expert")]
    competition = services.set_up_competition(
        intake=made, actor=scene.people["policy"], now=scene.ago(18),
        said=CompetitionSaid(_CRITERIA, [one.person for one in panel if one.person], score_fact="quality_score"),
    )  # fmt: skip
    entrants = []
    for company in scene.some(_OTHERS, 3):
        owner = another_owner_of(scene, company)
        application = submit(scene, made, company, owner, days_ago=10, is_proved=True)
        check(scene, application, days_ago=9)
        entrants.append(application)
    keys = [str(one.pk) for one in competition.criteria.all()]
    for place, reviewer in enumerate(panel[:2]):
        for number, application in enumerate(entrants):
            values = {key: Decimal(94 - 7 * number - place) for key in keys}
            services.score(
                competition=competition.pk, application=application, values=values, comment="材料扎实(虚构)",
                actor=reviewer, now=scene.ago(4),
            )  # fmt: skip


def forget(scene: Scene, companies: Sequence[UUID], fact: str) -> None:
    """Let the register know a fact of some companies no more: they have to say it themselves."""
    for company in companies:
        register.record_facts(
            subject=company, said=[Said(fact, MISSING)], source="部门数据停止更新(虚构)", actor=scene.people["policy"],
            now=scene.ago(21),
        )  # fmt: skip


def open_intake(scene: Scene, clause: tuple[str, str], *, notes: str, way: str = "") -> UUID:
    """Open an intake some days ago, for some weeks to come."""
    said = IntakeSaid(
        policy=clause[0], clause=clause[1], first_day=scene.day(20), last_day=scene.day(-30), way=way, notes=notes
    )
    found: UUID = services.open_intake(scope=scene.zone, said=said, actor=scene.people["policy"], now=scene.ago(20)).pk
    return found


def submit(scene: Scene, made: UUID, company: UUID, owner: Actor, *, days_ago: int, is_proved: bool = False) -> UUID:
    """Let a company give what is asked for, with a report of its own where it `is_proved`, and submit it."""
    now = scene.ago(days_ago)
    draft = services.begin_application(intake=made, company=company, actor=owner, now=now)
    if is_proved:
        draft = services.save_application(
            id=draft.pk, version=draft.version, answers={}, uploads={"": [_PROOF]}, is_done=False, actor=owner, now=now
        )
    while (page := page_of(owner, draft, now)).missing:
        answers = dict(given(page.given))
        draft = services.save_application(
            id=draft.pk, version=draft.version, answers=answers, uploads={key: [_PROOF] for key in answers},
            is_done=True, actor=owner, now=now,
        )  # fmt: skip
    done = services.submit_application(
        id=draft.pk, version=draft.version, declaration=_DECLARED, has_agreed=True, actor=owner, now=now
    )
    found: UUID = done.pk
    return found


def given(asked: Sequence[applied.GivenFact]) -> list[tuple[str, Answer]]:
    """Return invented answers."""
    return [(one.question.key, True if one.entry.type == "truth" else Decimal(36)) for one in asked]


def check(scene: Scene, application: UUID, *, days_ago: int, wrong: str = "") -> None:
    """Accept an application, or send all of it back for a reason."""
    officer, now = scene.people["policy"], scene.ago(days_ago)
    found = applied.application_of(officer, id=application)
    verdicts = {one.question.key: Verdict(not wrong, wrong) for one in page_of(officer, found, now).given}
    services.check_application(id=application, version=found.version, verdicts=verdicts, actor=officer, now=now)


def page_of(actor: Actor, application: Any, now: datetime) -> applied.ApplicationPage:
    """Return what is asked for, and what was given."""
    return applied.application_page(actor, application=application, now=now)
