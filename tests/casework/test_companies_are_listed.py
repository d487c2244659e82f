"""The list of companies: search, filters, order, export; what is listed is within reach; the number of questions is fixed."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.register import services
from tests.casework.companies import tell_of
from tests.casework.conftest import add_company
from tests.cast import NOW, SYSTEM, Cast, visit

NORTH, SOUTH = "重庆长安科技有限公司", "阿尔法芯片有限公司"


@pytest.fixture
def client(cast: Cast, officer: object) -> Client:
    tell_of(cast)
    return visit(officer)


def listed(client: Client, query: str = "") -> list[str]:
    found = client.get(f"/companies/{query}").context["list"]
    return [row.name for row in found.page.object_list]


@pytest.mark.parametrize(
    ("query", "names"),
    (
        ("", [SOUTH, NORTH]),
        ("?q=长安", [NORTH]),
        ("?q=aefxp", [SOUTH]),
        ("?q=有限公司&sort=-name", [NORTH, SOUTH]),
        ("?section=C", [NORTH]),
        ("?section=I", []),
        ("?size=sme", [NORTH]),
        ("?title=hnte", [NORTH]),
        ("?title=tech_sme", []),
        ("?q=长安&title=hnte&size=sme", [NORTH]),
    ),
)
def test_list_is_narrowed(client: Client, query: str, names: list[str]) -> None:
    assert listed(client, query) == names


def test_park_narrows(cast: Cast, client: Client) -> None:
    assert listed(client, f"?park={cast.south.pk}") == [SOUTH]


def test_best_fit_comes_first(cast: Cast, client: Client) -> None:
    add_company(cast, "安科长安", number=1)
    add_company(cast, "长安汽车", number=2)
    assert listed(client, "?q=长安") == ["长安汽车", "安科长安", NORTH]


def test_row_says_industry_size_and_titles(client: Client) -> None:
    page = client.get("/companies/?q=长安").content.decode()
    for words in ("制造业 3985", "中小微", "高新技术企业", "北园"):
        assert words in page


def test_export_has_the_same_rows(client: Client) -> None:
    response = client.get("/companies/?section=C&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [NORTH]


def test_only_what_is_within_reach_is_listed(cast: Cast) -> None:
    assert listed(visit(cast.person("南园", (Role.SERVICE_OFFICER, cast.south)))) == [SOUTH]
    assert listed(visit(cast.person("企业主", (Role.COMPANY_OWNER, cast.north_company)))) == [NORTH]
    assert visit(cast.person("管理员", (Role.ADMINISTRATOR, cast.zone))).get("/companies/").status_code == 403


def test_number_of_questions_is_fixed(cast: Cast, client: Client, django_assert_max_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/companies/?q=有限公司")
        return len(found)

    few = asked()
    for number in range(10, 30):
        add_company(cast, f"新企业{number}有限公司", number=number)
    assert asked() == few


def test_renamed_company_is_found_by_both_names(cast: Cast, client: Client) -> None:
    services.rename_organisation(
        id=cast.south_company.pk, name="贝塔半导体有限公司", actor=SYSTEM, now=NOW + timedelta(hours=1)
    )
    assert listed(client, "?q=芯片") == listed(client, "?q=贝塔") == ["贝塔半导体有限公司"]
