"""The pages: a class from its promise to its payment with four people; the school sees its own; lists take a fixed number of queries."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiqi.casework.models import OutcomeOrder
from huiqi.kernel.actor import Role
from huiqi.register import services as register
from tests.casework.outcomes.conftest import AFTER, BEFORE, BEGINS, CLAUSE, SCHOOL_CODE, Desks
from tests.cast import NORTH_CODE, NOW, SYSTEM, visit

ENTER = ("casework:enter_outcome_order", CLAUSE)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> object:
    """Set the clock of the pages."""

    def set_to(now: datetime) -> None:
        for name in ("order", "orders"):
            monkeypatch.setattr(f"huiqi.casework.views.outcomes.{name}.read_clock", lambda: now)

    set_to(BEGINS)
    return set_to


def act(client: Client, order: OutcomeOrder, name: str, **said: object) -> str:
    order.refresh_from_db()
    address = reverse("casework:outcome_order", args=[order.pk])
    return client.post(address, {"act": name, "changes": order.changes, **said}, follow=True).text


def proof() -> SimpleUploadedFile:
    return SimpleUploadedFile("毕业证名册.pdf", b"%PDF-1.7\n%%EOF")


@pytest.mark.inventory("XY-01")
def test_a_class_goes_through_the_pages(desks: Desks, at: object) -> None:
    officer, approver = visit(desks.officer), visit(desks.approver)
    assert "订单培养" in officer.get(reverse("casework:outcome_orders")).text
    chosen = officer.post(reverse("casework:new_outcome_order"), {"clause": "/".join(CLAUSE)})
    assert chosen.url == reverse(ENTER[0], args=CLAUSE)
    form = officer.get(chosen.url).text
    assert "取得毕业证人数" in form
    said = {
        "title": "2022级比亚迪订单班", "payee": SCHOOL_CODE, "orderer": NORTH_CODE, "line": str(desks.line), "expected_on": "2025-06-30",
        **fields_of(form, {"毕业日期": "2025-06-30", "取得毕业证人数": "180"}),
    }  # fmt: skip
    officer.post(chosen.url, said)
    order = OutcomeOrder.objects.get()
    assert "待批准" in officer.get(reverse("casework:outcome_order", args=[order.pk])).text
    assert "2,700,000" in act(approver, order, "approve")
    at(BEFORE)
    report = reverse("casework:report_outcome", args=[order.pk])
    form = officer.get(report).text
    came = {"changes": 1, **fields_of(form, {"毕业日期": "2025-06-30", "取得毕业证人数": "171"})}
    early = officer.post(report, came | {"proof": proof()})
    assert (early.status_code, "没有满足：已毕业" in early.text) == (422, True)
    at(AFTER)
    assert officer.post(report, came).status_code == 422, "no evidence"
    officer.post(report, came | {"proof": proof()})
    page = act(approver, order, "confirm")
    assert "2,565,000" in page
    assert "135,000" in page
    assert "毕业证名册.pdf" in page
    assert "请写明" in act(visit(desks.finance), order, "hand_in")
    act(visit(desks.finance), order, "hand_in", payment="电汇-0701")
    assert "已付清" in act(visit(desks.checker), order, "pay")
    assert desks.books.has(desks.line)["paid"] == 2_565_000


def fields_of(page: str, said: dict[str, str]) -> dict[str, str]:
    """The fields of a form that are labelled so."""
    labels = {text.strip(): name for name, text in re.findall(r'<label for="id_(value-\d+)"[^>]*>([^<（]+)', page)}
    return {labels[text]: value for text, value in said.items()}


def test_each_is_offered_only_what_is_theirs(desks: Desks) -> None:
    order = desks.entered()
    address = reverse("casework:outcome_order", args=[order.pk])
    assert "批准并承诺资金" in visit(desks.approver).get(address).text
    for other in (desks.officer, desks.finance):
        assert "批准并承诺资金" not in visit(other).get(address).text
        assert "无权" in act(visit(other), order, "approve")
    order.refresh_from_db()
    assert order.stage == "entered"


def test_the_school_sees_its_own_and_another_one_nothing(desks: Desks) -> None:
    desks.entered(title="还没批准的班")
    desks.confirmed(desks.reported(desks.promised()))
    own = visit(desks.cast.person("校长", (Role.PROVIDER, desks.school)))
    page = own.get(reverse("casework:own_outcome_orders")).text
    assert "2022级比亚迪订单班" in page
    assert "2,565,000" in page
    assert "还没批准的班" not in page
    bank = register.add_organisation(
        kind="institution", name="南园银行", parent=desks.cast.south.pk, actor=SYSTEM, now=NOW
    )
    stranger = visit(desks.cast.person("行长", (Role.PROVIDER, bank)))
    other = desks.cast.person("老板", (Role.COMPANY_OWNER, desks.cast.south_company))
    for client in (visit(other), stranger):
        assert "比亚迪" not in client.get(reverse("casework:own_outcome_orders")).text
    assert own.get(reverse("casework:outcome_orders")).status_code == 403


def test_lists_take_the_same_number_of_queries_whatever_their_length(desks: Desks) -> None:
    desks.promised(students=1)
    pages = [
        (visit(desks.officer), reverse("casework:outcome_orders")),
        (visit(desks.cast.person("校长", (Role.PROVIDER, desks.school))), reverse("casework:own_outcome_orders")),
    ]
    before = [queries_of(*page) for page in pages]
    for number in range(4):
        desks.promised(students=1, title=f"第{number}班")
    assert [queries_of(*page) for page in pages] == before


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)
