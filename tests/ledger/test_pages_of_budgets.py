"""The pages of budgets: opened, set by two people, drilled down to an entry, corrected; every park sees its own."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from huiqi.kernel.actor import Actor, Role
from huiqi.ledger.models import Line, Proposal
from huiqi.ledger.services import Kind, Step
from tests.cast import Cast, visit
from tests.ledger.books import Books


def test_from_an_empty_page_to_a_budget_with_money(cast: Cast, maker: Actor, checker: Actor) -> None:
    officer, approver = visit(maker), visit(checker)
    assert "还没有开立预算" in officer.get(reverse("ledger:lines")).content.decode()
    officer.post(reverse("ledger:add_payer"), {"place": "0", "name_zh": "市财政局", "name_en": "City finance"})
    opened = officer.post(reverse("ledger:open_line"), {
        "place": "0", "kind": "line", "year": "2026", "code": "rd-subsidy", "title_zh": "研发补贴", "title_en": "R&D",
        "payer": str(Line._meta.get_field("payer").related_model.objects.get().pk), "pool": "",
    })  # fmt: skip
    line = Line.objects.get()
    assert opened.headers["Location"] == reverse("ledger:line", args=(line.pk,))
    said = {"step": "set", "amount": "1500000.00", "reason": "年度预算批复"}
    handed_in = officer.post(reverse("ledger:change", args=(line.pk,)), said)
    proposal = Proposal.objects.get()
    assert handed_in.headers["Location"] == reverse("ledger:proposal", args=(proposal.pk,))
    shown = approver.get(handed_in.headers["Location"]).content.decode()
    assert "确认入账" in shown
    assert "1,500,000.00" in shown
    assert "确认入账" not in officer.get(handed_in.headers["Location"]).content.decode()
    approver.post(reverse("ledger:confirm", args=(proposal.pk,)))
    page = officer.get(reverse("ledger:line", args=(line.pk,))).content.decode()
    assert "1,500,000.00" in page
    assert "市财政局" in page
    entry = visit(checker).get(reverse("ledger:entry", args=(Proposal.objects.get().entry_id,))).content.decode()
    assert "钱经办" in entry
    assert "金复核" in entry


def test_mistakes_are_said_in_the_form(books: Books, maker: Actor) -> None:
    officer, line = visit(maker), books.line(100)
    wrong = officer.post(reverse("ledger:change", args=(line,)), {"step": "set", "amount": "0.001", "reason": ""})
    assert wrong.status_code == 422
    same = officer.post(reverse("ledger:shift"), {"giver": line, "taker": line, "amount": "5", "reason": "调"})
    assert "请选另一条预算" in same.content.decode()
    again = officer.post(reverse("ledger:open_line"), {
        "place": "0", "kind": "fund", "year": "2026", "code": "x", "title_zh": "基金",
    })  # fmt: skip
    assert "基金没有年度" in again.content.decode()


def test_a_wrong_entry_is_corrected_by_two(books: Books, maker: Actor, checker: Actor) -> None:
    line = books.line(1000)
    entry = books.step(line, Step.RESERVE, amount=300)
    officer = visit(maker)
    page = officer.get(reverse("ledger:correct", args=(entry,))).content.decode()
    assert "300.00" in page
    transfer = Line.objects.get(pk=line).transfers.get(entry=entry).pk
    officer.post(
        reverse("ledger:correct", args=(entry,)), {"transfer": transfer, "amount": "100", "reason": "多登记了"}
    )
    visit(checker).post(reverse("ledger:confirm", args=(Proposal.objects.get().pk,)))
    assert books.has(line)["reserved"] == Decimal(200)
    assert "已更正 100.00" in officer.get(reverse("ledger:entry", args=(entry,))).content.decode()


def test_a_park_sees_its_own(cast: Cast) -> None:
    south = Books(cast, cast.south.pk)
    line = south.line(777, title=("南园专款", "South"))
    entry = south.step(line, Step.RESERVE, amount=333, party=cast.south_company.pk, cause="claim/south")
    northerner = visit(cast.person("北领导", (Role.LEADER, cast.north)))
    assert "南园专款" not in northerner.get(reverse("ledger:lines")).content.decode()
    for address in (
        reverse("ledger:line", args=(line,)),
        reverse("ledger:entry", args=(entry,)),
        reverse("ledger:party", args=(cast.south_company.pk,)),
        reverse("ledger:cause") + "?cause=claim/south",
    ):
        assert northerner.get(address).status_code == 404
        assert visit(cast.person("南审计", (Role.AUDITOR, cast.south))).get(address).status_code == 200


def test_statements_name_the_receiver_and_export(cast: Cast, books: Books, maker: Actor) -> None:
    line = books.line(1000)
    company = cast.north_company
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, amount=250, party=company.pk, cause="claim/7")
    officer = visit(maker)
    page = officer.get(reverse("ledger:party", args=(company.pk,))).content.decode()
    assert f"{company.name}对账单" in page
    assert "250.00" in page
    assert "兑现事项 7" in officer.get(reverse("ledger:line", args=(line,)), {"q": company.name}).content.decode()
    book = officer.get(reverse("ledger:line", args=(line,)), {"format": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert f"出具单位：{cast.zone.name}　出具日期：" in sheet.oddHeader.left.text
    rows = list(sheet.values)
    assert rows[0][1] == "办理"
    assert company.name in rows[1]
    english = officer.get(reverse("ledger:line", args=(line,)), headers={"accept-language": "en"}).content.decode()
    assert ("Reserve</td>" in english, "reserve</td>" in english) == (True, False), (
        "a step that stands alone begins with a capital"
    )


def test_lists_ask_as_often_for_many_rows_as_for_few(
    cast: Cast, books: Books, maker: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ceiling = books.line(10_000, kind=Kind.CEILING)
    line = books.line(1000, ceilings=[ceiling])
    books.step(line, Step.RESERVE, amount=1, party=cast.north_company.pk)
    client = visit(maker)
    addresses = {
        "ledger:lines": (),
        "ledger:line": (line,),
        "ledger:party": (cast.north_company.pk,),
        "ledger:proposals": (),
    }
    counts = {}
    for name, arguments in addresses.items():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(name, args=arguments))
        counts[name] = len(seen)
    for number in range(5):
        books.line(10)
        books.step(line, Step.RESERVE, amount=1, party=cast.south_company.pk, cause=f"claim/{number + 2}")
        books.step(line, Step.RESERVE, amount=1, party=cast.north_company.pk, cause=f"claim/{number + 20}")
    for name, arguments in addresses.items():
        with django_assert_num_queries(counts[name]):
            client.get(reverse(name, args=arguments))
