"""Officers see, clause by clause, which companies meet it and which may meet it, with what is missing; those of their own reach."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest

from huiqi.casework.services import rematching
from huiqi.kernel.actor import Actor, Role
from huiqi.register import services
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.conftest import FIRST, LATER, add_company, hnte
from tests.cast import NOW, SYSTEM, Cast, visit
from tests.register.companies import credit_code

ADDRESS = f"/casework/matches?clause={FIRST[0]}/{FIRST[1]}"


@pytest.fixture
def matched(cast: Cast, ganzhou: None) -> Cast:
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    hnte(add_company(cast, "不符合有限公司"), applied=True, recognised=False, first=False)
    rematching.rematch_zone(zone=cast.zone.pk, batch=uuid4(), now=LATER)
    return cast


def rows(actor: Actor, address: str = ADDRESS) -> list[list[object]]:
    page = visit(actor).get(address)
    assert page.status_code == 200
    return [[cell.value for cell in row[:6]] for row in page.context["list"].rows]


def test_who_meets_a_clause_and_who_may_meet_it_are_listed_apart(matched: Cast, officer: Actor) -> None:
    assert rows(officer) == [
        ["重庆长安科技有限公司", "北园", "符合", 300_000, 300_000, ""],
        ["阿尔法芯片有限公司", "南园", "可能符合", None, None, "当年认定高企、首次认定高企"],
    ]
    page = visit(officer).get(ADDRESS)
    assert page.context["reached"] == {"met": 1, "unknown": 1}
    assert [row[0] for row in rows(officer, f"{ADDRESS}&answer=unknown")] == ["阿尔法芯片有限公司"]
    assert [row[0] for row in rows(officer, f"{ADDRESS}&q=cqca")] == ["重庆长安科技有限公司"]
    assert [row[0] for row in rows(officer, f"{ADDRESS}&park={matched.south.pk}")] == ["阿尔法芯片有限公司"]


def test_a_company_is_found_by_what_it_was_called_and_by_the_code_of_what_was_merged_into_it(
    matched: Cast, officer: Actor
) -> None:
    company = matched.south_company
    before = services.add_organisation(
        kind="company",
        name="阿尔法芯片（旧）",
        parent=matched.south.pk,
        credit_code=credit_code(7),
        actor=SYSTEM,
        now=NOW,
    )
    services.rename_organisation(id=company.pk, name="贝塔芯片有限公司", actor=SYSTEM, now=NOW)
    services.merge_companies(kept=company.pk, gone=before.pk, from_gone=(), reason="重复", actor=SYSTEM, now=NOW)
    for text in ("阿尔法芯片", "btxp", company.credit_code, before.credit_code):
        assert [row[0] for row in rows(officer, f"{ADDRESS}&q={text}")] == ["贝塔芯片有限公司"], text


def test_without_a_clause_the_first_one_is_shown(matched: Cast, officer: Actor) -> None:
    for address in ("/casework/matches", "/casework/matches?clause=no/such"):
        assert visit(officer).get(address)["Location"].startswith("/casework/matches?clause=hnte-reward%2F")


def test_a_park_sees_its_own_companies_alone(matched: Cast) -> None:
    local = matched.person("南园专员", (Role.SERVICE_OFFICER, matched.south))
    assert [row[0] for row in rows(local)] == ["阿尔法芯片有限公司"]
    book = visit(local).get(f"{ADDRESS}&format=xlsx")
    assert openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).active.max_row == 2


def test_where_nothing_is_published_the_page_says_so(cast: Cast, officer: Actor) -> None:
    assert "还没有发布生效的政策" in visit(officer).get("/casework/matches").content.decode()


@pytest.mark.inventory("DL-05")
def test_a_company_without_the_figure_stands_as_possible(cast: Cast, officer: Actor) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "dalian", actor=SYSTEM, now=NOW)
    rematching.rematch_zone(zone=cast.zone.pk, batch=uuid4(), now=LATER)
    page = visit(officer).get("/casework/matches?clause=dalian-precise-push/push")
    first = [cell.value for cell in page.context["list"].rows[0]]
    assert first[2] == "可能符合"
    assert "研发费用" in str(first[3])


@pytest.mark.parametrize("more", (0, 6))
def test_more_companies_cost_no_more_queries(matched, officer, more, django_assert_max_num_queries) -> None:
    for number in range(more):
        add_company(matched, f"公司{number}", number=number + 10)
    rematching.rematch_zone(zone=matched.zone.pk, batch=uuid4(), now=LATER)
    client = visit(officer)
    client.get(ADDRESS)
    with django_assert_max_num_queries(10):
        client.get(ADDRESS)


@pytest.mark.parametrize("role", (Role.AUDITOR, Role.LEADER, Role.FINANCE_APPROVER))
def test_whoever_reads_the_list_is_led_on_to_the_reasons(matched: Cast, role: Role) -> None:
    client = visit(matched.person("某人", (role, matched.zone)))
    address = f"/casework/own/{matched.north_company.pk}"
    assert address in client.get(ADDRESS).content.decode()
    assert client.get(address).status_code == 200
