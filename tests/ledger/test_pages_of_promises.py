"""Pages about what is held, owed, asked back and issued; and a company sees its own money, not what is only reserved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

from django.urls import reverse
from pypdf import PdfReader

from huiqi.kernel.actor import Actor, Role
from huiqi.ledger import queries, services
from huiqi.ledger.services import Entry, Kind, Movement, Step, Two
from tests.cast import NOW, SYSTEM, Cast, visit
from tests.ledger.books import CHECKER, MAKER, Books


def held(cast: Cast, books: Books) -> tuple[object, object]:
    ceiling = books.line(100, kind=Kind.CEILING, title=("年度总盘子", "Ceiling"))
    line = books.line(500, ceilings=[ceiling])
    award = Movement(line, Step.RESERVE, Decimal(150), "claim/1", cast.north_company.pk)
    return ceiling, books.move_each([Entry("claim/1", [award])])[0].held


def test_what_is_held_is_shown_taken_up_or_given_up(cast: Cast, books: Books, maker: Actor, checker: Actor) -> None:
    ceiling, number = held(cast, books)
    approver, address = visit(checker), reverse("ledger:hold", args=(number,))
    assert cast.north_company.name in visit(maker).get(reverse("ledger:holds")).content.decode()
    assert "补办入账" not in visit(maker).get(address).content.decode()
    assert "年度总盘子" in approver.get(address).content.decode()
    still = approver.post(reverse("ledger:take_up", args=(number,)), follow=True).content.decode()
    assert "超过“年度总盘子”的总额控制" in still
    books.move(Movement(ceiling, Step.SET, Decimal(50), "budget/more"))
    done = approver.post(reverse("ledger:take_up", args=(number,)), follow=True).content.decode()
    assert "已补办入账" in done
    late = approver.post(reverse("ledger:drop", args=(number,)), {"said": "不再需要"}, follow=True).content.decode()
    assert "已经办结" in late


def test_what_is_given_up_has_a_reason(cast: Cast, books: Books, checker: Actor) -> None:
    _, number = held(cast, books)
    approver = visit(checker)
    assert "请写明" in approver.post(reverse("ledger:drop", args=(number,)), follow=True).content.decode()
    page = approver.post(reverse("ledger:drop", args=(number,)), {"said": "企业放弃"}, follow=True).content.decode()
    assert "企业放弃" in page
    assert not queries.holds(SYSTEM).filter(ended_at=None).exists()


def test_what_is_owed_gets_its_years(cast: Cast, books: Books, maker: Actor, checker: Actor) -> None:
    officer = visit(maker)
    assert "没有欠付" in officer.get(reverse("ledger:arrears")).content.decode()
    line = books.line(1000)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, amount=900, cause="award/2025/1", party=cast.north_company.pk)
    assert "合计 900.00 元" in officer.get(reverse("ledger:owed")).content.decode()
    wrong = officer.post(reverse("ledger:plan", args=(line,)), {"year_0": "300", "reason": "三年方案"})
    assert wrong.status_code == 422
    assert "900.00" in wrong.content.decode()
    said = {"year_0": "300", "year_1": "300", "year_2": "300", "reason": "三年方案"}
    waiting = officer.post(reverse("ledger:plan", args=(line,)), said)["Location"]
    shown = officer.get(waiting).content.decode()
    assert (shown.count("年支付（元）"), "待复核" in shown, "三年方案" in shown) == (3, True, True)
    assert "已有一份分年计划待复核" in officer.post(reverse("ledger:plan", args=(line,)), said).content.decode()
    page = officer.get(reverse("ledger:arrears")).content.decode()
    assert (page.count("300.00"), f'href="{waiting}"' in page) == (0, True), (
        "what waits is no plan, and is found from here"
    )
    assert "已复核生效" in visit(checker).post(f"{waiting}/confirm", follow=True).content.decode()
    assert officer.get(reverse("ledger:arrears")).content.decode().count("300.00") == 6, "the line and the total"
    assert "已生效" in officer.get(reverse("ledger:proposals")).content.decode()


def test_vouchers_and_recoveries_are_listed(cast: Cast, books: Books, maker: Actor) -> None:
    line, company = books.line(1000), cast.north_company
    two = Two(MAKER, CHECKER, SYSTEM, NOW)
    services.issue_voucher(
        line=line, zone=books.zone, key="v", holder=company.pk, code="创新券", amount=Decimal(200),
        last_day=date(2026, 12, 31), two=two,
    )  # fmt: skip
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY, amount=300, party=company.pk)
    services.ask_back(
        line=line, cause="claim/1", amount=Decimal(300), ground="材料不实", due_on=date(2026, 6, 1), actor=SYSTEM, now=NOW
    )  # fmt: skip
    services.ban(
        zone=cast.zone.pk, party=company.pk, first_day=date(2026, 3, 2), last_day=date(2029, 3, 1), ground="材料不实",
        actor=SYSTEM, now=NOW,
    )  # fmt: skip
    officer = visit(maker)
    for page, shown in (("vouchers", "创新券"), ("recoveries", "材料不实"), ("bans", "2029-03-01")):
        text = officer.get(reverse(f"ledger:{page}")).content.decode()
        assert shown in text
        assert company.name in text


def test_a_company_sees_what_it_is_owed_and_not_what_is_reserved(cast: Cast, books: Books) -> None:
    line = books.line(10_000, title=("研发补贴", "R&D"))
    mine, theirs = cast.north_company.pk, cast.south_company.pk
    books.step(line, Step.RESERVE, amount=1111, cause="claim/secret", party=mine)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY, amount=2222, cause="claim/paid", party=mine)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, amount=3333, cause="claim/theirs", party=theirs)
    owner = visit(cast.person("老板", (Role.COMPANY_OWNER, cast.north_company)))
    page = owner.get(reverse("ledger:own")).content.decode()
    assert "2,222.00" in page
    assert "1,111.00" not in page
    assert "3,333.00" not in page
    file = PdfReader(BytesIO(owner.get(reverse("ledger:own_pdf")).content)).pages[0].extract_text()
    assert f"{cast.north_company.name}对账单" in file.replace("\n", "")
    assert ("2,222.00" in file, "1,111.00" in file, "3,333.00" in file) == (True, False, False)
    assert f"出具单位（盖章）：{cast.zone.name}" in file.replace("\n", "")
    assert owner.get(reverse("ledger:lines")).status_code == 403


def test_a_statement_is_printed(cast: Cast, books: Books, maker: Actor) -> None:
    line = books.line(10_000, title=("研发补贴", "R&D"))
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, amount="1234.50", party=cast.north_company.pk)
    sent = visit(maker).get(reverse("ledger:party_pdf", args=(cast.north_company.pk,)))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sent.content)).pages)
    assert "1,234.50" in text
    assert f"{cast.north_company.name}对账单" in text.replace("\n", "")
    assert "研发补贴" in text
    assert f"出具单位（盖章）：{cast.zone.name}" in text.replace("\n", "")


def test_money_is_asked_back_and_its_receiver_kept_out(cast: Cast, books: Books, maker: Actor) -> None:
    line, company, officer = books.line(1000), cast.north_company, visit(maker)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY, amount=300, party=company.pk)
    address = f"{reverse('ledger:ask_back', args=(line,))}?cause=claim/1"
    assert (
        reverse("ledger:ask_back", args=(line,))
        in officer.get(f"{reverse('ledger:cause')}?cause=claim/1").content.decode()
    )
    said = {"cause": "claim/1", "amount": "301", "due_on": "2026-06-01", "ground": "材料不实"}
    assert "不能再追回301.00元" in officer.post(address, said).content.decode()
    assert "没有为“claim/2”付过款" in officer.post(address, said | {"cause": "claim/2"}).content.decode()
    officer.post(address, said | {"amount": "300"})
    assert queries.recoveries(SYSTEM).get().party == company.pk
    days = {"first_day": "2026-03-02", "last_day": "2026-03-01", "ground": "材料不实"}
    ban = reverse("ledger:ban", args=(company.pk,))
    assert "起止日期颠倒" in officer.post(ban, days).content.decode()
    officer.post(ban, days | {"last_day": "2029-03-01"})
    assert queries.bans(SYSTEM).get().last_day == date(2029, 3, 1)
