"""Surveys of the invented zone: one late, one running, one closed, one still a draft."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from huiqi.casework import queries, services
from huiqi.casework.domain.campaigns import UNKNOWN, Answer, Question
from huiqi.casework.services import CampaignSaid
from huiqi.site.demo.places import DEMO
from huiqi.site.demo.scene import Scene


def ask_companies(scene: Scene) -> None:
    """Make the surveys, with companies at every stage of answering."""
    year = str(scene.day(0).year - 1)
    questions = (Question("staff"), Question("yearly_sales", year), Question("has_rd_unit"))
    closed = send_out(scene, "一季度企业摸底", questions, scene.some(120, 10), begun=59, due=40)
    answer(scene, closed, sent=8, taken=8, days_ago=45)
    services.close_campaign(id=closed, actor=DEMO, now=scene.ago(39))
    late = send_out(scene, "二季度运行调查", questions, scene.some(0, 24), begun=30, due=4)
    answer(scene, late, sent=9, taken=4, days_ago=8, leave=3)
    running = send_out(
        scene, "人才需求调查", (Question("staff"), Question("has_rd_unit")), scene.some(0, 16), begun=5, due=-12
    )
    answer(scene, running, sent=4, taken=0, days_ago=2, leave=3)
    said = CampaignSaid("年度研发投入调查", scene.day(-45), questions, "为年度测算准备(虚构)")
    services.draft_campaign(organisation=scene.zone, said=said, actor=DEMO, now=scene.ago(1))


def send_out(
    scene: Scene, title: str, questions: tuple[Question, ...], companies: list[UUID], *, begun: int, due: int
) -> UUID:
    """Ask companies from a day on, by another; both are counted back from today."""
    said = CampaignSaid(title, scene.day(due), questions, "为了解企业情况(虚构)")
    made = services.draft_campaign(organisation=scene.zone, said=said, actor=DEMO, now=scene.ago(begun))
    services.choose_companies(id=made.pk, companies=companies, actor=DEMO, now=scene.ago(begun))
    services.send_out(id=made.pk, actor=DEMO, now=scene.ago(begun))
    return made.pk


def answer(scene: Scene, campaign: UUID, *, sent: int, taken: int, days_ago: int, leave: int = 0) -> None:
    """Let some companies answer; the first `leave` wait for whoever tries the log-ins. One is given back, one is half done."""
    now, draw = scene.ago(days_ago), scene.draw(f"answers/{days_ago}")
    order = {one.id: place for place, one in enumerate(scene.made)}
    asked = sorted(queries.asked_companies(DEMO, campaign=campaign), key=lambda one: order[one.company_id])[leave:]
    questions = queries.campaign(DEMO, id=campaign).questions
    answered = []
    for one in asked[:sent]:
        said = {question.key: invented(question, draw.randrange(8, 400)) for question in questions}
        answered.append(services.send_answers(id=one.pk, answers=said, version=one.version, actor=DEMO, now=now))
    if taken:
        services.take_many(
            campaign=campaign, ids=[one.pk for one in answered[:taken]], actor=DEMO, now=scene.ago(days_ago - 1)
        )
    if taken < len(answered):
        back = answered[-1]
        services.return_answers(
            id=back.pk, reason="职工人数与社保不一致，请核对。", version=back.version, actor=DEMO, now=scene.ago(1)
        )
    for one in asked[sent : sent + 2]:
        begun = {questions[0].key: invented(questions[0], 30)}
        services.save_answers(id=one.pk, answers=begun, version=one.version, actor=DEMO, now=now)


def invented(question: Question, number: int) -> Answer:
    """Return an answer: a number of people, sales of that many people, yes or no, or that the company does not know."""
    match question.name:
        case "staff":
            return Decimal(number)
        case "yearly_sales":
            return Decimal(number * 300_000)
        case _:
            return UNKNOWN if number % 7 == 0 else number % 2 == 0
