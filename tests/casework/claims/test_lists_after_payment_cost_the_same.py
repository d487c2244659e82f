"""The lists of what goes before and follows payment ask the database as often for many rows as for one."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from huiqi.casework.models import ArchiveRecord, BankResult, Call, ContractTerm, ListedClause, Sample
from huiqi.kernel.ids import new_id
from tests.casework.claims.made import Crew, claims
from tests.casework.conftest import add_company
from tests.cast import NOW, visit

DAY = date(2026, 3, 2)


def fill(crew: Crew, size: int) -> Sample:
    """So many rows in each list; return a sample with so many calls."""
    zone = crew.cast.zone
    companies = [add_company(crew.cast, f"第{number}家有限公司", number=number) for number in range(size)]
    made = crew.round(companies)
    samples = [
        Sample.objects.create(
            id=new_id(NOW), zone=zone, paid_from=DAY, paid_to=DAY, seed=f"{number}", population=size, size=size,
            population_hash="0", drawn_at=NOW, drawn_by_name="测试",
        )
        for number in range(size)
    ]  # fmt: skip
    for number, claim in enumerate(claims(made), start=1):
        Call.objects.create(id=new_id(NOW), sample=samples[0], claim=claim, place=number)
        ContractTerm.objects.create(
            id=new_id(NOW), zone=zone, company=claim.company, contract="合同", text="申请", fact="x", due_on=DAY,
            made_at=NOW, made_by_name="测试",
        )  # fmt: skip
        ListedClause.objects.create(
            id=new_id(NOW), zone=zone, scope=zone, policy="p", clause=f"{number}", zh="条款", en="Clause", article="第一条",
            confirm_days=5, lines=[made.line], reason="清单", listed_at=NOW, listed_by=crew.officer.person, listed_by_name="测试",
        )  # fmt: skip
        ArchiveRecord.objects.create(
            id=new_id(NOW), zone=zone, claim=claim, version=0, year=2026, serial=number, number=f"DF-{number}", name=claim.name,
            zh="条款", en="Clause", state="paid", sha256="0", manifest="0", size_bytes=1, index=[], filed_at=NOW,
            filed_by_name="测试",
        )  # fmt: skip
        BankResult.objects.create(
            id=new_id(NOW), zone=zone, sha256=f"{number}", content=b"", size_bytes=0, paid=0, failed=0, bounced=0, problems=0,
            taken_at=NOW, taken_by_name="测试",
        )  # fmt: skip
    return samples[0]


@pytest.mark.parametrize("size", (1, 7))
def test_many_cost_as_much_as_one(crew: Crew, size: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sample = fill(crew, size)
    officer, maker = visit(crew.officer), visit(crew.maker)
    officer.get("/casework/samples")
    maker.get("/casework/payments/results")
    for client, address, queries in (
        (officer, "/casework/samples", 7),
        (officer, f"/casework/samples/{sample.pk}", 8),
        (officer, "/casework/contracts", 7),
        (officer, "/casework/listed", 7),
        (officer, "/casework/archive", 7),
        (maker, "/casework/payments/results", 7),
    ):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200, address
