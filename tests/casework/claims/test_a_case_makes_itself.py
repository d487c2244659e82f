"""A clause on the list of automatic payment: as the certificate arrives, the case is there to confirm; once, and only while it is listed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from huiqi.casework import services, tasks
from huiqi.casework.models import Claim, ListedClause, Round
from huiqi.casework.services import CannotList, ListedSaid, Terms
from huiqi.casework.services.claims.listed import arriving
from huiqi.kernel.actor import Role
from huiqi.kernel.ids import new_id
from huiqi.register import services as register
from huiqi.register.models import Organisation
from huiqi.register.services import TitleSaid
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.claims.made import Crew, confirm
from tests.casework.conftest import LATER, say
from tests.cast import NOW, SYSTEM, visit

ENTITLEMENT = ("no-application-entitlement", "entitlement")
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _xian(crew: Crew, tmp_path: Path) -> None:
    """Xi'an's entitlement, with an amount, which the report does not state; both companies could have it but for the certificate."""
    folder = tmp_path / "xian"
    shutil.copytree(bundled_folder() / "xian", folder)
    shutil.rmtree(folder / "scenarios")
    file = folder / "policies" / "no_application_entitlement.yaml"
    file.write_text(file.read_text("utf-8").replace("amount: unpublished", "amount: 元(50000)"), "utf-8")
    rulebook.install_pack(zone=crew.cast.zone.pk, folder=folder, actor=SYSTEM, now=NOW)
    for company in crew.companies:
        say(company, on_dynamic_list=True, on_adverse_list=False, serious_incident_or_misconduct=False)


def said(crew: Crew, **terms: object) -> ListedSaid:
    line = crew.books.line(1_000_000)
    return ListedSaid(crew.cast.zone.pk, *ENTITLEMENT, Terms(10, **terms), [line], "年度清单")


def listed(crew: Crew, **terms: object) -> ListedClause:
    made = services.list_clause(said=said(crew, **terms), actor=crew.officer, now=NOW)
    return services.agree_to_listing(id=made.pk, actor=crew.approver, now=NOW)


def certificate_arrives(company: Organisation) -> None:
    """The title is recorded; what follows from its fact is done as the worker does it."""
    title = TitleSaid("hnte", DAY, date(2029, 3, 2), number="GR2026", source="认定公告")
    register.record_title(organisation=company.pk, said=title, actor=SYSTEM, now=LATER)
    tasks.match_after_facts(batch=str(new_id(LATER)), subjects=[str(company.pk)], facts=["has_hnte_certificate"])


def serve(one: ListedClause) -> Round | None:
    return services.serve_listed(id=one.pk, now=LATER)


@pytest.mark.inventory("XA-02")
def test_a_certificate_makes_a_case_that_the_company_only_confirms(crew: Crew) -> None:
    one = listed(crew)
    assert serve(one) is None, "nobody has the certificate yet"
    company = crew.companies[0]
    certificate_arrives(company)
    made = serve(one)
    claim = Claim.objects.get()
    assert (claim.company, claim.state, claim.amount) == (company, "offered", 50_000)
    assert (claim.reviewed_by_name, claim.approved_by_name) == ("政策专员", "政策审批人")
    assert [made.line] == one.lines

    owner = crew.owner(company)
    page = visit(owner).get(f"/casework/awards/{claim.pk}").content.decode()
    assert "一键确认（企业办理）" in page
    confirm(claim, owner, now=LATER)
    claim.refresh_from_db()
    assert claim.state == "owed"
    assert serve(one) is None, "once"
    assert Claim.objects.count() == 1


def test_who_declined_is_not_given_it_again_by_itself(crew: Crew) -> None:
    one, company = listed(crew), crew.companies[0]
    certificate_arrives(company)
    serve(one)
    services.decline(id=Claim.objects.get().pk, reason="已享受同类奖励", actor=crew.owner(company), now=LATER)
    assert serve(one) is None
    certificate_arrives(crew.companies[1])
    assert serve(one) is not None
    states = dict(Claim.objects.values_list("company", "state"))
    assert states == {company.pk: "declined", crew.companies[1].pk: "offered"}, "nor beside others"


@pytest.mark.inventory("XA-02")
def test_a_clause_that_is_off_the_list_makes_no_more_cases(crew: Crew) -> None:
    one = listed(crew)
    services.take_off(id=one.pk, reason="政策到期", actor=crew.officer, now=NOW)
    certificate_arrives(crew.companies[0])
    assert serve(one) is None
    assert services.serve_all_listed(now=LATER) == 0
    assert not Round.objects.exists()


def test_a_fact_that_arrives_asks_for_the_case(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    one, asked = listed(crew), []
    monkeypatch.setattr("huiqi.kernel.jobs.put_into_queue", lambda task, **said: asked.append((task, said)))
    certificate_arrives(crew.companies[0])
    assert ("huiqi.casework.tasks.serve_listed", {"listed": str(one.pk)}) in asked


def test_with_a_notice_it_is_posted_first(crew: Crew) -> None:
    one = listed(crew, notice_days=5)
    certificate_arrives(crew.companies[0])
    serve(one)
    assert Claim.objects.get().state == "noticed"


def test_what_is_exceptional_waits_for_an_officer(crew: Crew) -> None:
    one = listed(crew)
    say(crew.companies[0], on_adverse_list=True, now=LATER)
    certificate_arrives(crew.companies[0])
    certificate_arrives(crew.companies[1])
    serve(one)
    assert dict(Claim.objects.values_list("company", "state")) == {
        crew.companies[0].pk: "proposed",
        crew.companies[1].pk: "offered",
    }


def test_nothing_is_decided_in_the_name_of_one_who_may_no_more(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    one = listed(crew)
    certificate_arrives(crew.companies[0])
    gone = replace(crew.approver, grants=())
    monkeypatch.setattr(arriving.register, "actor_of", lambda **_: gone)
    serve(one)
    assert Claim.objects.get().state == "proposed"


def test_the_list_is_kept_by_two_people(crew: Crew) -> None:
    made = services.list_clause(said=said(crew), actor=crew.officer, now=NOW)
    assert serve(made) is None, "nobody agreed"
    for act, actor, code in (
        (services.agree_to_listing, crew.officer, "not_allowed"),
        (services.agree_to_listing, crew.maker, "not_allowed"),
    ):
        with pytest.raises(CannotList) as refused:
            act(id=made.pk, actor=actor, now=NOW)
        assert refused.value.code == code
    with pytest.raises(CannotList) as refused:
        services.list_clause(said=said(crew), actor=crew.officer, now=NOW)
    assert refused.value.code == "listed_already"
    other = replace(said(crew), policy="policy-calculator")
    with pytest.raises(CannotList) as refused:
        services.list_clause(said=other, actor=crew.officer, now=NOW)
    assert refused.value.code == "not_automatic"


def test_pages_of_the_list(crew: Crew) -> None:
    officer, approver = visit(crew.officer), visit(crew.approver)
    line = crew.books.line(1_000_000)
    sent = {"scope": crew.cast.zone.pk, "clause": "/".join(ENTITLEMENT), "line": line, "confirm_days": 10, "order": "listed", "reason": "清单"}  # fmt: skip
    assert officer.post("/casework/listed/add", {**sent, "reason": ""}).status_code == 422
    answer = officer.post("/casework/listed/add", sent)
    assert answer.status_code == 302
    assert "待同意" in officer.get("/casework/listed").content.decode()
    approver.post(answer.url, {"act": "agree"})
    assert "在清单内" in approver.get("/casework/listed", {"state": "active"}).content.decode()
    officer.post(answer.url, {"act": "take_off", "reason": ""})
    assert "在清单内" in officer.get(answer.url).content.decode()
    officer.post(answer.url, {"act": "take_off", "reason": "到期"})
    assert "已移出" in officer.get(answer.url).content.decode()


def test_who_agreed_decides_nothing_by_it_for_a_company_of_their_own(crew: Crew) -> None:
    one = listed(crew)
    own = crew.companies[0]
    register.grant_role(
        person=crew.approver.person, role=Role.COMPANY_STAFF, organisation=own.pk, actor=SYSTEM, now=NOW
    )
    for company in crew.companies:
        certificate_arrives(company)
    serve(one)
    states = dict(Claim.objects.values_list("company__name", "state"))
    assert states == {own.name: "proposed", crew.companies[1].name: "offered"}
