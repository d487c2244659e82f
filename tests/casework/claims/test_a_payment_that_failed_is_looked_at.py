"""A payment failed at the bank: the company is told, and into the same account it goes out again only after a look."""

from __future__ import annotations

from huiqi.casework import services
from huiqi.casework.models import Round
from huiqi.messages.models import Message
from tests.casework.claims.made import PASSED, Crew, claims, put_on_file
from tests.casework.claims.test_claims_are_paid import make, references, result_of, sent, take
from tests.cast import visit

CLOSED = "收款账户已销户"


def failed(crew: Crew) -> Round:
    """A round of one claim whose payment failed."""
    made = crew.confirmed(crew.round(crew.companies[:1]))
    (first,) = references(sent(crew, made))
    take(crew, result_of((first, 300000, "失败", CLOSED)))
    return made


def test_the_company_is_told_why(crew: Crew) -> None:
    (claim,) = claims(failed(crew))
    message = Message.objects.get(kind="claim.returned")
    assert message.person == claim.confirmed_by
    assert CLOSED in message.body_zh


def test_a_batch_that_is_withdrawn_leaves_it_failed(crew: Crew) -> None:
    made = failed(crew)
    batch = make(crew, made)
    services.withdraw_batch(id=batch.pk, reason="等企业更正", actor=crew.maker, now=PASSED)
    (claim,) = claims(made)
    assert (claim.state, claim.reason) == ("failed", CLOSED), "what the bank said is not forgotten"
    page = visit(crew.maker).get("/casework/payments").content.decode()
    assert f'value="{claim.pk}"' in page
    assert " checked" not in page, "it is not picked by itself"
    assert make(crew, made).count == 1, "who looked at it sends it again"


def test_the_same_account_is_said_to_be_the_same(crew: Crew) -> None:
    made = failed(crew)
    pages = visit(crew.maker)
    assert "收款账户还没有更改" in pages.get("/casework/payments").content.decode()
    again = pages.get(f"/casework/batches/{make(crew, made).pk}").content.decode()
    assert f"银行退回过这一账户：{CLOSED}" in again


def test_another_account_is_not(crew: Crew) -> None:
    made = failed(crew)
    company = crew.companies[0]
    company.bank_accounts.update(ended_at=PASSED)
    put_on_file(company, "6222999988887777")
    assert "收款账户还没有更改" not in visit(crew.maker).get("/casework/payments").content.decode()
    assert claims(made)[0].state == "failed"
