"""A claim whose money was let go and that is decided on again puts money aside again, whatever it came to before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi.casework import services
from huiqi.casework.models import Claim, Round
from huiqi.ledger import queries as ledger
from tests.casework.claims.made import PASSED, Crew, claims, confirm, seen
from tests.casework.claims.test_claims_are_paid import references, result_of, sent, take
from tests.cast import NOW


def one_claim(crew: Crew) -> Round:
    return crew.round(crew.companies[:1])


def lapsed(crew: Crew) -> Round:
    made = crew.offered(one_claim(crew))
    services.decline(id=claims(made)[0].pk, reason="", actor=crew.owner(crew.companies[0]), now=PASSED)
    return made


def revoked(crew: Crew) -> Round:
    made = crew.approved(one_claim(crew))
    services.post(round=made.pk, actor=crew.officer, now=NOW)
    (claim,) = claims(made)
    said = services.ObjectionSaid(claim.pk, "李某", "citizen", "13800000000", "不实")
    objection = services.object_to(notice=claim.notice_id, said=said, now=NOW)
    services.judge(id=objection.pk, upheld=True, answer="属实", actor=crew.officer, now=NOW)
    return made


def opened_again(made: Round, amount: int) -> None:
    """As if the end of its claim had been found wrong: before a reviewer again."""
    gone = {"reviewed_by": None, "reviewed_at": None, "approved_by": None, "approved_at": None, "notice": None}
    Claim.objects.filter(round=made).update(state="proposed", reason="", **gone)
    Claim.objects.filter(round=made).update(amount=amount, low=amount, high=amount)


@pytest.mark.parametrize("amount", (300_000, 250_000), ids=("same", "less"))
@pytest.mark.parametrize("ended", (lapsed, revoked))
def test_it_is_reserved_committed_owed_and_paid_as_if_for_the_first_time(
    crew: Crew, ended: object, amount: int
) -> None:
    made = ended(crew)
    assert crew.books.has(made.line) == {"set": 1_000_000, "free": 1_000_000}
    opened_again(made, amount)
    crew.approved(made)
    assert claims(made)[0].state == "approved"
    assert crew.books.has(made.line)["reserved"] == Decimal(amount), "the ledger takes it for no repetition"
    services.post(round=made.pk, actor=crew.officer, now=NOW)
    services.offer_passed(now=PASSED)
    confirm(claims(made)[0], crew.owner(crew.companies[0]))
    take(crew, result_of((references(sent(crew, made))[0], amount, "成功", "")))
    assert crew.books.has(made.line) == {"set": 1_000_000, "free": 1_000_000 - amount, "paid": amount}
    assert ledger.replay() == []


def test_approved_twice_at_the_same_stand_it_moves_money_once(crew: Crew) -> None:
    made = crew.reviewed(one_claim(crew))
    old = seen(made)
    services.approve(seen=old, reason="", actor=crew.approver, now=NOW)
    with pytest.raises(services.CannotClaim):
        services.approve(seen=old, reason="", actor=crew.approver, now=NOW)
    assert crew.books.has(made.line)["reserved"] == Decimal(300_000)
