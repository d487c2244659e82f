"""Experts from outside: named to one competition, they declare no interest, score blind, and see nothing else; all ends with its close."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from huiqi.casework import services
from huiqi.casework.models import Application, ApplicationFile, Competition, Declaration, Intake, Recusal, ScoreSheet
from huiqi.casework.services import CannotRank
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry, Look
from huiqi.register import queries as register
from huiqi.register import services as people
from huiqi.register.models import EvidenceFile, Organisation, RoleGrant
from huiqi.register.services import Upload
from huiqi.register.services.files import kept
from tests.casework.conftest import LATER
from tests.casework.ranking.conftest import Jury
from tests.cast import NOW, SYSTEM, visit


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("competitions", "panels"):
        monkeypatch.setattr(f"huiqi.casework.views.ranking.{name}.read_clock", lambda: LATER)


@pytest.fixture
def expert(jury: Jury) -> Actor:
    """Somebody of no office in the zone."""
    return jury.cast.person("沈教授", (Role.EXPERT, jury.cast.zone))


def with_expert(jury: Jury, expert: Actor, **said: object) -> tuple[object, Competition]:
    made = jury.intake()
    return made, jury.rules(made, panel=[*(one.person for one in jury.panel), expert.person], **said)


def declare(competition: Competition, application: Application, expert: Actor) -> Declaration:
    return services.declare(
        competition=competition.pk, application=application.pk, text="没有利害关系", actor=expert, now=LATER
    )


def evidence_of(application: Application) -> EvidenceFile:
    """A file that came with an application."""
    with (
        transaction.atomic(),
        kept(
            Upload("自评.pdf", b"%PDF-1.7\n%%EOF"), organisation=application.company, actor=SYSTEM, now=LATER
        ) as evidence,
    ):
        ApplicationFile.objects.create(application=application, question="", evidence=evidence)
    return evidence


def test_an_expert_declares_scores_and_is_counted(jury: Jury, expert: Actor) -> None:
    made, competition = with_expert(jury, expert)
    application = jury.applied(made, jury.companies("A")[0])
    evidence = evidence_of(application)
    client = visit(expert)
    assert "首次认定奖励30万元" in client.get(reverse("casework:panels")).text
    sheet = reverse("casework:sheet", args=[competition.pk, application.pk])
    file = reverse("casework:panel_file", args=[competition.pk, application.pk, evidence.pk])
    before = client.get(sheet).text
    assert "没有利害关系" in before
    assert "自评.pdf" not in before
    assert client.get(file).status_code == 404, "no file before the declaration"
    (criterion,) = competition.criteria.all()
    with pytest.raises(CannotRank, match="declare"):
        jury.scored(competition, {application: 90}, by=[expert])
    client.post(reverse("casework:declare", args=[competition.pk, application.pk]))
    page = client.get(sheet).text
    assert "自评.pdf" in page
    assert "企业库已有的数据" not in page
    assert b"".join(client.get(file).streaming_content).startswith(b"%PDF")
    assert Look.objects.filter(person=expert.person, names__contains=["evidence"]).exists()
    client.post(sheet, {f"score-{criterion.pk}": "60"})
    jury.scored(competition, {application: 80})
    jury.close(made)
    assert str(Application.objects.get().placing.top / Application.objects.get().placing.bottom) == "75"
    codes = set(AuditEntry.objects.filter(subject=competition.pk).values_list("code", flat=True))
    assert {"casework.competition.declared", "casework.competition.scored"} <= codes


def test_an_expert_opens_no_other_page_of_the_zone(jury: Jury, expert: Actor) -> None:
    made, competition = with_expert(jury, expert)
    application = jury.applied(made, jury.companies("A")[0])
    evidence = evidence_of(application)
    declare(competition, application, expert)
    client = visit(expert)
    for page in (
        reverse("casework:application", args=[application.pk]),
        reverse("casework:competition", args=[made.pk]),
        reverse("companies:portrait", args=[application.company_id]),
        reverse("companies:file", args=[evidence.pk]),
        reverse("companies:list"),
        reverse("casework:claims"),
        reverse("ledger:lines"),
    ):
        assert client.get(page).status_code in {403, 404}, page
    assert not register.within_reach(expert, *(role for role in Role if role != Role.EXPERT)).exists()


def test_links_of_another_competition_or_guessed_ones_lead_nowhere(jury: Jury, expert: Actor) -> None:
    made, competition = with_expert(jury, expert)
    application = jury.applied(made, jury.companies("A")[0])
    stranger = jury.cast.person("别组专家", (Role.EXPERT, jury.cast.zone))
    for actor in (stranger, jury.cast.person("南园专家", (Role.EXPERT, jury.cast.south))):
        client = visit(actor)
        assert "首次认定奖励" not in client.get(reverse("casework:panels")).text
        assert client.get(reverse("casework:panel", args=[competition.pk])).status_code == 404
        assert client.get(reverse("casework:sheet", args=[competition.pk, application.pk])).status_code == 404
        assert client.post(reverse("casework:declare", args=[competition.pk, application.pk])).status_code == 404
    own = visit(expert)
    other = evidence_of_nobody(jury)
    declare(competition, application, expert)
    for file in (other.pk, uuid4()):
        assert own.get(reverse("casework:panel_file", args=[competition.pk, application.pk, file])).status_code == 404
    assert own.get(reverse("casework:sheet", args=[competition.pk, uuid4()])).status_code == 404
    assert not Declaration.objects.exclude(member__person=expert.person).exists()


def evidence_of_nobody(jury: Jury) -> EvidenceFile:
    """A file of the same zone that belongs to no application of the panel."""
    company: Organisation = jury.cast.south_company
    with (
        transaction.atomic(),
        kept(Upload("别家.pdf", b"%PDF-1.7\n%%EOF"), organisation=company, actor=SYSTEM, now=LATER) as evidence,
    ):
        return evidence


def test_who_steps_aside_or_is_related_sees_no_application(jury: Jury, expert: Actor) -> None:
    made, competition = with_expert(jury, expert)
    one, two = (jury.applied(made, company) for company in jury.companies("A", "B"))
    evidence = evidence_of(one)
    client = visit(expert)
    client.post(reverse("casework:step_aside", args=[competition.pk, one.pk]), {"reason": "师生关系"})
    assert Recusal.objects.get().reason == "师生关系"
    with pytest.raises(CannotRank):
        declare(competition, one, expert)
    assert client.get(reverse("casework:panel_file", args=[competition.pk, one.pk, evidence.pk])).status_code == 404
    people.grant_role(person=expert.person, role=Role.COMPANY_STAFF, organisation=two.company_id, actor=SYSTEM, now=NOW)
    with pytest.raises(CannotRank):
        declare(competition, two, expert)
    assert "不能评分" in client.get(reverse("casework:sheet", args=[competition.pk, two.pk])).text


def test_blind_to_the_scores_of_others_and_gone_after_the_close(jury: Jury, expert: Actor) -> None:
    made, competition = with_expert(jury, expert)
    application = jury.applied(made, jury.companies("A")[0])
    evidence = evidence_of(application)
    declare(competition, application, expert)
    jury.scored(competition, {application: "87.31"})
    jury.scored(competition, {application: 55}, by=[expert])
    client = visit(expert)
    pages = [
        reverse("casework:panel", args=[competition.pk]),
        reverse("casework:sheet", args=[competition.pk, application.pk]),
    ]
    assert all("87.31" not in client.get(page).text for page in pages)
    jury.close(made)
    still = [
        client.get(page)
        for page in [*pages, reverse("casework:panel_file", args=[competition.pk, application.pk, evidence.pk])]
    ]
    assert {one.status_code for one in still} <= {403, 404}
    grant = RoleGrant.objects.get(person=expert.person)
    assert grant.period.upper == LATER
    assert register.actor_of(person=expert.person, now=LATER + timedelta(seconds=1)).grants == ()
    with pytest.raises(Exception, match="no such"):
        jury.scored(competition, {application: 99}, by=[expert])
    assert set(
        ScoreSheet.objects.filter(member__person=expert.person).values_list("values", flat=True).get().values()
    ) == {"55"}


def test_a_role_that_sits_on_another_open_panel_stays(jury: Jury, expert: Actor) -> None:
    made, competition = with_expert(jury, expert)
    application = jury.applied(made, jury.companies("A")[0])
    declare(competition, application, expert)
    jury.scored(competition, {application: 80}, by=[*jury.panel, expert])
    services.close_intake(id=made.pk, actor=jury.officer, now=LATER)
    with_expert(jury, expert)
    jury.close(made)
    assert RoleGrant.objects.get(person=expert.person).period.upper > LATER


def test_nobody_is_named_without_the_role_or_after_its_last_day(jury: Jury, expert: Actor) -> None:
    nobody = jury.cast.person("路人")
    with pytest.raises(CannotRank, match="outside experts"):
        with_expert(jury, nobody)
    RoleGrant.objects.filter(person=expert.person).update(period=(NOW, NOW + timedelta(minutes=1)))
    with pytest.raises(CannotRank, match="outside experts"):
        jury.rules(Intake.objects.get(), panel=[expert.person], panel_least=1)


def test_an_expert_needs_a_last_day_and_a_place(jury: Jury) -> None:
    somebody = people.add_person(name="专家", organisation=jury.cast.zone.pk, actor=SYSTEM, now=NOW)
    grant: dict[str, object] = {"person": somebody.pk, "role": Role.EXPERT, "actor": SYSTEM, "now": NOW}
    with pytest.raises(people.CannotGrant, match="last day"):
        people.grant_role(organisation=jury.cast.zone.pk, **grant)
    with pytest.raises(people.CannotGrant, match="zone or park"):
        people.grant_role(organisation=jury.cast.north_company.pk, until=LATER, **grant)


def test_the_officer_cannot_make_the_expert(jury: Jury) -> None:
    somebody: UUID = people.add_person(name="专家", organisation=jury.cast.zone.pk, actor=SYSTEM, now=NOW).pk
    with pytest.raises(people.CannotKeep):
        people.grant_role(
            person=somebody, role=Role.EXPERT, organisation=jury.cast.zone.pk, until=LATER, actor=jury.officer, now=NOW
        )
    with pytest.raises(people.CannotKeepAccount):
        people.add_account(person=somebody, login="expert1", actor=jury.officer, now=NOW)
