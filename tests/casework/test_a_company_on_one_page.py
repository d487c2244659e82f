"""The list of companies, the page of one, its facts corrected by officers and asked for by the company; each within reach."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE
from huiqi.register.models import Correction
from huiqi.register.services import Said
from huiqi.rulebook import services as rulebook
from tests.cast import NOW, SYSTEM, Cast, visit

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001000527d4a20000000049454e44ae426082"
)


@pytest.fixture
def known(cast: Cast, root: Path) -> Cast:
    rulebook.install_pack(zone=cast.zone.pk, folder=root / "packs" / "national", actor=SYSTEM, now=read_clock())
    said = [
        Said("operating_revenue", Decimal(5_000_000), period="2024"),
        Said("operating_revenue", Decimal(6_000_000), period="2025"),
        Said("rd_expense", Decimal(0), period="2025"),
        Said("main_product_share", NOT_APPLICABLE),
        Said("staff", MISSING),
        Said("industry_code", "6510"),
    ]
    services.record_facts(subject=cast.north_company.pk, said=said, source="年报", actor=SYSTEM, now=NOW)
    return cast


def test_list_is_searched_filtered_exported_within_reach(known: Cast) -> None:
    everybody = visit(known.person("官", (Role.SERVICE_OFFICER, known.zone)))
    north = visit(known.person("北", (Role.SERVICE_OFFICER, known.north)))
    assert known.south_company.name in everybody.get("/companies/").content.decode()
    for address in ("/companies/", "/companies/?q=长安", "/companies/?section=I", f"/companies/?park={known.north.pk}"):
        page = north.get(address).content.decode()
        assert known.north_company.name in page, address
        assert known.south_company.name not in page, address
    assert "没有符合条件" in north.get("/companies/?section=A").content.decode()
    for number in range(30):
        services.add_organisation(
            kind="company", name=f"公司{number}", parent=known.north.pk, credit_code=code(number), actor=SYSTEM, now=NOW
        )
    asked = []
    for address in ("/companies/?q=长安", "/companies/"):
        with CaptureQueriesContext(connection) as captured:
            north.get(address)
        asked.append(len(captured))
    assert asked[0] == asked[1]
    export = north.get("/companies/?format=xlsx")
    assert export["Content-Type"].endswith("spreadsheetml.sheet")
    assert b"".join(export.streaming_content).startswith(b"PK")
    for close in export._resource_closers:
        close()


def code(number: int) -> str:
    from huiqi.register.domain.credit_code import check_character

    body = f"91990199{number:09d}"
    return body + check_character(body + "0")


def test_page_tells_missing_zero_and_not_applicable_apart(known: Cast) -> None:
    officer = visit(known.person("官", (Role.SERVICE_OFFICER, known.zone)))
    page = officer.get(f"/companies/{known.north_company.pk}").content.decode()
    assert "5,000,000 元" in page
    assert re.search(r"<td[^>]* class=\"number\"[^>]*>\s*0 元", page)
    facts = page[page.index('id="facts"') : page.index('id="changes"')]
    assert facts.count(">不适用<") == 1
    assert facts.count(">缺失<") == 1
    assert "operating_revenue-option" in page
    assert "年报" in page
    assert (
        "截至 2020-01-01 所知"
        in officer.get(f"/companies/{known.north_company.pk}?known_on=2020-01-01").content.decode()
    )
    assert officer.get(f"/companies/{known.north_company.pk}?known_on=x").status_code == 422
    assert officer.get(f"/companies/{known.north_company.pk}/history").status_code == 200
    stranger = visit(known.person("南", (Role.SERVICE_OFFICER, known.south)))
    for place in ("", "/history", "/facts/staff"):
        assert stranger.get(f"/companies/{known.north_company.pk}{place}").status_code == 404


def test_an_officer_corrects_and_takes_back(known: Cast) -> None:
    officer = visit(known.person("官", (Role.SERVICE_OFFICER, known.zone)))
    address = f"/companies/{known.north_company.pk}/facts/operating_revenue"
    form = officer.get(f"{address}/correct?period=2025").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', form)[1]
    sent = {"state": "known", "value": "7000000.05", "source": "审计报告", "seen": seen}
    assert officer.post(f"{address}/correct?period=2025", sent).status_code == 302
    assert queries.fact(SYSTEM, subject=known.north_company.pk, name="operating_revenue", period="2025") == Decimal(
        "7000000.05"
    )
    late = officer.post(f"{address}/correct?period=2025", sent | {"value": "1"})
    assert late.status_code == 422, "somebody changed it meanwhile: the later one is told"
    story = officer.get(f"{address}?period=2025").content.decode()
    assert "审计报告" in story
    last = re.search(r'name="seen" value="([^"]+)"', story)[1]
    assert officer.post(f"{address}/undo?period=2025", {"seen": last}).status_code == 302
    assert queries.fact(SYSTEM, subject=known.north_company.pk, name="operating_revenue", period="2025") == Decimal(
        6_000_000
    )
    wrong = officer.post(f"{address}/correct?period=2025", {"state": "known", "value": "many", "source": ""})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("errorlist") >= 2


def test_a_company_asks_and_an_officer_decides(known: Cast, tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    company = known.north_company
    owner = visit(known.person("业主", (Role.COMPANY_OWNER, company)))
    officer = visit(known.person("官", (Role.SERVICE_OFFICER, known.zone)))
    address = f"/companies/{company.pk}/facts/staff/ask"
    sent = {"state": "known", "value": "120", "reason": "漏报"}
    assert owner.post(address, sent).status_code == 422, "a file is needed"
    hostile = SimpleUploadedFile("proof.pdf", b"<script>alert(1)</script>", content_type="application/pdf")
    assert owner.post(address, sent | {"file": hostile}).status_code == 422
    proof = SimpleUploadedFile("proof.png", PNG, content_type="image/png")
    assert owner.post(address, sent | {"file": proof}).status_code == 302
    asked = Correction.objects.get()
    assert f"{company.name}申请更正数据" in officer.get("/messages/").content.decode()
    assert queries.fact(SYSTEM, subject=company.pk, name="staff") is MISSING
    page = officer.get(f"/companies/corrections/{asked.pk}").content.decode()
    assert "漏报" in page
    file = officer.get(f"/companies/files/{asked.evidence_id}")
    assert file["Content-Disposition"].startswith("attachment")
    stranger = visit(known.person("南", (Role.SERVICE_OFFICER, known.south)))
    assert stranger.get(f"/companies/files/{asked.evidence_id}").status_code == 404
    assert owner.post(f"/companies/corrections/{asked.pk}/accept").status_code == 403
    assert officer.post(f"/companies/corrections/{asked.pk}/refuse", {"decision": ""}).status_code == 422
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    assert officer.post(f"/companies/corrections/{asked.pk}/accept", {"seen": seen}).status_code == 302
    assert queries.fact(SYSTEM, subject=company.pk, name="staff") == 120
    assert "已采纳" in owner.get(f"/companies/corrections/{asked.pk}").content.decode()
    told = owner.get("/messages/").content.decode()
    assert "更正申请已采纳" in told
    assert "申请更正数据" not in told, "what officers are told is for officers"


def test_titles_and_contacts_are_kept_on_the_page(known: Cast) -> None:
    officer = visit(known.person("官", (Role.SERVICE_OFFICER, known.zone)))
    base = f"/companies/{known.north_company.pk}"
    title = {
        "kind": "hnte",
        "level": "national",
        "number": "GR1",
        "valid_from": "2024-01-01",
        "last_day": "2099-12-31",
        "source": "证书",
    }
    assert officer.post(f"{base}/titles/add", title).status_code == 302
    assert officer.post(f"{base}/titles/add", title | {"last_day": "2020-01-01"}).status_code == 422
    contact = {"name": "张三", "duty": "general", "phone": "010-12345678"}
    answered = officer.post(f"{base}/contacts/add", contact)
    assert answered.status_code in {302, 422}
    page = officer.get(base).content.decode()
    assert "高新技术企业" in page
    assert "高新技术企业" in officer.get("/companies/titles?standing=holds").content.decode()
    assert officer.post(f"{base}/rename", {"name": "新名称有限公司"}).status_code == 302
    assert "曾用名" in officer.get(base).content.decode()
