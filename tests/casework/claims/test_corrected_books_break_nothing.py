"""Entries of a claim that two of finance corrected by hand: every step after says that the books differ, and nothing is half done."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from huiqi.casework import services, tasks
from huiqi.casework.models import Round
from huiqi.casework.services import CannotPay
from huiqi.ledger import services as ledger
from huiqi.ledger.models import Transfer
from huiqi.ledger.services import CannotMove, Step
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.claims.test_claims_are_paid import references, result_of, sent, take
from tests.cast import NOW, visit


def correct(crew: Crew, claim: UUID, step: Step) -> None:
    wrong = Transfer.objects.get(cause=f"claim/{claim}", step=step.value)
    part = ledger.Part(wrong.line_id, Step.CORRECT, Decimal(300_000), wrong.pk)
    made = ledger.propose(parts=[part], reason="记错", actor=crew.maker, now=PASSED)
    ledger.confirm(id=made.pk, actor=crew.checker, now=PASSED)


def test_a_result_is_booked_whole_or_not_at_all(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    first, second = references(sent(crew, made))
    correct(crew, claims(made)[1].pk, Step.OWE)
    content = result_of((first, 300000, "成功", ""), (second, 300000, "成功", ""))
    with pytest.raises(CannotPay) as refused:
        take(crew, content)
    assert refused.value.code == "books_differ"
    assert {claim.state for claim in claims(made)} == {"paying"}
    assert crew.books.has(made.line)["payable"] == 300_000


def test_other_rounds_are_offered(crew: Crew) -> None:
    rounds: list[Round] = [crew.approved(crew.round(clause=f"clause-{number}")) for number in range(2)]
    for made in rounds:
        services.post(round=made.pk, actor=crew.officer, now=PASSED.replace(day=2))
    correct(crew, claims(rounds[0])[0].pk, Step.RESERVE)
    with pytest.raises(CannotMove):
        services.offer_passed(now=PASSED)
    assert [{claim.state for claim in claims(made)} for made in rounds] == [{"noticed"}, {"offered"}]


def test_whom_they_do_not_touch_is_reminded_all_the_same(crew: Crew) -> None:
    """The nightly task goes on after a round whose money does not move, and fails when it is done."""
    first, second = crew.companies
    forgotten = crew.offered(crew.round([second], notice_days=None, clause="forgotten"))
    stuck = crew.approved(crew.round([first], clause="stuck"))
    services.post(round=stuck.pk, actor=crew.officer, now=NOW)
    correct(crew, claims(stuck)[0].pk, Step.RESERVE)
    with pytest.raises(CannotMove):
        tasks.keep_claims_going(timestamp=0)
    assert [claims(made)[0].state for made in (stuck, forgotten)] == ["noticed", "lapsed"]


def test_a_company_that_declines_reads_why_it_cannot(crew: Crew) -> None:
    made = crew.offered(crew.round(crew.companies[:1]))
    (claim,) = claims(made)
    correct(crew, claim.pk, Step.COMMIT)
    client = visit(crew.owner(claim.company))
    answer = client.post(f"/casework/awards/{claim.pk}", {"decline": "1"}, follow=True)
    assert answer.status_code == 200
    assert claims(made, "offered"), "nothing is half done"
