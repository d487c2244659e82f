"""Who acts or ever acted for a company decides nothing on its money: at no step, in no role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from huiqi.casework import services
from huiqi.casework.domain.claims.states import State
from huiqi.casework.models import Claim
from huiqi.casework.queries.claims.ordinary import ordinary_of_others
from huiqi.casework.services import CannotClaim
from huiqi.kernel.actor import Actor, Role
from huiqi.register import queries
from huiqi.register import services as register
from tests.casework.claims.made import PASSED, Crew, claims, confirm, seen
from tests.casework.conftest import LATER
from tests.cast import NOW, SYSTEM


def drawn_in(crew: Crew, actor: Actor, *, ended: bool = False) -> Actor:
    """The same person, who acts for the first company as well, or did until just now."""
    grant = register.grant_role(
        person=actor.person, role=Role.COMPANY_STAFF, organisation=crew.companies[0].pk, actor=SYSTEM, now=NOW
    )
    if ended:
        register.end_role(grant=grant.pk, actor=SYSTEM, now=NOW + timedelta(hours=1))
    return queries.actor_of(person=actor.person, now=LATER)


def refused(call: Callable[..., Any], **said: object) -> str:
    with pytest.raises(CannotClaim) as error:
        call(**said)
    return error.value.code


@pytest.mark.parametrize("ended", (False, True))
def test_not_in_the_review(crew: Crew, ended: bool) -> None:
    made = crew.round()
    officer = drawn_in(crew, crew.officer, ended=ended)
    shown = seen(made)
    for act in (services.review, services.refuse, services.send_back):
        assert refused(act, seen=shown, reason="同意", actor=officer, now=LATER) == "own_company"
    assert {claim.state for claim in claims(made)} == {"proposed"}
    theirs = {claim.pk: claim.version for claim in claims(made)[1:]}
    assert services.review(seen=theirs, reason="", actor=officer, now=LATER) == 1, "others' go on"


def test_not_its_credit_nor_its_amount(crew: Crew) -> None:
    made = crew.round(crew.companies[:1], credit="unknown", exceptions=["credit_unknown"])
    officer = drawn_in(crew, crew.officer)
    (claim,) = claims(made)
    said = {"id": claim.pk, "version": 0, "actor": officer, "now": LATER}
    assert refused(services.clear_credit, found="无记录", **said) == "own_company"
    assert refused(services.set_amount, amount=Decimal(1), reason="核定", **said) == "own_company"


def test_all_ordinary_ones_are_those_of_others(crew: Crew) -> None:
    made = crew.round()
    officer = drawn_in(crew, crew.officer)
    (found,) = ordinary_of_others(officer, made, Claim.objects.filter(round=made), [State.PROPOSED], now=LATER)
    assert found.count == 1


def test_not_in_the_approval(crew: Crew) -> None:
    made = crew.reviewed(crew.round())
    approver = drawn_in(crew, crew.approver)
    assert refused(services.approve, seen=seen(made), reason="", actor=approver, now=LATER) == "own_company"
    turned_down = {"seen": seen(made), "reason": "不同意", "back": False, "actor": approver, "now": LATER}
    assert refused(services.turn_down, **turned_down) == "own_company"
    assert {claim.state for claim in claims(made)} == {"reviewed"}


def test_not_an_objection_to_it(crew: Crew) -> None:
    made = crew.approved(crew.round())
    notice = services.post(round=made.pk, actor=crew.officer, now=NOW)
    said = services.ObjectionSaid(claims(made)[0].pk, "某人", "123456", "13800000000", "不符合条件")
    filed = services.object_to(notice=notice.pk, said=said, now=NOW)
    officer = drawn_in(crew, crew.officer)
    judge = {"id": filed.pk, "upheld": False, "answer": "不成立", "actor": officer, "now": LATER}
    assert refused(services.judge, **judge) == "own_company"
    assert services.judge(**judge | {"actor": crew.approver}).verdict == "dismissed"


def test_not_a_payment_nor_its_check(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    ids = [claim.pk for claim in claims(made)]
    zone = crew.cast.zone.pk
    maker, checker = drawn_in(crew, crew.maker), drawn_in(crew, crew.checker)
    assert refused(services.make_batch, zone=zone, claims=ids, actor=maker, now=PASSED) == "own_company"
    other = crew.cast.person("另一经办", (Role.FINANCE_OFFICER, crew.cast.zone))
    batch = services.make_batch(zone=zone, claims=ids, actor=other, now=PASSED)
    assert refused(services.check_batch, id=batch.pk, actor=checker, now=PASSED) == "own_company"
    batch.refresh_from_db()
    assert batch.stage == "made"


def test_who_approved_does_not_confirm_for_the_company_afterwards(crew: Crew) -> None:
    made = crew.offered(crew.round(crew.companies[:1]))
    (claim,) = claims(made)
    crew.owner(claim.company)
    for decider in (crew.officer, crew.approver):
        changed = drawn_in(crew, decider)
        assert refused(confirm, claim=claim, owner=changed) == "decided_yourself"
    assert claims(made, "offered")
