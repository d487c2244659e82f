"""Universities, institutes and banks have a list, and pages of their own that are those of companies as far as they are alike."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.register import services
from huiqi.register.models import Contact, Fact, Organisation
from huiqi.register.services import ContactSaid, Said
from tests.cast import NOW, SYSTEM, Cast, visit


@pytest.fixture
def bank(cast: Cast) -> Organisation:
    """A bank with a fact, somebody to call, and somebody who acts for it."""
    added = services.add_organisation(
        kind="institution", name="示范银行高新支行", parent=cast.north.pk, actor=SYSTEM, now=NOW
    )
    said = [Said("staff", Decimal(35), "2024")]
    services.record_facts(subject=added.pk, said=said, source="年报", actor=SYSTEM, now=NOW)
    contact = ContactSaid("褚经理", "finance", phone="13800000000")
    services.add_contact(organisation=added.pk, said=contact, actor=SYSTEM, now=NOW)
    cast.person("褚融", (Role.PROVIDER, added))
    return added


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    return cast.person("孙勤", (Role.SERVICE_OFFICER, cast.zone))


def names(actor: Actor, query: str = "") -> list[object]:
    return [row[0].value for row in visit(actor).get(f"/institutions/{query}").context["list"].rows]


def test_they_are_listed_apart_from_companies(cast: Cast, bank: Organisation, keeper: Actor) -> None:
    assert names(keeper) == ["示范银行高新支行"]
    assert names(keeper, "?q=sfyh") == ["示范银行高新支行"]
    assert names(keeper, f"?park={cast.south.pk}") == []
    assert names(cast.person("南园", (Role.SERVICE_OFFICER, cast.south))) == []
    assert "示范银行" not in visit(keeper).get("/companies/").content.decode()


def test_page_tells_facts_contacts_and_people(bank: Organisation, keeper: Actor) -> None:
    page = visit(keeper).get(f"/institutions/{bank.pk}").content.decode()
    for text in (
        "褚经理",
        "褚融",
        "staff",
        "35",
        f"/institutions/{bank.pk}/history",
        f"/institutions/{bank.pk}/facts/staff",
    ):
        assert text in page
    for of_companies in ("可享政策</h2>", "登记称号", f"/companies/{bank.pk}"):
        assert of_companies not in page
    assert "年报" in visit(keeper).get(f"/institutions/{bank.pk}/history").content.decode()


def test_forms_lead_back_to_the_institution(bank: Organisation, keeper: Actor) -> None:
    client, home = visit(keeper), f"/institutions/{bank.pk}"
    chosen = client.post(f"{home}/facts", {"name": "registered_address"})
    assert chosen["Location"] == f"{home}/facts/registered_address/correct"
    said = {"state": "known", "value": "火炬路1号", "source": "执照"}
    assert client.post(chosen["Location"], said)["Location"] == f"{home}/facts/registered_address"
    assert Fact.objects.get(subject=bank.pk, name="registered_address").text == "火炬路1号"
    contact = {"name": "李行长", "duty": "finance", "phone": "13900000000"}
    assert client.post(f"{home}/contacts/add", contact)["Location"] == home
    assert client.post(f"{home}/rename", {"name": "示范银行火炬支行"})["Location"] == home
    assert Contact.objects.filter(organisation=bank).count() == 2


def test_an_address_is_for_what_is_of_its_kind(cast: Cast, bank: Organisation, keeper: Actor) -> None:
    client = visit(keeper)
    for page in ("", "/history", "/facts", "/facts/staff?period=2024", "/rename", "/contacts/add"):
        assert client.get(f"/companies/{bank.pk}{page}").status_code == 404, page
        assert client.get(f"/institutions/{cast.north_company.pk}{page}").status_code == 404, page
    assert client.get(f"/companies/{bank.pk}/titles/add").status_code == 404


def test_an_institution_is_recorded(cast: Cast, keeper: Actor) -> None:
    client = visit(keeper)
    wrong = {"name": "示范大学", "credit_code": "123", "parent": str(cast.zone.pk)}
    assert client.post("/institutions/add", wrong).status_code == 422
    answer = client.post("/institutions/add", wrong | {"credit_code": ""})
    added = Organisation.objects.get(kind="institution")
    assert answer["Location"] == f"/institutions/{added.pk}"
    assert (added.name, added.credit_code, added.parent_id) == ("示范大学", None, cast.zone.pk)
    assert visit(cast.person("王总", (Role.LEADER, cast.zone))).get("/institutions/add").status_code == 403


def test_people_are_for_those_who_may_see_contacts(cast: Cast, bank: Organisation) -> None:
    page = visit(cast.person("王总", (Role.LEADER, cast.zone))).get(f"/institutions/{bank.pk}").content.decode()
    assert "示范银行" in page
    assert "褚融" not in page


def test_more_institutions_cost_no_more_queries(
    cast: Cast, bank: Organisation, keeper: Actor, django_assert_max_num_queries: object
) -> None:
    client = visit(keeper)
    client.get("/institutions/")
    for number in range(4):
        services.add_organisation(
            kind="institution", name=f"研究院{number}", parent=cast.zone.pk, actor=SYSTEM, now=NOW
        )
    with django_assert_max_num_queries(9):
        assert len(client.get("/institutions/").context["list"].rows) == 5
