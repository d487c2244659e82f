"""Pages of the ladder: counts and moves as of the days asked for, lists with a fixed number of queries, the pool."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.register.models import Candidate
from tests.cast import NORTH_CODE, Cast, visit
from tests.register.companies import add_companies, credit_code
from tests.register.pages import questions, text
from tests.register.test_ladder_is_counted import give

DAYS = "day=2024-12-31&before=2023-12-31"


@pytest.fixture
def officer(cast: Cast) -> Client:
    return visit(cast.person("服务员", (Role.SERVICE_OFFICER, cast.zone)))


def names(client: Client, address: str) -> list[object]:
    response = client.get(address)
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_ladder_is_shown_as_of_the_days(cast: Cast, officer: Client) -> None:
    give(cast.north_company.pk, "tech_sme", date(2023, 5, 1))
    give(cast.north_company.pk, "hnte", date(2024, 11, 1))
    page = text(officer, f"/register/ladder?{DAYS}")
    assert "共2个称号，1家企业" in page
    assert "共1个称号，1家企业" in text(officer, "/register/ladder?day=2023-12-31")
    assert "请填写日期" in text(officer, "/register/ladder?day=morgen")


def test_lists_ask_the_same_number_of_questions_at_any_size(cast: Cast, officer: Client) -> None:
    asked: dict[str, list[int]] = {}
    addresses = ("ladder", f"ladder/companies?{DAYS}", "ladder/expiring", "ladder/candidates")
    for start, size in ((0, 2), (2, 30)):
        for company in add_companies(cast.north, size, start=start):
            give(company, "hnte", date(2024, 1, 1))
            codes = {"companies": credit_code(start), "kind": "hnte", "year": 2024, "stage": "pool", "source": "摸底"}
            officer.post("/register/ladder/candidates/add", codes)
        for address in addresses:
            asked.setdefault(address, []).append(questions(officer, f"/register/{address}"))
    assert all(small == large < 10 for small, large in asked.values()), asked


def test_companies_are_narrowed_by_move_and_title_and_exported(cast: Cast, officer: Client) -> None:
    give(cast.north_company.pk, "tech_sme", date(2023, 5, 1))
    give(cast.north_company.pk, "hnte", date(2024, 11, 1))
    give(cast.south_company.pk, "hnte", date(2021, 1, 1), date(2024, 1, 1))
    address = f"/register/ladder/companies?{DAYS}&format=xlsx"
    assert names(officer, address) == ["重庆长安科技有限公司", "阿尔法芯片有限公司"]
    assert names(officer, f"{address}&how=up") == ["重庆长安科技有限公司"]
    assert names(officer, f"{address}&how=out") == ["阿尔法芯片有限公司"]
    assert names(officer, f"{address}&title=hnte") == ["重庆长安科技有限公司"]
    # The days stay when the list is sorted or paged.
    page = text(officer, f"/register/ladder/companies?{DAYS}")
    assert "day=2024-12-31&amp;before=2023-12-31&amp;sort=name" in page


def test_many_companies_enter_the_pool_and_apply(cast: Cast, officer: Client) -> None:
    give(cast.north_company.pk, "hnte", date(2022, 1, 1))
    sent = {
        "kind": "hnte",
        "year": "2025",
        "stage": "pool",
        "source": "摸底",
        "companies": f"{NORTH_CODE}\n阿尔法芯片有限公司",
    }
    assert officer.post("/register/ladder/candidates/add", sent).status_code == 302
    officer.post("/register/ladder/candidates/add", {**sent, "stage": "applied", "companies": NORTH_CODE})
    stages = dict(Candidate.objects.values_list("company__name", "stage"))
    assert stages == {"重庆长安科技有限公司": "applied", "阿尔法芯片有限公司": "pool"}
    address = "/register/ladder/candidates?format=xlsx"
    assert names(officer, f"{address}&renewal=yes") == ["重庆长安科技有限公司"]
    assert names(officer, f"{address}&stage=pool") == ["阿尔法芯片有限公司"]
    wrong = officer.post("/register/ladder/candidates/add", {**sent, "companies": "没有这家", "year": "20255"})
    assert wrong.status_code == 422
    assert "没有这家" in wrong.content.decode()
