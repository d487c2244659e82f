"""An institution sees the vouchers used with it, their sums and how far they are settled; those of another one are not there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from huiqi.kernel.actor import Role
from huiqi.ledger import services
from huiqi.ledger.services import Movement, Step, Two
from huiqi.register import services as register
from huiqi.register.models import Organisation
from tests.cast import NOW, SYSTEM, Cast, visit
from tests.ledger.books import CHECKER, MAKER, Books

TWO = Two(MAKER, CHECKER, SYSTEM, NOW)
PAGE = "ledger:own_uses"


@pytest.fixture
def lab(cast: Cast) -> Organisation:
    """A laboratory of the north."""
    return register.add_organisation(kind="institution", name="示范检测院", parent=cast.north.pk, actor=SYSTEM, now=NOW)


def used(books: Books, line: object, holder: Organisation, provider: Organisation, amount: int, *, key: str) -> object:
    voucher = services.issue_voucher(
        line=line, zone=books.zone, key=f"issue/{key}", holder=holder.pk, code="创新券", amount=Decimal(amount),
        last_day=date(2026, 12, 31), two=TWO,
    )  # fmt: skip
    return services.use_voucher(id=voucher.pk, key=f"use/{key}", provider=provider.pk, amount=Decimal(amount), two=TWO)


def settle(books: Books, line: object, use: object) -> None:
    books.move(Movement(line, Step.PAY, use.amount, use.cause, use.provider))


def test_it_sees_its_own_with_sums_and_settlement(cast: Cast, books: Books, lab: Organisation) -> None:
    other = register.add_organisation(kind="institution", name="别家机构", parent=cast.north.pk, actor=SYSTEM, now=NOW)
    line = books.line(100_000)
    settle(books, line, used(books, line, cast.north_company, lab, 3000, key="a"))
    used(books, line, cast.south_company, lab, 1200, key="b")
    used(books, line, cast.north_company, other, 7777, key="c")
    client = visit(cast.person("院长", (Role.PROVIDER, lab)))
    page = client.get(reverse(PAGE)).text
    for shown in ("4,200", "3,000", "1,200", cast.north_company.name, cast.south_company.name, "已结算", "待结算"):
        assert shown in page
    assert "7,777" not in page
    assert cast.north_company.name not in client.get(reverse(PAGE), {"state": "owed"}).text
    assert cast.south_company.name not in client.get(reverse(PAGE), {"q": cast.north_company.name}).text
    sheet = load_workbook(BytesIO(b"".join(client.get(reverse(PAGE), {"format": "xlsx"}).streaming_content))).active
    assert sheet.max_row == 3
    money = client.get(reverse("ledger:own")).text
    assert "3,000" in money
    assert "7,777" not in money


def test_its_statement_is_a_pdf(cast: Cast, books: Books, lab: Organisation) -> None:
    line = books.line(100_000)
    used(books, line, cast.north_company, lab, 1234, key="a")
    client = visit(cast.person("院长", (Role.PROVIDER, lab)))
    sent = client.get(reverse("ledger:own_uses_pdf"))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sent.content)).pages).replace("\n", "")
    assert "示范检测院券结算对账单" in text
    assert "1,234.00" in text


def test_its_own_page_leads_there(cast: Cast, lab: Organisation) -> None:
    client = visit(cast.person("院长", (Role.PROVIDER, lab)))
    assert reverse(PAGE) in client.get(reverse("institutions:list"), follow=True).text
    assert reverse(PAGE) in client.get(reverse("home")).text
    assert "还没有企业在本单位用券" in client.get(reverse(PAGE)).text


@pytest.mark.parametrize("role", (Role.COMPANY_OWNER, Role.FINANCE_OFFICER, Role.LEADER))
def test_the_door_is_the_institutions(cast: Cast, role: Role) -> None:
    client = visit(cast.person("别人", (role, cast.place_of(role))))
    assert client.get(reverse(PAGE)).status_code == 403
    assert client.get(reverse("ledger:own_uses_pdf")).status_code == 403


def test_the_list_takes_the_same_number_of_queries_whatever_its_length(
    cast: Cast, books: Books, lab: Organisation
) -> None:
    line = books.line(100_000)
    used(books, line, cast.north_company, lab, 100, key="first")
    client = visit(cast.person("院长", (Role.PROVIDER, lab)))
    before = queries_of(client)
    for number in range(4):
        used(books, line, cast.north_company, lab, 100, key=f"{number}")
    assert queries_of(client) == before


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(reverse(PAGE))
    return len(found)
