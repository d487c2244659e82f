"""Every payment that arrived has a receipt: numbered without a gap, in figures and in capitals, for the company and for officers."""

from __future__ import annotations

import importlib
import io
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.apps import apps
from django.db import connection
from pypdf import PdfReader

from huiqi.casework.models import Payment, Receipt
from huiqi.casework.services.claims import booking
from huiqi.kernel.actor import Role
from huiqi.kernel.clock import day_in_china
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.claims.test_claims_are_paid import references, result_of, sent, take
from tests.cast import visit


def paid(crew: Crew) -> list[Receipt]:
    made = crew.confirmed(crew.round())
    take(crew, result_of(*((one, 300000, "成功", "") for one in references(sent(crew, made)))))
    return list(Receipt.objects.order_by("serial"))


def test_receipts_are_counted_without_a_gap(crew: Crew) -> None:
    first = paid(crew)
    assert [one.number for one in first] == ["2026-000001", "2026-000002"]
    made = crew.confirmed(crew.round(crew.companies[:1], clause="another"))
    take(crew, result_of((references(sent(crew, made))[0], 300000, "成功", "")))
    assert Receipt.objects.latest("serial").number == "2026-000003"


def test_a_company_sees_its_receipt_and_no_other(crew: Crew) -> None:
    own, other = paid(crew)
    owner = visit(crew.owner(own.claim.company))
    page = owner.get(f"/casework/payments/receipts/{own.pk}").content.decode()
    for text in ("人民币叁拾万元整", "¥300,000.00", "第三条", own.payment.reference, own.number, "示范高新区"):
        assert text in page
    assert "6222000000001234" not in page, "the account's end is enough"
    assert owner.get(f"/casework/payments/receipts/{other.pk}").status_code == 404
    listed = owner.get("/casework/payments/receipts").content.decode()
    assert own.number in listed
    assert other.claim.name not in listed
    assert own.number in owner.get(f"/casework/awards/{own.claim_id}").content.decode()


def test_the_pdf_says_the_same(crew: Crew) -> None:
    own = paid(crew)[0]
    owner = visit(crew.owner(own.claim.company))
    address = f"/casework/payments/receipts/{own.pk}/pdf"
    first, again = (owner.get(address) for _ in range(2))
    assert first.content == again.content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(first.content)).pages)
    for said in ("人民币叁拾万元整", "¥300,000.00", own.number, own.claim.name):
        assert said in text


def test_officers_count_and_export(crew: Crew) -> None:
    paid(crew)
    leader = visit(crew.cast.person("领导", (Role.LEADER, crew.cast.zone)))
    page = leader.get("/casework/payments/receipts").content.decode()
    assert "有效凭证 2 张，2 家企业，合计 600,000.00 元；作废 0 张" in page
    answer = leader.get("/casework/payments/receipts", {"format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [row[0] for row in sheet.values] == ["凭证号", "2026-000002", "2026-000001"]
    assert visit(crew.officer).get("/casework/payments/receipts").status_code == 403


@pytest.mark.parametrize("size", (1, 2))
def test_the_list_asks_the_same_whatever_its_length(crew: Crew, size: int, django_assert_num_queries: object) -> None:
    made = crew.confirmed(crew.round(crew.companies[:size]))
    take(crew, result_of(*((one, 300000, "成功", "") for one in references(sent(crew, made)))))
    assert len(claims(made, "paid")) == size
    client = visit(crew.maker)
    client.get("/casework/payments/receipts")
    with django_assert_num_queries(9):
        client.get("/casework/payments/receipts")


def test_the_statement_of_a_clause_adds_up(crew: Crew) -> None:
    paid(crew)
    made = crew.confirmed(crew.round(crew.companies[:1], clause="another", amount=Decimal("0.50")))
    take(crew, result_of((references(sent(crew, made))[0], "0.50", "成功", "")))
    client, clause = visit(crew.maker), "hnte-reward/first_recognition_reward"
    page = client.get("/casework/payments/receipts", {"clause": clause}).content.decode()
    assert "/casework/payments/receipts/statement?clause=hnte-reward" in page
    assert "2026-000003" not in page
    answer = client.get("/casework/payments/receipts/statement", {"clause": clause})
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    for said in ("2 笔", "2 家企业", "600,000.00", "人民币陆拾万元整", "2026-000002"):
        assert said in text
    assert client.get("/casework/payments/receipts/statement", {"clause": "x/y"}).status_code == 404
    owner = visit(crew.owner(crew.companies[0]))
    assert owner.get("/casework/payments/receipts/statement", {"clause": clause}).status_code == 403


def test_payments_from_before_receipts_get_theirs_once(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    # As it was before: the first two were booked without one.
    with monkeypatch.context() as before:
        before.setattr(booking, "make_receipts", lambda *_, **__: None)
        paid(crew)
    old = list(Payment.objects.order_by("settled_at", "reference"))
    made = crew.confirmed(crew.round(crew.companies[:1], clause="another"))
    take(crew, result_of((references(sent(crew, made))[0], 300000, "成功", "")))
    migration = importlib.import_module("huiqi.casework.migrations.0026_receipts_of_old_payments")
    for _ in range(2):
        migration.make_missing(apps, SimpleNamespace(connection=connection))
        numbers = dict(Receipt.objects.values_list("payment", "number"))
        assert len(numbers) == 3
        assert [numbers[one.pk] for one in old] == ["2026-000002", "2026-000003"], "after the one that is there"
    one = Receipt.objects.get(number="2026-000002")
    assert (one.amount, one.paid_on, one.zone_id) == (Decimal(300_000), day_in_china(PASSED), crew.cast.zone.pk)
    owner = visit(crew.owner(one.claim.company))
    assert "人民币叁拾万元整" in owner.get(f"/casework/payments/receipts/{one.pk}").content.decode()
    assert one.number in owner.get(f"/casework/awards/{one.claim_id}").content.decode()
