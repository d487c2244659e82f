"""The pages on which finance brings earlier payments in: from the upload to the confirmation, and what everybody sees of them then."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from huiqi.casework import tasks
from huiqi.casework.models import EarlierFile, EarlierPayment
from huiqi.kernel.actor import Role
from tests.casework.conftest import FIRST
from tests.casework.earlier.desk import FIRST_NAME, HEADER, OWN_NAME, Finance
from tests.casework.earlier.made import earlier_file, paid_earlier
from tests.cast import NORTH_CODE, SOUTH_CODE, Cast, visit
from tests.imports.desk import workbook

DAY = date(2025, 3, 5)
FIELDS = dict(zip(("code", "name", "clause", "period", "amount", "paid_on", "document", "note"), HEADER, strict=True))


def checked_by_worker(finance: Finance) -> EarlierFile:
    """What the worker does once a page has asked for it."""
    found = EarlierFile.objects.latest("received_at")
    tasks.check_earlier(job=str(found.job), file=str(found.pk), person=str(finance.maker.person))
    found.refresh_from_db()
    return found


def test_from_the_upload_to_the_confirmation(finance: Finance) -> None:
    rows = [
        (NORTH_CODE, "", OWN_NAME, 2025, 30, DAY, "1", ""),
        ("", "阿尔法芯片有限公司", FIRST_NAME, 2025, 30, DAY, "2", ""),
        ("", "", "", "", "x", "", "", ""),
    ]
    content = workbook([HEADER, *rows])
    officer, other = visit(finance.maker), visit(finance.checker)
    upload = {
        "source": "财政局台账",
        "place": str(finance.cast.zone.pk),
        "file": SimpleUploadedFile("台账.xlsx", content),
    }
    answer = officer.post("/casework/earlier/files/new", upload)
    assert answer.status_code == 302, answer.content.decode()
    columns = answer["Location"]
    assert "300,000" in officer.get(columns).content.decode(), "the preview reads 30 under 万元"

    said = {f"earlier_{key}": header for key, header in FIELDS.items()} | {
        "header_row": "1",
        "unit": "",
        "action": "save",
    }
    page = officer.post(columns, said)["Location"]
    found = checked_by_worker(finance)
    assert (found.counts["doubtful"], found.counts["unmapped"], found.counts["refused"]) == (1, 1, 1)
    assert "对应条款" in officer.get(page).content.decode()

    officer.post(f"{page}/clauses", {"said": [OWN_NAME], "clause": ["/".join(FIRST)]})
    checked_by_worker(finance)
    assert "阿尔法芯片有限公司" in officer.get(f"{page}/doubts").content.decode()
    officer.post(f"{page}/doubts", {"row-3": str(finance.cast.south_company.pk)})
    found = checked_by_worker(finance)
    assert found.counts["ready"] == 2
    assert "提交 2 笔" in officer.get(page).content.decode()

    officer.post(page, {"act": "enter", "seen": found.rows_digest})
    assert "确认，计入限额" not in officer.get(page).content.decode()
    assert "确认，计入限额" in other.get(page).content.decode()
    other.post(page, {"act": "confirm", "seen": found.rows_digest})
    listed = other.get("/casework/earlier").content.decode()
    assert "共 2 笔、2 家，合计 600,000.00 元" in listed


def test_a_company_sees_what_it_was_paid_and_nothing_of_others(cast: Cast) -> None:
    file = earlier_file(cast.zone)
    paid_earlier(file, cast.north_company, FIRST)
    paid_earlier(file, cast.south_company, FIRST, row=3)
    owner = cast.person("负责人", (Role.COMPANY_OWNER, cast.north_company))
    page = visit(owner).get("/casework/earlier").content.decode()
    assert cast.north_company.name in page
    assert cast.south_company.name not in page
    assert f"/casework/earlier/files/{file.pk}" not in page
    assert visit(owner).get(f"/casework/earlier/files/{file.pk}").status_code in {403, 404}


def test_the_page_of_a_company_says_it_was_paid_before_huiqi_and_from_which_file(cast: Cast) -> None:
    paid_earlier(earlier_file(cast.zone), cast.north_company, FIRST)
    leader = cast.person("领导", (Role.LEADER, cast.zone))
    page = visit(leader).get(f"/companies/{cast.north_company.pk}").content.decode()
    assert "启用惠企前已获支付" in page
    assert "来自文件“2025年拨付.xlsx”第2行，凭证 拨付〔2026〕2号" in page
    inspector = cast.person("服务专员", (Role.SERVICE_OFFICER, cast.zone))
    assert "启用惠企前已获支付" not in visit(inspector).get(f"/companies/{cast.north_company.pk}").content.decode()


def test_a_colleague_of_another_park_sees_nothing(cast: Cast) -> None:
    file = earlier_file(cast.south)
    paid_earlier(file, cast.south_company, FIRST)
    north = visit(cast.person("北园财务", (Role.FINANCE_OFFICER, cast.north)))
    assert cast.south_company.name not in north.get("/casework/earlier").content.decode()
    assert file.name not in north.get("/casework/earlier/files").content.decode()
    for path in ("", "/rows", "/original", "/annotated", "/columns", "/doubts", "/clauses"):
        assert north.get(f"/casework/earlier/files/{file.pk}{path}").status_code == 404, path


@pytest.mark.parametrize("address", ("/casework/earlier", "/casework/earlier/files", "rows"))
def test_lists_ask_the_database_as_often_for_many_as_for_few(
    cast: Cast, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    file = earlier_file(cast.zone)
    client = visit(cast.person("财务", (Role.FINANCE_OFFICER, cast.zone)))
    path = f"/casework/earlier/files/{file.pk}/rows" if address == "rows" else address
    paid_earlier(file, cast.north_company, FIRST)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(3, 12):
        paid_earlier(file, cast.south_company, FIRST, row=number)
        earlier_file(cast.zone)
    with django_assert_num_queries(len(few)):
        client.get(path)


def test_a_list_can_be_searched_filtered_and_taken_along(cast: Cast) -> None:
    file = earlier_file(cast.zone)
    paid_earlier(file, cast.north_company, FIRST)
    paid_earlier(file, cast.south_company, ("other", "clause"), row=3)
    client = visit(cast.person("领导", (Role.LEADER, cast.zone)))
    assert cast.south_company.name not in client.get("/casework/earlier?q=重庆长安").content.decode()
    assert cast.south_company.name not in client.get("/casework/earlier?clause=" + "/".join(FIRST)).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/casework/earlier?format=xlsx").streaming_content)))
    assert len(list(book.active.iter_rows())) == 3


def test_the_template_is_read_as_it_is(finance: Finance) -> None:
    content = b"".join(visit(finance.maker).get("/casework/earlier/files/new?format=xlsx").streaming_content)
    found = finance.say(finance.receive(content, name="模板.xlsx"))
    amounts = EarlierPayment.objects.filter(file=found).order_by("row").values_list("amount", "year", "paid_on")
    assert [(str(amount), year, day.isoformat()) for amount, year, day in amounts] == [
        ("300000.00", 2025, "2025-06-30"), ("125000.00", 2025, "2025-09-01"),
    ]  # fmt: skip


def test_what_is_not_known_is_listed_and_stated_on_a_page(finance: Finance) -> None:
    client = visit(finance.maker)
    assert "不清楚" in client.get("/casework/earlier/clauses").content.decode()
    said = {"zone": str(finance.cast.zone.pk), "clause": "/".join(FIRST), "reason": "新政策", "act": "state"}
    client.post("/casework/earlier/clauses", said)
    assert "周经办说明此前没有支付：新政策" in client.get("/casework/earlier/clauses").content.decode()


def test_a_file_that_is_no_table_is_refused_in_words(finance: Finance) -> None:
    upload = {
        "source": "台账",
        "place": str(finance.cast.zone.pk),
        "file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7 ..."),
    }
    answer = visit(finance.maker).post("/casework/earlier/files/new", upload)
    assert answer.status_code == 422
    assert not EarlierFile.objects.exists()
    assert SOUTH_CODE not in answer.content.decode()
