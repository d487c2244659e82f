"""A campaign asks chosen companies for chosen facts: saved and resumed, sent, returned, taken as facts with their source."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from huiqi.casework import queries, services
from huiqi.casework.domain.campaigns import UNKNOWN, Counted, Question
from huiqi.casework.models import AskedCompany, Campaign
from huiqi.casework.services import CampaignSaid
from huiqi.kernel.actor import Actor, Role
from huiqi.messages.models import Message
from huiqi.register import queries as register
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.conftest import say
from tests.cast import NOW, SYSTEM, Cast

DUE = date(2026, 3, 20)
ASKED, SAVED, SENT, TAKEN = (NOW + timedelta(days=days) for days in (1, 2, 3, 4))
QUESTIONS = (Question("staff"), Question("yearly_sales", "2025"), Question("has_rd_unit"), Question("enterprise_kind"))
ANSWERS = {
    "staff": Decimal(120),
    "yearly_sales|2025": Decimal("31500000.55"),
    "has_rd_unit": True,
    "enterprise_kind": "sme",
}


@pytest.fixture(autouse=True)
def _national(cast: Cast) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)


@pytest.fixture
def lin(cast: Cast) -> Actor:
    return cast.person("林专员", (Role.SERVICE_OFFICER, cast.zone))


@pytest.fixture
def owner(cast: Cast) -> Actor:
    return cast.person("张总", (Role.COMPANY_OWNER, cast.north_company))


def draft(cast: Cast, *companies: object, questions: tuple[Question, ...] = QUESTIONS, **more: object) -> Campaign:
    said = CampaignSaid("一季度企业摸底", DUE, questions, **more)
    made = services.draft_campaign(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)
    if companies:
        ids = [company.pk for company in companies]
        services.choose_companies(id=made.pk, companies=ids, actor=SYSTEM, now=NOW)
    return made


def ask(cast: Cast, *companies: object, **more: object) -> Campaign:
    made = draft(cast, *companies, **more)
    return services.send_out(id=made.pk, actor=SYSTEM, now=ASKED)


def of(owner: Actor) -> AskedCompany:
    return queries.own_surveys(owner).get()


def send(owner: Actor, answers: dict[str, object] = ANSWERS) -> AskedCompany:
    asked = of(owner)
    return services.send_answers(id=asked.pk, answers=answers, version=asked.version, actor=owner, now=SENT)


def count(campaign: Campaign, day: date = DUE) -> Counted:
    return queries.counted(SYSTEM, campaign=queries.campaign(SYSTEM, id=campaign.pk), day=day)


@pytest.mark.inventory("GZ-05")
def test_answers_become_facts_once_an_officer_has_looked(cast: Cast, lin: Actor, owner: Actor) -> None:
    campaign = ask(cast, cast.north_company, cast.south_company)
    asked = of(owner)
    services.save_answers(id=asked.pk, answers={"staff": Decimal(12)}, version=0, actor=owner, now=SAVED)
    assert of(owner).answers == {"staff": ["number", "12"]}
    assert count(campaign) == Counted(asked=2, begun=1, sent=0, returned=0, taken=0, overdue=0)
    send(owner)
    company = cast.north_company.pk
    assert register.fact(SYSTEM, subject=company, name="staff") is MISSING
    services.take_answers(id=asked.pk, version=of(owner).version, actor=lin, now=TAKEN)
    assert register.fact(SYSTEM, subject=company, name="staff") == 120
    assert register.fact(SYSTEM, subject=company, name="yearly_sales", period="2025") == Decimal("31500000.55")
    assert register.fact(SYSTEM, subject=company, name="has_rd_unit") is True
    (told,) = register.history(SYSTEM, subject=company, name="enterprise_kind")
    assert (told.value, told.source, told.recorded_by_name) == ("sme", "调查“一季度企业摸底”（2026-03-03）", "林专员")
    after = count(campaign, DUE + timedelta(days=1))
    assert after == Counted(asked=2, begun=0, sent=0, returned=0, taken=1, overdue=1)
    assert after.answered == 1


def test_unknown_makes_no_fact_and_takes_none_away(cast: Cast, lin: Actor, owner: Actor) -> None:
    campaign = ask(cast, cast.north_company)
    company = cast.north_company.pk
    say(cast.north_company, source="年报", staff=Decimal(99))
    asked = send(owner, {**ANSWERS, "staff": UNKNOWN, "has_rd_unit": NOT_APPLICABLE})
    assert services.take_many(campaign=campaign.pk, ids=[asked.pk], actor=lin, now=TAKEN) == 1
    assert register.fact(SYSTEM, subject=company, name="staff") == 99
    assert register.fact(SYSTEM, subject=company, name="has_rd_unit") is NOT_APPLICABLE


def test_returned_answers_are_put_right_and_sent_again(cast: Cast, lin: Actor, owner: Actor) -> None:
    ask(cast, cast.north_company)
    asked = send(owner)
    with pytest.raises(services.CannotAnswer, match="sent already"):
        services.save_answers(id=asked.pk, answers={}, version=asked.version, actor=owner, now=TAKEN)
    with pytest.raises(services.CannotAnswer, match="say why"):
        services.return_answers(id=asked.pk, reason=" ", version=asked.version, actor=lin, now=TAKEN)
    services.return_answers(id=asked.pk, reason="销售额单位应为元", version=asked.version, actor=lin, now=TAKEN)
    assert of(owner).reason == "销售额单位应为元"
    again = send(owner)
    assert (again.progress, again.reason) == ("sent", "")
    with pytest.raises(services.CannotAnswer, match="has just changed"):
        services.take_answers(id=asked.pk, version=asked.version, actor=lin, now=TAKEN)


def test_two_at_one_company_do_not_overwrite_each_other(cast: Cast, owner: Actor) -> None:
    ask(cast, cast.north_company)
    colleague = cast.person("李会计", (Role.COMPANY_STAFF, cast.north_company))
    asked = of(owner)
    services.save_answers(id=asked.pk, answers={"staff": Decimal(1)}, version=0, actor=colleague, now=SAVED)
    with pytest.raises(services.CannotAnswer, match="李会计"):
        services.save_answers(id=asked.pk, answers={"staff": Decimal(2)}, version=0, actor=owner, now=SAVED)
    assert of(owner).answers == {"staff": ["number", "1"]}


def test_nothing_is_sent_half_answered_and_nothing_unasked_is_kept(cast: Cast, owner: Actor) -> None:
    ask(cast, cast.north_company)
    asked = of(owner)
    with pytest.raises(services.CannotAnswer, match="3 questions"):
        services.send_answers(id=asked.pk, answers={"staff": Decimal(1)}, version=0, actor=owner, now=SENT)
    with pytest.raises(services.CannotAnswer, match="was not asked"):
        services.save_answers(id=asked.pk, answers={"patents": Decimal(1)}, version=0, actor=owner, now=SENT)
    assert of(owner).answers == {}


def test_companies_see_what_they_are_asked_and_no_more(cast: Cast, owner: Actor) -> None:
    drafted = draft(cast, cast.north_company)
    assert not queries.own_surveys(owner).exists()
    services.send_out(id=drafted.pk, actor=SYSTEM, now=ASKED)
    stranger = cast.person("外人", (Role.COMPANY_OWNER, cast.south_company))
    with pytest.raises(queries.CannotSeeCampaign):
        queries.own_survey(stranger, id=of(owner).pk)
    park = cast.person("园", (Role.SERVICE_OFFICER, cast.north))
    with pytest.raises(queries.CannotSeeCampaign):
        queries.campaign(park, id=drafted.pk)
    leader = cast.person("领", (Role.LEADER, cast.zone))
    with pytest.raises(services.CannotAsk, match="may not ask"):
        services.close_campaign(id=drafted.pk, actor=leader, now=SENT)


def test_companies_are_told_and_reminded_once_a_day(cast: Cast, owner: Actor) -> None:
    campaign = ask(cast, cast.north_company, cast.south_company)
    (message,) = Message.objects.all()
    assert (message.person, message.title_zh) == (owner.person, "请填报：一季度企业摸底")
    assert message.link == f"/casework/surveys/{of(owner).pk}"
    for _ in range(2):
        assert services.remind(id=campaign.pk, actor=SYSTEM, now=SAVED) == 2
    assert Message.objects.count() == 2
    send(owner)
    assert services.remind(id=campaign.pk, actor=SYSTEM, now=TAKEN) == 1
    assert Message.objects.count() == 2


def test_closed_campaign_takes_no_answers_but_those_sent_are_still_looked_at(
    cast: Cast, lin: Actor, owner: Actor
) -> None:
    campaign = ask(cast, cast.north_company, cast.south_company)
    asked = send(owner)
    services.close_campaign(id=campaign.pk, actor=lin, now=SENT)
    late = cast.person("迟", (Role.COMPANY_OWNER, cast.south_company))
    with pytest.raises(services.CannotAnswer, match="closed"):
        services.save_answers(id=of(late).pk, answers={}, version=0, actor=late, now=TAKEN)
    services.take_answers(id=asked.pk, version=asked.version, actor=lin, now=TAKEN)
    assert count(campaign, DUE + timedelta(days=9)).overdue == 0


@pytest.mark.parametrize(
    ("questions", "more", "code"),
    (
        ((), {}, "no_questions"),
        ((Question("nothing_known"),), {}, "unknown_fact"),
        ((Question("yearly_sales"),), {}, "needs_year"),
        ((Question("staff", "2025-13"),), {}, "bad_period"),
        ((Question("staff"), Question("staff")), {}, "asked_twice"),
    ),
)
def test_campaign_that_cannot_be_drafted(
    cast: Cast, questions: tuple[Question, ...], more: dict[str, object], code: str
) -> None:
    with pytest.raises(services.CannotAsk) as refused:
        draft(cast, questions=questions, **more)
    assert refused.value.code == code
    assert not Campaign.objects.exists()


def test_draft_is_changed_by_one_at_a_time_and_not_once_it_is_out(cast: Cast) -> None:
    drafted = draft(cast, cast.north_company)
    said = CampaignSaid("二季度企业摸底", DUE, QUESTIONS[:1])
    wanted = {"id": drafted.pk, "said": said, "actor": SYSTEM}
    services.change_campaign(**wanted, seen_at=NOW, now=ASKED)
    with pytest.raises(services.CannotAsk, match="not kept"):
        services.change_campaign(**wanted, seen_at=NOW, now=SAVED)
    services.send_out(id=drafted.pk, actor=SYSTEM, now=ASKED)
    with pytest.raises(services.CannotAsk, match="sent out"):
        services.change_campaign(**wanted, seen_at=ASKED, now=SAVED)
    empty = draft(cast)
    with pytest.raises(services.CannotAsk, match="no company"):
        services.send_out(id=empty.pk, actor=SYSTEM, now=ASKED)
    with pytest.raises(services.CannotAsk, match="past"):
        services.send_out(id=draft(cast, cast.north_company).pk, actor=SYSTEM, now=NOW + timedelta(days=60))
    with pytest.raises(register.CannotSee):
        services.choose_companies(id=empty.pk, companies=[UUID(int=1)], actor=SYSTEM, now=NOW)
