"""Paid: one makes a batch, another checks it, the bank's result is matched line by line, and nothing is ever paid twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from huiqi.casework import services
from huiqi.casework.domain.claims.bank_files import HEADS, WIDTHS, Flaw
from huiqi.casework.models import Batch, Claim, Payment
from huiqi.casework.services import CannotClaim, CannotPay
from huiqi.messages.models import Message
from huiqi.register import services as register
from huiqi.register.models import BankAccount
from huiqi.register.services import AccountSaid
from tests.casework.claims.made import PASSED, Crew, claims
from tests.cast import SYSTEM, visit


def make(crew: Crew, made: object) -> Batch:
    ids = [claim.pk for claim in claims(made) if claim.state in {"owed", "failed"}]
    return services.make_batch(zone=crew.cast.zone.pk, claims=ids, actor=crew.maker, now=PASSED)


def sent(crew: Crew, made: object) -> Batch:
    batch = make(crew, made)
    services.check_batch(id=batch.pk, actor=crew.checker, now=PASSED)
    services.send_batch(id=batch.pk, fixed=False, actor=crew.maker, now=PASSED)
    return batch


def result_of(*lines: tuple[object, ...], head: str = "参考号,金额,结果,原因", encoding: str = "utf-8") -> bytes:
    return "\r\n".join([head, *(",".join(map(str, line)) for line in lines)]).encode(encoding)


def take(crew: Crew, content: bytes) -> services.Matched:
    return services.take_result(zone=crew.cast.zone.pk, content=content, actor=crew.maker, now=PASSED)


def flaws(matched: services.Matched) -> list[tuple[int, Flaw]]:
    return [(one.line, one.flaw) for one in matched.problems]


def references(batch: Batch) -> list[str]:
    return list(batch.payments.order_by("reference").values_list("reference", flat=True))


def test_a_batch_is_made_checked_sent_and_matched(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    batch = make(crew, made)
    assert (batch.count, batch.total) == (2, Decimal(600_000))
    with pytest.raises(CannotPay) as refused:
        services.send_batch(id=batch.pk, fixed=False, actor=crew.maker, now=PASSED)
    assert refused.value.code == "not_at", "nothing goes out unchecked"
    assert "“待复核”" in refused.value.said(english=False)
    services.check_batch(id=batch.pk, actor=crew.checker, now=PASSED)
    name, content = services.send_batch(id=batch.pk, fixed=False, actor=crew.maker, now=PASSED)
    lines = content.decode("utf-8-sig").splitlines()
    assert name == f"{batch.number}.csv"
    assert lines[0].split(",") == list(HEADS)
    assert lines[1].split(",")[5] == "300000.00"
    first, second = references(batch)
    matched = take(
        crew, result_of((first, "300,000.00".replace(",", ""), "成功", ""), (second, 300000, "失败", "户名不符"))
    )
    assert (matched.paid, matched.failed, matched.problems) == (1, 1, ())
    assert [claim.state for claim in claims(made)] == ["paid", "failed"]
    assert claims(made)[1].reason == "户名不符"
    assert crew.books.has(made.line) == {"set": 1_000_000, "free": 400_000, "payable": 300_000, "paid": 300_000}
    batch.refresh_from_db()
    assert batch.stage == "closed"
    assert Message.objects.filter(kind="claim.paid").count() == 1


def test_what_failed_is_sent_again_into_the_new_account_and_paid_once(crew: Crew) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    first = sent(crew, made)
    take(crew, result_of((references(first)[0], 300000, "失败", "账号不存在")))
    (claim,) = claims(made)
    before = BankAccount.objects.get(organisation=claim.company, ended_at=None)
    said = AccountSaid(claim.name, "示范银行", "6222999988887777")
    changed = register.set_bank_account(
        organisation=claim.company_id, said=said, seen=before.pk, actor=SYSTEM, now=PASSED
    )
    register.check_bank_account(id=changed.pk, how="电话核实", actor=crew.maker, now=PASSED)
    again = sent(crew, made)
    assert again.payments.get().number == "6222999988887777"
    assert references(again) != references(first)
    take(crew, result_of((references(again)[0], 300000, "成功", "")))
    late = take(crew, result_of((references(first)[0], 300000, "成功", "")))
    assert flaws(late) == [(2, Flaw.BOOKED_OTHERWISE)]
    assert crew.books.has(made.line) == {"set": 1_000_000, "free": 700_000, "paid": 300_000}
    with pytest.raises(CannotPay) as refused:
        make(crew, made)
    assert refused.value.code == "nothing_to_pay"


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "gb18030"))
def test_everything_wrong_with_a_result_is_reported_and_nothing_of_it_booked(crew: Crew, encoding: str) -> None:
    made = crew.confirmed(crew.round())
    first, second = references(sent(crew, made))
    content = result_of(
        (first, 299999, "成功", ""), (second, 300000, "成功", ""), (second, 300000, "失败", "重复"),
        ("2026999900010001", 300000, "成功", ""), ("", 300000, "成功", ""), ("x", "三十万", "成功", ""),
        ("y", 300000, "处理中", ""), ("z", "NaN", "成功", ""), encoding=encoding,
    )  # fmt: skip
    matched = take(crew, content)
    assert (matched.paid, matched.failed) == (0, 0)
    assert flaws(matched) == [
        (2, Flaw.OTHER_AMOUNT), (3, Flaw.TWICE), (4, Flaw.TWICE), (5, Flaw.UNKNOWN), (6, Flaw.NO_REFERENCE),
        (7, Flaw.BAD_AMOUNT), (8, Flaw.BAD_RESULT), (9, Flaw.BAD_AMOUNT),
    ]  # fmt: skip
    assert (matched.problems[0].said, matched.problems[0].due) == (Decimal(299_999), Decimal(300_000))
    assert {claim.state for claim in claims(made)} == {"paying"}
    assert crew.books.has(made.line)["payable"] == 600_000


@pytest.mark.parametrize(
    ("content", "flaw"),
    (("参考号,金额,结果".encode("utf-16"), Flaw.ENCODING), (b"\xff\xff", Flaw.ENCODING), (b"a,b\r\n1,2", Flaw.NO_HEAD), (b"", Flaw.NO_HEAD)),
)  # fmt: skip
def test_a_file_that_is_none_is_said_to_be_none(crew: Crew, content: bytes, flaw: Flaw) -> None:
    assert flaws(take(crew, content)) == [(0, flaw)]


def test_the_same_result_twice_is_booked_once(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    content = result_of(*((one, 300000, "成功", "") for one in references(sent(crew, made))))
    assert take(crew, content).paid == 2
    again = take(crew, content)
    assert (again.paid, flaws(again)) == (0, [(2, Flaw.BOOKED_ALREADY), (3, Flaw.BOOKED_ALREADY)])
    assert crew.books.has(made.line)["paid"] == 600_000


def test_results_of_what_was_not_sent_are_not_booked(crew: Crew) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    batch = make(crew, made)
    assert flaws(take(crew, result_of((references(batch)[0], 300000, "成功", "")))) == [(2, Flaw.NOT_SENT)]


def test_two_people_and_never_two_payments(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    batch = make(crew, made)
    with pytest.raises(CannotPay):
        services.check_batch(id=batch.pk, actor=crew.maker, now=PASSED)
    with pytest.raises(IntegrityError, match="batch_maker_is_not_checker"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(checked_by=batch.made_by)
    payment = batch.payments.first()
    with pytest.raises(IntegrityError, match="payment_never_twice"), transaction.atomic():
        Payment.objects.create(
            id=crew.officer.person, batch=batch, claim=payment.claim, reference="x", amount=1, holder="x", bank="x",
            number="12345678",
        )  # fmt: skip
    with pytest.raises(CannotPay) as refused:
        make(crew, made)
    assert refused.value.code == "nothing_to_pay"


def test_who_puts_an_account_on_file_does_not_pay_into_it(crew: Crew) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    (claim,) = claims(made)
    before = BankAccount.objects.get()
    said = AccountSaid("别人", "示范银行", "6222000000009999")
    register.set_bank_account(organisation=claim.company_id, said=said, seen=before.pk, actor=crew.maker, now=PASSED)
    with pytest.raises(CannotPay) as refused:
        make(crew, made)
    assert refused.value.code == "account_by_maker"


def test_a_batch_is_withdrawn_before_it_is_sent_and_not_after(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    batch = make(crew, made)
    services.withdraw_batch(id=batch.pk, reason="金额要再核", actor=crew.checker, now=PASSED)
    assert {claim.state for claim in claims(made)} == {"owed"}
    again = sent(crew, made)
    with pytest.raises(CannotPay):
        services.withdraw_batch(id=again.pk, reason="太迟", actor=crew.checker, now=PASSED)
    with pytest.raises(CannotClaim):
        services.decline(id=claims(made)[0].pk, reason="", actor=crew.owner_of(made), now=PASSED)


def test_the_file_of_fixed_width_has_its_widths(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    batch = sent(crew, made)
    name, content = services.send_batch(id=batch.pk, fixed=True, actor=crew.maker, now=PASSED)
    lines = content.split(b"\r\n")
    assert name.endswith(".txt")
    assert lines[0] == b"H" + batch.number.encode().ljust(20) + b"000002" + b"000000000060000000"
    assert [len(line) for line in lines[1:3]] == [1 + sum(WIDTHS)] * 2
    assert lines[1][1 + sum(WIDTHS[:5]) :][:18] == b"000000000030000000"
    assert lines[3] == b"T000002000000000060000000"


def test_finance_pays_on_its_pages(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    maker, checker = visit(crew.maker), visit(crew.checker)
    page = maker.get("/casework/payments").content.decode()
    assert page.count(" checked>") == 2
    picked = [str(claim.pk) for claim in claims(made)]
    address = maker.post("/casework/payments/make", {"zone": str(crew.cast.zone.pk), "pick": picked})["Location"]
    assert "待复核" in checker.get(address).content.decode()
    checker.post(f"{address}/check")
    file = maker.post(f"{address}/file", {"format": "csv"})
    assert file["Content-Disposition"].startswith("attachment")
    batch = Batch.objects.get()
    from django.core.files.uploadedfile import SimpleUploadedFile

    lines = [(one, 300000, "成功", "") for one in references(batch)] + [("无", 1, "成功", "")]
    upload = SimpleUploadedFile("回单.csv", result_of(*lines, encoding="gb18030"))
    said = {"zone": str(crew.cast.zone.pk), "file": upload}
    shown = maker.post("/casework/payments/result", said, follow=True).content.decode()
    assert "没有这个参考号" in shown
    assert Claim.objects.filter(state="paid").count() == 2
    assert "已办结" in maker.get("/casework/batches").content.decode()
