"""Applications in every standing: what a company has to go on with, what an officer has to check, what a panel has to score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from huiqi.casework import services
from huiqi.casework.domain.campaigns import Answer
from huiqi.casework.queries.applying import applications as applied_for
from huiqi.casework.services import CompetitionSaid, CriterionSaid, IntakeSaid, Verdict
from huiqi.kernel.actor import Actor
from huiqi.register import services as register
from huiqi.register.domain.values import MISSING
from huiqi.register.services import Said, Upload
from huiqi.site.demo.acting import acting_for
from huiqi.site.demo.requests import OWNERS
from huiqi.site.demo.scene import Scene
from huiqi.site.demo.sisters import APPLIED, FAST, Sister

_PLATFORM = Sister("torch-rd-platform", "platform_upgrade", "rd_platform_upgraded", 0, 0)
_QUALITY = Sister("guilin-mayors-quality-award", "award", "quality_score", 0, 0)
_PROOF = Upload("证明材料(虚构).pdf", b"%PDF-1.4\n% invented\n%%EOF\n")
_DECLARED = "所填数据和所附材料真实、完整(虚构)。"
# The last companies: for them nobody acts yet.
_OTHERS = -4
CRITERIA = (
    CriterionSaid("质量管理水平", "Quality management", Decimal("0.6"), Decimal(100)),
    CriterionSaid("经济和社会效益", "Benefit", Decimal("0.4"), Decimal(100)),
)


def take_applications(scene: Scene) -> None:
    """Let a company begin an application, and companies compete for an award."""
    apply_slowly(scene)
    compete(scene)


def leave_applications(scene: Scene, fast: UUID, applied: UUID) -> None:
    """Leave applications of the first companies: one to put right, one to check, one to compare; and three that came to nothing."""
    companies = scene.some(0, len(OWNERS))
    forget(scene, companies, FAST.fact, now=scene.ago(21))
    owners = [scene.people[login] for login in OWNERS]
    first, second, third = zip(companies, owners, strict=True)
    check(scene, submit(scene, fast, *first, now=scene.ago(3)), now=scene.ago(2), wrong="工资表缺3月份")
    submit(scene, fast, *second, now=scene.working_ago(7))
    check(scene, submit(scene, fast, *third, now=scene.ago(4)), now=scene.ago(3))
    forget(scene, companies, APPLIED.fact, now=scene.working_ago(21))
    late, back, refused = (
        submit(scene, applied, company, owner, now=scene.working_ago(20))
        for company, owner in zip(companies, owners, strict=True)
    )
    check(scene, late, now=scene.working_ago(19), wrong="认定文件没有盖章")
    services.lapse_unfixed(now=scene.working_ago(12))
    found = applied_for.application_of(scene.people["policy"], id=back)
    services.withdraw_application(id=back, version=found.version, actor=owners[1], now=scene.working_ago(19))
    found = applied_for.application_of(scene.people["policy"], id=refused)
    services.refuse_application(
        id=refused, version=found.version, reason="装备不在认定目录内(虚构)。", actor=scene.people["policy"],
        now=scene.working_ago(19),
    )  # fmt: skip


def apply_slowly(scene: Scene) -> None:
    """An ordinary application: a draft that was saved; others may still begin one."""
    made = open_intake(scene, _PLATFORM, days_ago=14, notes="附平台升级批复。")
    forget(scene, scene.some(0, 3), _PLATFORM.fact, now=scene.ago(21))
    owner = scene.people[OWNERS[0]]
    draft = services.begin_application(intake=made, company=scene.made[0].id, actor=owner, now=scene.ago(2))
    services.save_application(
        id=draft.pk, version=0, answers={}, uploads={"": [_PROOF]}, is_done=False, actor=owner, now=scene.ago(2)
    )


def compete(scene: Scene) -> None:
    """An award by ranking: three have applied, two of the panel have scored, the third and one from outside have not."""
    made = open_intake(scene, _QUALITY, days_ago=14, notes="附自评报告。")
    panel = [scene.people[login] for login in ("service", "finance", "inspector", "expert")]
    competition = services.set_up_competition(
        intake=made, actor=scene.people["policy"], now=scene.ago(18),
        said=CompetitionSaid(CRITERIA, [one.person for one in panel if one.person], score_fact=_QUALITY.fact),
    )  # fmt: skip
    entrants = []
    for company in scene.some(_OTHERS, 3):
        owner = acting_for(scene, company)
        application = submit(scene, made, company, owner, now=scene.ago(10), is_proved=True)
        check(scene, application, now=scene.ago(9))
        entrants.append(application)
    keys = [str(one.pk) for one in competition.criteria.all()]
    for place, reviewer in enumerate(panel[:2]):
        for number, application in enumerate(entrants):
            values = {key: Decimal(94 - 7 * number - place) for key in keys}
            services.score(
                competition=competition.pk, application=application, values=values, comment="材料扎实(虚构)",
                actor=reviewer, now=scene.ago(4),
            )  # fmt: skip


def forget(scene: Scene, companies: Sequence[UUID], fact: str, *, now: datetime) -> None:
    """Let the register know a fact of some companies no more: they have to say it themselves."""
    for company in companies:
        register.record_facts(
            subject=company, said=[Said(fact, MISSING)], source="部门数据停止更新(虚构)", actor=scene.people["policy"],
            now=now,
        )  # fmt: skip


def open_intake(
    scene: Scene, sister: Sister, *, days_ago: int, notes: str, way: str = "", last_days_ago: int = -20
) -> UUID:
    """Open an intake some working days ago, until a day that is to come, or was."""
    said = IntakeSaid(
        policy=sister.policy, clause=sister.clause, first_day=scene.working_day(days_ago),
        last_day=scene.working_day(last_days_ago), way=way, notes=notes,
    )  # fmt: skip
    actor, now = scene.people["policy"], scene.working_ago(days_ago)
    found: UUID = services.open_intake(scope=scene.zone, said=said, actor=actor, now=now).pk
    return found


def submit(
    scene: Scene, made: UUID, company: UUID, owner: Actor, *, now: datetime, answers: Mapping[str, Answer] | None = None,
    is_proved: bool = False,
) -> UUID:  # fmt: skip
    """Let a company give its answers (None: whatever is asked for), with a report of its own where it `is_proved`, and submit it."""
    draft = services.begin_application(intake=made, company=company, actor=owner, now=now)
    if is_proved:
        draft = services.save_application(
            id=draft.pk, version=draft.version, answers={}, uploads={"": [_PROOF]}, is_done=False, actor=owner, now=now
        )
    while wanted := answers if answers is not None else asked_for(owner, draft, now):
        draft = services.save_application(
            id=draft.pk, version=draft.version, answers=wanted, uploads={key: [_PROOF] for key in wanted},
            is_done=True, actor=owner, now=now,
        )  # fmt: skip
        if answers is not None:
            break
    done = services.submit_application(
        id=draft.pk, version=draft.version, declaration=_DECLARED, has_agreed=True, actor=owner, now=now
    )
    found: UUID = done.pk
    return found


def asked_for(owner: Actor, draft: Any, now: datetime) -> dict[str, Answer]:
    """Return invented answers to what is still asked for."""
    page = page_of(owner, draft, now)
    asked = page.given if page.missing else ()
    return {one.question.key: True if one.entry.type == "truth" else Decimal(36) for one in asked}


def check(scene: Scene, application: UUID, *, now: datetime, wrong: str = "") -> None:
    """Accept an application, or send all of it back for a reason."""
    found = applied_for.application_of(scene.people["policy"], id=application)
    asked = page_of(scene.people["policy"], found, now).given
    accept(scene, application, [one.question.key for one in asked], now=now, wrong=wrong)


def accept(scene: Scene, application: UUID, keys: Iterable[str], *, now: datetime, wrong: str = "") -> None:
    """Accept what was given to some questions and with it the application, or send it back for a reason."""
    officer = scene.people["policy"]
    found = applied_for.application_of(officer, id=application)
    verdicts = {key: Verdict(not wrong, wrong) for key in keys}
    services.check_application(id=application, version=found.version, verdicts=verdicts, actor=officer, now=now)


def page_of(actor: Actor, application: Any, now: datetime) -> applied_for.ApplicationPage:
    """Return what is asked for, and what was given."""
    return applied_for.application_page(actor, application=application, now=now)
