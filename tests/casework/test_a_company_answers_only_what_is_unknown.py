"""A company's page: what the register knows is not asked for, trying out keeps nothing, nobody sees another's."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.casework.queries.own import calculation_of, own_company
from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.models import Fact
from huiqi.register.services import Said
from huiqi.rulebook import services as rulebook
from tests.cast import SYSTEM, Cast, visit


@pytest.fixture
def published(cast: Cast, root: Path) -> Cast:
    rulebook.install_pack(zone=cast.zone.pk, folder=root / "packs" / "national", actor=SYSTEM, now=read_clock())
    said = [
        Said("total_assets", Decimal(3_000_000)),
        Said("yearly_sales", Decimal(5_000_000), period="2024"),
        Said("yearly_sales", Decimal(6_000_000), period="2025"),
        Said("has_rd_unit", True),
    ]
    services.record_facts(subject=cast.north_company.pk, said=said, source="年报", actor=SYSTEM, now=read_clock())
    return cast


def test_what_is_known_is_used_and_not_asked(published: Cast) -> None:
    company = own_company(SYSTEM, id=published.north_company.pk, now=read_clock())
    assert company.known["yearly_sales"] == {2024: Decimal(5_000_000), 2025: Decimal(6_000_000)}
    asked = set()
    for offer in calculation_of(company).offers:
        asked.update(offer.determination.missing)
    assert {"total_assets", "has_rd_unit"}.isdisjoint(asked)
    assert asked


def test_pages_of_owner_officer_and_strangers(published: Cast) -> None:
    company = published.north_company
    owner = visit(published.person("业主", (Role.COMPANY_OWNER, company)))
    page = owner.get("/casework/own", follow=True)
    assert page.redirect_chain == [(f"/casework/own/{company.pk}", 302)]
    text = page.content.decode()
    assert company.name in text
    assert 'value="total_assets"' not in text
    facts = Fact.objects.count()
    told = owner.post(f"/casework/own/{company.pk}", {"a.staff": "12", "why": "sme-size-2011"})
    assert told.status_code == 200
    assert Fact.objects.count() == facts
    assert (
        visit(published.person("北官", (Role.SERVICE_OFFICER, published.north))).get("/casework/own").status_code == 403
    )
    for role, place, status in (
        (Role.POLICY_OFFICER, published.north, 200),
        (Role.POLICY_OFFICER, published.south, 404),
        (Role.COMPANY_OWNER, published.south_company, 404),
        (Role.ADMINISTRATOR, published.zone, 403),
    ):
        client = visit(published.person("某", (role, place)))
        assert client.get(f"/casework/own/{company.pk}").status_code == status, role
    assert queries.facts(SYSTEM, subject=company.pk)
