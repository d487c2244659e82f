"""A company finds again what changed for it: in one list, searched by the names of clauses, narrowed by what happened."""

from __future__ import annotations

from uuid import uuid4

import pytest

from huiqi.casework.models import MatchNews
from huiqi.casework.services import rematching
from huiqi.kernel.actor import Actor, Role
from tests.casework.conftest import LATER, hnte
from tests.cast import NOW, Cast, visit


@pytest.fixture
def owner(cast: Cast) -> Actor:
    return cast.person("张老板", (Role.COMPANY_OWNER, cast.north_company))


@pytest.fixture
def address(cast: Cast, ganzhou: None) -> str:
    """Where a company reads that it met a clause, and then no longer did."""
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    rematching.rematch_zone(zone=cast.zone.pk, batch=uuid4(), now=NOW)
    hnte(cast.north_company, applied=True, recognised=False, first=False, now=LATER)
    rematching.rematch_zone(zone=cast.zone.pk, batch=uuid4(), now=LATER)
    return f"/casework/own/{cast.north_company.pk}/news"


def said(actor: Actor, address: str) -> list[str]:
    page = visit(actor).get(address)
    assert page.status_code == 200
    return [str(row[1].value) for row in page.context["list"].rows]


def test_what_was_gained_and_lost_is_told_by_the_names(owner: Actor, address: str) -> None:
    lost, gained = said(owner, address)
    assert "不再符合：" in lost
    assert "新符合：" in gained
    assert "first_recognition" not in lost + gained, "a clause in force is called by its name"
    assert address in visit(owner).get(address.removesuffix("/news")).content.decode()


def test_news_is_searched_and_narrowed(owner: Actor, address: str) -> None:
    assert len(said(owner, f"{address}?kind=lost")) == 1
    assert said(owner, f"{address}?q=首次")
    assert said(owner, f"{address}?q=没有这样的条款") == []


def test_others_have_no_business_there(cast: Cast, address: str, officer: Actor) -> None:
    assert said(officer, address)
    assert visit(cast.person("别家", (Role.COMPANY_OWNER, cast.south_company))).get(address).status_code == 404
    assert visit(cast.person("管理员", (Role.ADMINISTRATOR, cast.zone))).get(address).status_code == 403


def test_more_news_costs_no_more_queries(cast: Cast, owner: Actor, address: str, django_assert_max_num_queries) -> None:
    client = visit(owner)
    client.get(address)
    for _ in range(5):
        content = {"gained": [{"policy": "p", "clause": "c", "missing": []}]}
        MatchNews.objects.create(batch=uuid4(), company=cast.north_company, at=LATER, content=content)
    with django_assert_max_num_queries(9):
        assert len(client.get(address).context["list"].rows) == 7
