"""The pages of runs: what they show, how lists are narrowed, sorted and exported, and how many queries they cost."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from huiqi.casework import queries, services, tasks
from huiqi.casework.models import Run
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import Look
from tests.casework.conftest import AID, FIRST, LATER, SOON, add_company, hnte, run_now, say
from tests.cast import Cast, visit

pytestmark = pytest.mark.usefixtures("ganzhou")


@pytest.fixture
def run(cast: Cast, officer: Actor) -> Run:
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    hnte(cast.south_company, applied=True, recognised=False, first=False)
    add_company(cast, "未知数据有限公司")
    return run_now(officer, cast)


@pytest.fixture
def client(officer: Actor) -> Client:
    return visit(officer)


def text_of(client: Client, address: str, **query: str) -> str:
    page = client.get(address, query)
    assert page.status_code == 200, page
    return page.content.decode()


def names_in(client: Client, address: str, **query: str) -> list[str]:
    page = client.get(address, query)
    return [row[0].value for row in page.context["list"].rows]


def address_of(run: Run, clause: tuple[str, str]) -> str:
    return f"/casework/runs/{run.pk}/{clause[0]}/{clause[1]}"


def test_a_run_is_started_from_its_form(cast: Cast, client: Client, officer: Actor) -> None:
    form = text_of(client, "/casework/runs/new")
    assert "示范高新区" in form
    assert "高新技术企业奖励" in form
    asked = {"scope": str(cast.zone.pk), "day": "2026-03-02", "name": "一季度", "policies": ["hnte-reward"]}
    sent = client.post("/casework/runs/new", asked)
    started = queries.runs(officer).get()
    assert sent["Location"] == f"/casework/runs/{started.pk}"
    assert "排队等待" in text_of(client, sent["Location"])
    tasks.carry_out_run(run=str(started.pk))
    page = text_of(client, sent["Location"])
    assert "一季度" in page
    assert "首次认定奖励30万元" in page


def test_a_form_that_makes_no_sense_comes_back(cast: Cast, client: Client) -> None:
    for wrong in (
        {"scope": str(cast.north_company.pk)},
        {"day": "2026-02-30"},
        {"policies": ["nonsense"]},
        {"day": "1999-01-01"},
    ):
        asked = {"scope": str(cast.zone.pk), "day": "2026-03-02", **wrong}
        assert client.post("/casework/runs/new", asked).status_code == 422, wrong
    assert not Run.objects.exists()


def test_the_page_of_a_run_counts_and_sums(client: Client, run: Run) -> None:
    page = text_of(client, f"/casework/runs/{run.pk}")
    assert "32万元" in page, "300,000 for one and 20,000 for the other"
    assert run.pack_hash[:12] in page
    assert run.snapshot.digest[:12] in page
    english = client.get(f"/casework/runs/{run.pk}", headers={"accept-language": "en"}).content.decode()
    assert "CNY 320,000" in english


def test_companies_are_narrowed_searched_and_sorted(client: Client, run: Run, cast: Cast) -> None:
    first, aid = address_of(run, FIRST), address_of(run, AID)
    assert names_in(client, first) == ["重庆长安科技有限公司", "未知数据有限公司", "阿尔法芯片有限公司"]
    assert names_in(client, first, answer="unknown") == ["未知数据有限公司"]
    assert names_in(client, aid, answer="met") == ["阿尔法芯片有限公司"]
    assert names_in(client, first, park=str(cast.south.pk)) == ["阿尔法芯片有限公司"]
    assert names_in(client, first, reason="first_recognition") == ["未知数据有限公司"]
    assert names_in(client, first, q="芯片") == ["阿尔法芯片有限公司"]
    assert names_in(client, first, q="cqca") == ["重庆长安科技有限公司"]
    assert names_in(client, first, q="91110000600037341l") == ["重庆长安科技有限公司"]
    assert names_in(client, first, sort="name") == ["阿尔法芯片有限公司", "重庆长安科技有限公司", "未知数据有限公司"]
    assert names_in(client, first, sort="-low")[0] == "重庆长安科技有限公司"
    assert "没有符合条件的内容" in text_of(client, first, q="没有这家")


def test_a_list_is_exported_with_exact_amounts(client: Client, run: Run) -> None:
    book = client.get(address_of(run, FIRST), {"answer": "met", "format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).active
    head, *rows = sheet.iter_rows(values_only=True)
    assert rows[0][: head.index("金额（元）") + 1] == (
        "重庆长安科技有限公司",
        "91110000600037341L",
        "北园",
        "符合",
        300_000,
    )
    book = client.get(f"/casework/runs/{run.pk}", {"format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert next(row[1] for row in sheet.iter_rows(min_row=2, values_only=True)) == "首次认定奖励30万元"


def test_reasons_are_told_in_both_languages_with_sources(client: Client, run: Run, cast: Cast) -> None:
    address = f"{address_of(run, FIRST)}/{cast.south_company.pk}"
    page = text_of(client, address)
    assert "当年认定高企" in page
    assert "科技局名单" in page
    assert "怎样才能符合" in page
    english = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "Recognised this year" in english
    unknown = names_in(client, address_of(run, FIRST), answer="unknown")
    assert unknown == ["未知数据有限公司"]


def test_reasons_speak_of_the_facts_as_they_were(client: Client, run: Run, cast: Cast) -> None:
    hnte(cast.south_company, applied=True, recognised=True, first=True, now=SOON)
    page = text_of(client, f"{address_of(run, FIRST)}/{cast.south_company.pk}")
    assert "不符合" in page
    assert "差" in page


def test_a_repeat_says_that_it_is_the_same(client: Client, run: Run) -> None:
    sent = client.post(f"/casework/runs/{run.pk}/repeat")
    again = Run.objects.get(repeats=run)
    tasks.carry_out_run(run=str(again.pk))
    assert "逐字节一致" in text_of(client, sent["Location"])


def test_two_runs_side_by_side_show_who_gained_and_who_lost(client, run, cast, officer) -> None:
    hnte(cast.north_company, applied=True, recognised=False, first=False, now=SOON)
    hnte(cast.south_company, applied=True, recognised=True, first=False, now=SOON)
    later = run_now(officer, cast)
    chosen = client.get(f"/casework/runs/{later.pk}/with", {"with": str(run.pk)})
    page = client.get(chosen["Location"])
    shown = {pair["clause"].clause: (pair["gained"], pair["lost"], pair["change"]) for pair in page.context["pairs"]}
    assert shown == {
        "first_recognition_reward": (0, 1, "−30万元"),
        "later_recognition_reward": (1, 0, "+20万元"),
        "application_aid": (1, 1, "不变"),
    }
    only = client.get(chosen["Location"], {"kind": "gained"}).context["companies"]
    assert {(one["company"].name[:3], one["company"].clause) for one in only} == {
        ("阿尔法", "later_recognition_reward"), ("重庆长", "application_aid"),
    }  # fmt: skip
    book = client.get(chosen["Location"], {"format": "xlsx"})
    assert openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).active.max_row == 5


def test_companies_that_came_later_do_not_shift_the_others(client, run, cast, officer) -> None:
    company = add_company(cast, "后来有限公司", number=2)
    hnte(company, applied=True, recognised=True, first=True)
    later = run_now(officer, cast)
    page = client.get(f"/casework/runs/{run.pk}/against/{later.pk}")
    assert all(pair["gained"] == pair["lost"] == pair["moved"] == 0 for pair in page.context["pairs"])
    assert not page.context["found"].is_nothing


@pytest.mark.parametrize("more", (0, 5))
def test_more_companies_cost_no_more_queries(cast, officer, client, more, django_assert_max_num_queries) -> None:
    for number in range(more):
        say(add_company(cast, f"公司{number}", number=number), applied_this_year=True)
    run = run_now(officer, cast)
    company = queries.companies_of(run).ids[0]
    run_now(officer, cast)
    client.get("/casework/runs")
    for address, most in (
        ("/casework/runs", 10), (f"/casework/runs/{run.pk}", 10), (address_of(run, FIRST), 9),
        (f"{address_of(run, FIRST)}/{company}", 14),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            client.get(address)


@pytest.mark.parametrize("role", (Role.SERVICE_OFFICER, Role.COMPANY_OWNER, None))
def test_who_may_not_see_a_run_finds_nothing_there(cast: Cast, run: Run, role: Role | None) -> None:
    place = {Role.SERVICE_OFFICER: cast.north, Role.COMPANY_OWNER: cast.north_company, None: None}[role]
    stranger = cast.person("别园专员", *(((role, place),) if role else ()))
    for address in (
        f"/casework/runs/{run.pk}",
        address_of(run, FIRST),
        f"{address_of(run, FIRST)}/{cast.north_company.pk}",
        f"/casework/runs/{run.pk}/against/{run.pk}",
    ):
        assert visit(stranger).get(address).status_code in {403, 404}
        assert visit(stranger).get(address, {"format": "xlsx"}).status_code in {403, 404}


def test_addresses_of_nothing_are_not_found(client: Client, run: Run, cast: Cast) -> None:
    for address in (
        f"/casework/runs/{cast.zone.pk}", address_of(run, ("hnte-reward", "no-such")), f"{address_of(run, FIRST)}/{cast.zone.pk}",
        f"/casework/runs/{run.pk}/with?with=nonsense",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_a_look_at_sensitive_facts_is_recorded_and_a_leader_has_none(cast, officer, run, monkeypatch) -> None:
    book = queries.book_for(run)
    monkeypatch.setitem(book.loaded.rulebook.facts, "recognised_this_year", sensitive(book, "recognised_this_year"))
    address = f"{address_of(run, FIRST)}/{cast.south_company.pk}"
    text_of(visit(officer), address)
    (look,) = Look.objects.filter(person=officer.person)
    assert look.names == ["recognised_this_year"]
    assert cast.south_company.pk in look.reached
    leader = cast.person("领导", (Role.LEADER, cast.zone))
    page = text_of(visit(leader), address)
    assert "您的角色不能查看" in page
    assert "怎样才能符合" not in page
    assert not Look.objects.filter(person=leader.person).exists()


def sensitive(book, name):
    from dataclasses import replace

    return replace(book.loaded.rulebook.facts[name], sensitive=True)


def test_a_run_that_waits_can_be_started_again_from_its_page(cast: Cast, officer: Actor, client: Client) -> None:
    run = services.start_run(scope=cast.zone.pk, day=LATER.date(), actor=officer, now=LATER)
    assert "重新开始" in text_of(client, f"/casework/runs/{run.pk}")
    client.post(f"/casework/runs/{run.pk}/again")
    run.refresh_from_db()
    tasks.carry_out_run(run=str(run.pk))
    assert client.post(f"/casework/runs/{run.pk}/again", follow=True).content.decode().count("不必重新开始") == 1
