"""Pages of the grid: lists with a fixed number of queries, gaps, a list placed and undone, handing over, own companies."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
from django.test import Client

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.models import Grid, KeyCompany, PlacementBatch, Scheme, Visit
from tests.cast import NORTH_CODE, NOW, SOUTH_CODE, SYSTEM, Cast, visit
from tests.register.companies import add_companies
from tests.register.pages import questions, text
from tests.register.test_grid_covers_key_companies import open_grid, open_scheme, place, take_in


@pytest.fixture
def lin(cast: Cast) -> Actor:
    return cast.person("林专员", (Role.SERVICE_OFFICER, cast.zone))


@pytest.fixture
def client(lin: Actor) -> Client:
    return visit(lin)


def page_of(scheme: Scheme) -> str:
    return f"/register/grid/schemes/{scheme.pk}"


def names(client: Client, address: str) -> list[object]:
    response = client.get(address)
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_lists_ask_the_same_number_of_questions_at_any_size(cast: Cast, lin: Actor, client: Client) -> None:
    scheme = open_scheme(cast, contact_every_days=30)
    grid = open_grid(scheme, "一网格", lin)
    addresses = (
        "/register/grid", page_of(scheme), f"{page_of(scheme)}/grids", "/register/grid/own", "/register/grid/visits",
        f"/register/grid/grids/{grid}",
    )  # fmt: skip
    asked: dict[str, list[int]] = {}
    for start, size in ((0, 2), (2, 30)):
        companies = add_companies(cast.north, size, start=start)
        take_in(scheme, *companies)
        for company in companies:
            place(company, grid)
            services.record_visit(company=company, day=date(2026, 3, 1), way="visit", note="", actor=lin, now=NOW)
        for address in addresses:
            asked.setdefault(address, []).append(questions(client, address))
    assert all(small == large < 16 for small, large in asked.values()), asked


def test_scheme_is_set_up_through_its_pages(cast: Cast, lin: Actor, client: Client) -> None:
    sent = {
        "organisation": str(cast.zone.pk),
        "name": "重点企业网格",
        "duties": ["leader"],
        "contact_every_days": "30",
        "source": "方案",
    }
    client.post("/register/grid/schemes/add", sent)
    scheme = Scheme.objects.get()
    assert (scheme.duties, scheme.contact_every_days) == (["leader"], 30)
    client.post(f"{page_of(scheme)}/companies/add", {"companies": NORTH_CODE, "reason": "规上工业企业"})
    page = text(client, page_of(scheme))
    assert "未划入网格" in page
    assert "0 / 1 家责任齐全" in page
    client.post(f"{page_of(scheme)}/grids/add", {"name": "一网格", "department": ""})
    grid = Grid.objects.get()
    client.post(f"/register/grid/grids/{grid.pk}/appoint", {"duty": "officer", "person": str(lin.person)})
    client.post(f"{page_of(scheme)}/companies/{cast.north_company.pk}/place", {"grid": str(grid.pk)})
    assert "缺主要领导" in text(client, page_of(scheme))
    assert names(client, f"{page_of(scheme)}?gap=leader&format=xlsx") == ["重庆长安科技有限公司"]
    seen = client.get(f"{page_of(scheme)}/edit").context["form"]["seen_at"].value()
    client.post(f"{page_of(scheme)}/edit", {"name": "重点企业网格", "source": "方案", "seen_at": seen})
    assert "1 / 1 家责任齐全" in text(client, page_of(scheme))
    assert names(client, "/register/grid/own?format=xlsx") == ["重庆长安科技有限公司"]


def test_company_is_handed_over_with_its_history(cast: Cast, lin: Actor, client: Client) -> None:
    scheme = open_scheme(cast)
    take_in(scheme, cast.north_company.pk)
    place(cast.north_company.pk, open_grid(scheme, "一网格", lin))
    other = open_grid(scheme, "二网格")
    address = f"{page_of(scheme)}/companies/{cast.north_company.pk}"
    assert client.post(f"{address}/place", {"grid": str(other)}).status_code == 302
    page = text(client, address)
    assert "一网格" in page
    assert "缺责任专员" in page
    again = client.post(f"{address}/place", {"grid": str(other)})
    assert again.status_code == 422
    assert "本来就在" in again.content.decode()
    client.post(f"{address}/release")
    text(client, address, 404)


def test_list_is_looked_at_done_and_undone(cast: Cast, lin: Actor, client: Client) -> None:
    scheme = open_scheme(cast)
    take_in(scheme, cast.north_company.pk, cast.south_company.pk)
    open_grid(scheme, "一网格", lin)
    address = f"{page_of(scheme)}/list"
    wrong = client.post(address, {"text": f"{NORTH_CODE}\t一网格\n{SOUTH_CODE}\t三网格"}).content.decode()
    assert "没有叫&#x27;三网格&#x27;的网格" in wrong
    assert 'name="confirm"' not in wrong
    sent = {"text": f"{NORTH_CODE}\t一网格\n{SOUTH_CODE}\t一网格"}
    looked_at = client.post(address, sent).content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', looked_at)[1]
    assert not PlacementBatch.objects.exists()
    done = client.post(address, {**sent, "digest": digest, "confirm": "yes"})
    batch = PlacementBatch.objects.get()
    assert done["Location"] == f"/register/grid/placements/{batch.pk}"
    assert covered(scheme) == 100
    assert "整批撤销" in text(client, done["Location"])
    client.post(f"{done['Location']}/undo")
    assert covered(scheme) == 0
    assert "已撤销" in text(client, done["Location"])
    assert "已撤销" in text(client, address)


def covered(scheme: Scheme) -> object:
    return queries.coverage(SYSTEM, scheme=scheme.pk, at=read_clock()).percent


def test_contact_is_recorded_and_withdrawn(cast: Cast, lin: Actor, client: Client) -> None:
    address = f"/register/grid/visits/add/{cast.north_company.pk}?next=/register/grid/visits"
    response = client.post(address, {"day": "2026-03-01", "way": "visit", "note": "问了用工"})
    assert response["Location"] == "/register/grid/visits"
    assert "问了用工" in text(client, "/register/grid/visits")
    stranger = f"/register/grid/visits/add/{cast.north_company.pk}?next=//evil.example"
    elsewhere = client.post(stranger, {"day": "2026-03-01", "way": "phone"})
    assert elsewhere["Location"] == "/register/grid/own"
    late = client.post(address, {"day": "2999-01-01", "way": "visit"})
    assert late.status_code == 422
    client.post(f"/register/grid/visits/{Visit.objects.get(way='visit').pk}/withdraw")
    assert "问了用工" not in text(client, "/register/grid/visits")


def test_leader_watches_and_changes_nothing(cast: Cast, lin: Actor) -> None:
    scheme = open_scheme(cast)
    leader = visit(cast.person("领", (Role.LEADER, cast.zone)))
    assert "建立责任制" not in text(leader, "/register/grid")
    text(leader, page_of(scheme))
    text(leader, f"{page_of(scheme)}/list", 403)
    park = visit(cast.person("园", (Role.SERVICE_OFFICER, cast.north)))
    text(park, page_of(scheme), 404)
    refused = park.post(f"{page_of(scheme)}/companies/{UUID(int=1)}/release")
    assert refused.status_code in {302, 404}
    assert not KeyCompany.objects.exists()
