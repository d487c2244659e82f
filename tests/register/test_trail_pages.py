"""Auditors find acts by person, subject, code and day, and see whether the chain holds."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.kernel import audit, looks
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry, Job, Look
from huiqi.register import queries, services
from huiqi.register.domain.sensitive import is_sensitive
from huiqi.register.domain.trail_words import SUBJECTS, VERBS
from huiqi.register.tasks import check_trail
from tests.cast import NOW, SYSTEM, Cast, visit

FACTS = [services.Said("operating_revenue", Decimal(987654321), "2024"), services.Said("industry_code", "3912")]


@pytest.fixture
def auditor(cast: Cast) -> Client:
    return visit(cast.person("审计员甲", (Role.AUDITOR, cast.zone)))


def record(cast: Cast) -> None:
    for company in (cast.north_company, cast.south_company):
        services.record_facts(subject=company.pk, said=FACTS, source="年报", actor=SYSTEM, now=NOW)


def shown(client: Client, **asked: str) -> str:
    return client.get("/register/trail", asked).content.decode()


def test_acts_are_found_by_person_subject_code_and_day(cast: Cast, auditor: Client) -> None:
    officer = cast.person("王专员", (Role.SERVICE_OFFICER, cast.north))
    services.rename_organisation(id=cast.north_company.pk, name="长江科技有限公司", actor=officer, now=NOW)
    for q in (
        "王专员",
        str(officer.person),
        str(cast.north_company.pk),
        "register.organisation.renamed",
        "2026-03-02 王",
    ):
        assert "组织 · 改名" in shown(auditor, q=q), q
    for q in ("李四", "2026-03-03", "register.role 王专员 2026-03-01"):
        assert "组织 · 改名" not in shown(auditor, q=q), q
    assert "组织 · 改名" in shown(auditor, area="register")
    assert "组织 · 改名" not in shown(auditor, area="register.role")


def test_one_act_says_from_what_to_what(cast: Cast, auditor: Client) -> None:
    services.rename_organisation(id=cast.north_company.pk, name="长江科技有限公司", actor=SYSTEM, now=NOW)
    entry = AuditEntry.objects.get(code="register.organisation.renamed")
    page = auditor.get(f"/register/trail/{entry.number}").content.decode()
    for text in ("重庆长安科技有限公司", "长江科技有限公司", entry.own_hash, entry.previous_hash):
        assert text in page


def test_auditor_of_a_park_sees_the_park_alone(cast: Cast) -> None:
    record(cast)
    client = visit(cast.person("园审", (Role.AUDITOR, cast.north)))
    page = shown(client)
    assert "重庆长安" in page
    assert "阿尔法" not in page
    south = AuditEntry.objects.filter(organisation=cast.south_company.pk).first()
    assert client.get(f"/register/trail/{south.number}").status_code == 404
    assert "没有符合条件的内容" in shown(client, q=str(cast.south_company.pk))
    file = b"".join(client.get("/register/trail", {"format": "xlsx"}).streaming_content)
    rows = openpyxl.load_workbook(BytesIO(file)).active.iter_rows(values_only=True)
    assert {row[4] for row in rows} <= {"单位", "北园", "重庆长安科技有限公司"}
    with looks.kept("/x"):
        looks.note(Actor(person=cast.zone.pk, name="x"), reached=[cast.zone.pk], names=["tax_paid"])
    looks.seal(now=NOW)
    assert "查看记录" not in shown(client), "acts of no organisation are the zone's auditors' to see"


def test_list_costs_the_same_for_any_number(cast: Cast, auditor: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert auditor.get("/register/trail").status_code == 200
        return len(asked)

    before = cost()
    record(cast)
    assert cost() == before


def test_chain_is_verified_on_request(cast: Cast, auditor: Client) -> None:
    assert "还没有核验过" in shown(auditor)
    answer = auditor.post("/register/trail/check")
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/work/{job.pk}"
    check_trail.func(job=str(job.pk))
    assert Job.objects.get().state == "done"
    assert "首尾相接，未被改动" in shown(auditor)
    with connection.cursor() as cursor:
        cursor.execute("alter table kernel_auditentry disable trigger user")
        cursor.execute("update kernel_auditentry set actor_name = 'nobody' where number = 2")
        cursor.execute("alter table kernel_auditentry enable trigger user")
    check_trail.func(job=str(job.pk))
    assert "记录被动过" in shown(auditor)
    assert "这一行被改动过" in shown(auditor)
    assert list(audit.flaws()) != []


def test_sensitive_facts_leave_a_trace_others_do_not(cast: Cast) -> None:
    record(cast)
    officer = cast.person("王专员", (Role.FINANCE_OFFICER, cast.zone))
    queries.fact(officer, subject=cast.north_company.pk, name="industry_code")
    assert not Look.objects.exists()
    queries.fact(officer, subject=cast.north_company.pk, name="operating_revenue", period="2024")
    queries.history(officer, subject=cast.north_company.pk, name="operating_revenue", period="2024")
    queries.facts(officer, subject=cast.north_company.pk)
    queries.facts(SYSTEM, subject=cast.north_company.pk)
    assert [look.names for look in Look.objects.all()] == [["operating_revenue"]] * 3
    assert is_sensitive("repayment_days_late")
    assert not is_sensitive("latest_title")


def test_page_is_named_in_the_look(cast: Cast) -> None:
    record(cast)
    officer = cast.person("王专员", (Role.FINANCE_OFFICER, cast.zone))
    visit(officer)  # who has a token has an account
    _, token = services.make_token(
        name="同步", scopes=["register:read"], until=NOW.replace(year=2027), actor=officer, now=NOW
    )
    program = Client(headers={"authorization": f"Bearer {token}"})
    place = f"/api/v1/organisations/{cast.north_company.pk}/facts"
    assert program.get(place).status_code == 200
    assert Look.objects.get().place == place


def test_every_code_has_its_words(root: Path) -> None:
    import re

    code = "\n".join(path.read_text(encoding="utf-8") for path in (root / "src" / "huiqi").rglob("*.py"))
    parts = "kernel|register|rulebook|casework|messages|ledger|site"
    found = set(re.findall(rf'"((?:{parts})\.[a-z_]+\.[a-z_]+)"', code))
    assert len(found) > 40
    lacking = {one for one in found if one.split(".")[1] not in SUBJECTS or one.split(".")[2] not in VERBS}
    assert lacking == set(), "give these parts Chinese words in register/domain/trail_words.py"
