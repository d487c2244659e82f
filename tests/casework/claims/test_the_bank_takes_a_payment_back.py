"""Days after it was paid the bank returns a payment: the money is owed again, and is paid again once; the bank's files are kept."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from huiqi.casework.domain.claims.bank_files import Flaw
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.models import BankResult, Clock, Payment, Receipt
from huiqi.messages.models import Message
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import Crew, claims
from tests.casework.claims.packed import pack_of, paid_round
from tests.casework.claims.test_claims_are_paid import flaws, references, result_of, sent, take
from tests.cast import visit


def test_the_company_reads_why_it_came_back(crew: Crew) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    (first,) = references(sent(crew, made))
    take(crew, result_of((first, 300000, "失败", "户名不符")))
    (claim,) = claims(made)
    page = visit(crew.owner(claim.company)).get(f"/casework/awards/{claim.pk}").content.decode()
    assert "银行退回：户名不符" in page


def test_what_comes_back_is_owed_and_paid_again(crew: Crew) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    (first,) = references(sent(crew, made))
    take(crew, result_of((first, 300000, "成功", "")))
    bounce = result_of((first, 300000, "退票", "账户已销户"))
    matched = take(crew, bounce)
    assert (matched.paid, matched.failed, matched.bounced, matched.problems) == (0, 0, 1, ())
    (claim,) = claims(made)
    assert (claim.state, claim.reason) == ("failed", "账户已销户")
    assert crew.books.has(made.line) == {"set": 1_000_000, "free": 700_000, "payable": 300_000}
    receipt = Receipt.objects.get()
    assert receipt.void_for == "账户已销户"
    assert "作废" in visit(crew.maker).get(f"/casework/payments/receipts/{receipt.pk}").content.decode()
    assert Message.objects.filter(kind="claim.returned").count() == 1
    assert Clock.objects.filter(cause=f"claim/{claim.pk}/pay", stopped_at=None).count() == 1
    assert flaws(take(crew, bounce)) == [(2, Flaw.BOOKED_ALREADY)]
    assert flaws(take(crew, result_of((first, 300000, "成功", "")))) == [(2, Flaw.BOOKED_OTHERWISE)]

    (second,) = references(sent(crew, made))
    assert second != first
    take(crew, result_of((second, 300000, "成功", "")))
    assert crew.books.has(made.line) == {"set": 1_000_000, "free": 700_000, "paid": 300_000}
    assert claims(made)[0].state == "paid"
    assert dict(Payment.objects.values_list("reference", "result")) == {first: "returned", second: "paid"}
    assert Receipt.objects.filter(void_at=None).count() == 1
    assert Message.objects.filter(kind="claim.paid").count() == 2


def test_an_audit_pack_of_it_verifies(desk: Desk, crew: Crew, tmp_path: Path) -> None:
    made = paid_round(desk, crew)
    claim = claims(made, "paid")[0]
    reference = claim.payments.get().reference
    take(crew, result_of((reference, claim.amount, "退票", "账户已销户")))
    path = tmp_path / "pack.zip"
    path.write_bytes(pack_of(claim.round, crew.officer))
    assert [one.said(english=True) for one in verify(path).problems] == []


def test_said_of_what_still_waits_it_is_a_failure(crew: Crew) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    matched = take(crew, result_of((references(sent(crew, made))[0], 300000, "退汇", "户名不符")))
    assert (matched.failed, matched.bounced) == (1, 0)
    assert not Receipt.objects.exists()


def test_the_banks_files_are_kept_as_they_came(crew: Crew) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    content = result_of((references(sent(crew, made))[0], 1, "成功", ""), encoding="gb18030")
    take(crew, content)
    kept = BankResult.objects.get()
    assert (bytes(kept.content), kept.sha256, kept.problems) == (content, sha256(content).hexdigest(), 1)
    client = visit(crew.checker)
    assert kept.sha256 in client.get("/casework/payments/results").content.decode()
    told = client.get(f"/casework/payments/results/{kept.pk}").content.decode()
    assert "金额与付款指令不符：文件写1元，应为300,000.00元" in told
    assert client.get(f"/casework/payments/results/{kept.pk}/file").content == content
    for page in ("", "/file"):
        assert visit(crew.officer).get(f"/casework/payments/results/{kept.pk}{page}").status_code == 403
