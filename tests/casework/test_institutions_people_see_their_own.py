"""Who acts for an institution (a bank, a university) sees its own page, asks for corrections, keeps contacts; and nothing of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiqi.kernel.actor import Actor, Role
from huiqi.messages import queries as messages
from huiqi.register import queries, services
from huiqi.register.models import Contact, Correction, Organisation, RoleGrant
from huiqi.register.services import ContactSaid, Said, UndertakingSaid
from tests.cast import NOW, SYSTEM, Cast, visit


@dataclass(frozen=True)
class Own:
    """An institution with a carrier that it runs, and somebody who acts for it."""

    bank: Organisation
    actor: Actor
    client: Client

    @property
    def home(self) -> str:
        return f"/institutions/{self.bank.pk}"


@pytest.fixture
def own(cast: Cast) -> Own:
    bank = institution(cast, "示范理工大学")
    said = [Said("staff", Decimal(35), "2024"), Said("registered_address", "火炬路1号")]
    services.record_facts(subject=bank.pk, said=said, source="年报", actor=SYSTEM, now=NOW)
    run = UndertakingSaid(group="carrier", name="大学科技园孵化器", source="名录", operator=bank.pk)
    carrier = services.add_undertaking(organisation=cast.zone.pk, said=run, actor=SYSTEM, now=NOW)
    companies = [cast.north_company.pk, cast.south_company.pk]
    services.admit_companies(
        undertaking=carrier.pk, companies=companies, day=date(2025, 6, 1), source="协议", actor=SYSTEM, now=NOW
    )
    actor = cast.person("褚融", (Role.PROVIDER, bank))
    return Own(bank, actor, visit(actor))


def institution(cast: Cast, name: str) -> Organisation:
    return services.add_organisation(kind="institution", name=name, parent=cast.north.pk, actor=SYSTEM, now=NOW)


def test_home_leads_to_their_own_page(own: Own) -> None:
    page = own.client.get("/").content.decode()
    assert "机构" in page
    assert "等待答复的更正申请" in page
    assert own.client.get("/institutions/")["Location"] == own.home


def test_who_acts_for_two_chooses(cast: Cast, own: Own) -> None:
    actor = cast.person("褚双", (Role.PROVIDER, own.bank), (Role.PROVIDER, institution(cast, "示范检测院")))
    names = [row[0].value for row in visit(actor).get("/institutions/").context["list"].rows]
    assert sorted(map(str, names)) == ["示范检测院", "示范理工大学"]


def test_own_page_tells_facts_and_who_is_in_its_carrier(own: Own) -> None:
    page = own.client.get(own.home).content.decode()
    for text in ("大学科技园孵化器", "重庆长安科技有限公司", "阿尔法芯片有限公司", "35", "褚融", f"{own.home}/looks"):
        assert text in page
    for forbidden in ("/register/undertakings/", f"{own.home}/rename", "titles/add"):
        assert forbidden not in page
    for part in ("/history", "/looks", "/facts/staff?period=2024"):
        assert own.client.get(f"{own.home}{part}").status_code == 200, part


def test_park_officer_sees_of_its_carriers_what_lies_in_the_park(cast: Cast, own: Own) -> None:
    page = visit(cast.person("北园", (Role.SERVICE_OFFICER, cast.north))).get(own.home).content.decode()
    assert "示范理工大学" in page
    assert "大学科技园孵化器" not in page, "the zone counts it, not the park"
    page = visit(cast.person("全区", (Role.SERVICE_OFFICER, cast.zone))).get(own.home).content.decode()
    assert "大学科技园孵化器" in page
    assert "阿尔法芯片有限公司" in page


def test_correction_is_asked_for_decided_and_told(cast: Cast, own: Own) -> None:
    chosen = own.client.post(f"{own.home}/facts", {"name": "registered_address"})
    assert chosen["Location"] == f"{own.home}/facts/registered_address/ask"
    proof = SimpleUploadedFile("证明.pdf", b"%PDF-1.7\n%%EOF\n")
    sent = {"state": "known", "value": "火炬路2号", "reason": "搬迁", "file": proof}
    answer = own.client.post(chosen["Location"], sent)
    assert answer.status_code == 302, answer.content.decode()
    asked = Correction.objects.get()
    assert own.home in own.client.get("/companies/corrections").content.decode()
    officer = cast.person("孙勤", (Role.SERVICE_OFFICER, cast.zone))
    page = visit(officer).get(f"/companies/corrections/{asked.pk}").content.decode()
    assert f'href="{own.home}"' in page
    standing = queries.history(officer, subject=own.bank.pk, name="registered_address", period="")[0]
    visit(officer).post(f"/companies/corrections/{asked.pk}/accept", {"seen": str(standing.id), "decision": "属实"})
    assert queries.fact(own.actor, subject=own.bank.pk, name="registered_address") == "火炬路2号"
    assert [one.title_zh for one in messages.messages(own.actor)] == ["更正申请已采纳"]


def test_contacts_are_kept_by_themselves(own: Own) -> None:
    contact = {"name": "李行长", "duty": "finance", "phone": "13900000000"}
    assert own.client.post(f"{own.home}/contacts/add", contact)["Location"] == own.home
    assert Contact.objects.get(organisation=own.bank).name == "李行长"


def test_nothing_of_others_shows(cast: Cast, own: Own) -> None:
    other = institution(cast, "别家银行")
    services.add_contact(
        organisation=other.pk, said=ContactSaid("王行长", "finance", phone="13700000000"), actor=SYSTEM, now=NOW
    )
    company = f"/companies/{cast.north_company.pk}"
    for address in (f"/institutions/{other.pk}", f"/institutions/{other.pk}/history", company, f"{company}/history"):
        assert own.client.get(address).status_code == 404, address
    for address in ("/companies/", "/companies/titles", "/register/undertakings", "/institutions/add"):
        assert own.client.get(address).status_code == 403, address
    contact = {"name": "李", "duty": "finance", "phone": "13900000000"}
    assert own.client.post(f"/institutions/{other.pk}/contacts/add", contact).status_code == 404
    with pytest.raises(services.CannotKeep):
        services.rename_organisation(id=own.bank.pk, name="新名", actor=own.actor, now=NOW)


def test_role_is_held_at_institutions_alone(cast: Cast) -> None:
    somebody = cast.person("某人")
    for place in (cast.zone, cast.north, cast.north_company):
        with pytest.raises(services.CannotGrant) as refused:
            services.grant_role(
                person=somebody.person, role=Role.PROVIDER, organisation=place.pk, actor=SYSTEM, now=NOW
            )
        assert refused.value.code == "no_institution"


def test_role_given_for_a_zone_before_that_was_checked_counts_for_nothing(cast: Cast, own: Own) -> None:
    RoleGrant.objects.filter(person=own.actor.person).update(organisation=cast.zone)
    now = queries.actor_of(person=own.actor.person, now=NOW.replace(hour=3))
    assert not now.grants
    assert visit(now).get(f"/companies/{cast.north_company.pk}").status_code == 403
