"""Money that is free again goes to those who are held for it, before anybody new; and the ledger holds nobody a second time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from huiqi.casework import services
from huiqi.ledger import queries as ledger
from huiqi.ledger.services import Movement, Step
from huiqi.messages.models import Message
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.conftest import add_company
from tests.cast import NOW, SYSTEM


def three(crew: Crew) -> object:
    """A round of three claims of 300,000 on a line of 650,000, all approved: the third is held."""
    third = add_company(crew.cast, "第三家有限公司", number=3)
    made = crew.approved(crew.round([*crew.companies, third], line=crew.books.line(650_000)))
    assert states(made) == ["approved", "approved", "held"]
    return made


def states(made: object) -> list[str]:
    return [claim.state for claim in claims(made)]


def test_a_held_claim_is_held_once(crew: Crew) -> None:
    made = three(crew)
    assert not ledger.holds(SYSTEM).exists(), "the claim is held, and the ledger keeps no hold of its own"
    services.serve_held(round=made.pk, actor=crew.maker, now=NOW)
    assert not ledger.holds(SYSTEM).exists()
    assert crew.books.has(made.line) == {"set": 650_000, "free": 50_000, "reserved": 600_000}


def test_what_a_company_declines_goes_to_the_next(crew: Crew) -> None:
    made = three(crew)
    services.post(round=made.pk, actor=crew.officer, now=NOW)
    services.offer_passed(now=PASSED)
    first = claims(made)[0]
    services.decline(id=first.pk, reason="", actor=crew.owner(first.company), now=PASSED)
    assert states(made) == ["declined", "offered", "approved"]
    assert crew.books.has(made.line) == {"set": 650_000, "free": 50_000, "reserved": 300_000, "committed": 300_000}


def test_new_money_goes_to_who_waits_before_it_goes_to_newcomers(crew: Crew) -> None:
    made = three(crew)
    newcomer = crew.reviewed(crew.round(crew.companies[:1], clause="another", line=made.line))
    crew.books.move(Movement(made.line, Step.SET, Decimal(300_000), "budget/more"))
    services.approve(
        seen={claim.pk: claim.version for claim in claims(newcomer)}, reason="", actor=crew.approver, now=PASSED
    )
    assert states(made) == ["approved", "approved", "approved"]
    assert states(newcomer) == ["held"]


def test_the_periodic_work_serves_what_waits(crew: Crew) -> None:
    made = three(crew)
    assert services.serve_all_waiting(now=PASSED) == 0
    crew.books.move(Movement(made.line, Step.SET, Decimal(300_000), "budget/more"))
    assert services.serve_all_waiting(now=PASSED) == 1
    assert states(made) == ["approved", "approved", "approved"]


def test_first_to_confirm_waits_in_line(crew: Crew) -> None:
    third = add_company(crew.cast, "第三家有限公司", number=3)
    made = crew.confirmed(crew.round([*crew.companies, third], order="confirmed", line=crew.books.line(300_000)))
    assert states(made) == ["owed", "held", "held"]
    crew.books.move(Movement(made.line, Step.SET, Decimal(300_000), "budget/more"))
    assert services.serve_all_waiting(now=PASSED) == 1
    assert states(made) == ["owed", "owed", "held"], "in the order of confirming"


def test_who_stood_in_line_is_told_when_the_turn_comes(crew: Crew) -> None:
    made = crew.confirmed(crew.round(order="confirmed", notice_days=None, line=crew.books.line(300_000)))
    assert states(made) == ["owed", "held"]
    crew.books.move(Movement(made.line, Step.SET, Decimal(300_000), "budget/more"))
    services.serve_all_waiting(now=PASSED + timedelta(minutes=10))
    assert states(made) == ["owed", "owed"]
    told = Message.objects.filter(kind="claim.held").order_by("added_at").values_list("title_zh", flat=True)
    assert list(told) == ["已确认，等待资金：首次认定奖励30万元", "轮到您了，等待拨付：300,000.00元"]
