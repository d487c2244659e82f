"""The payee of an order gets one message when its outcome is confirmed and one when it is paid; nobody else does."""

from __future__ import annotations

from huiqi.kernel.actor import Actor, Role
from huiqi.messages.models import Message
from huiqi.register import queries, services
from tests.casework.outcomes.conftest import AFTER, BEGINS, Desks
from tests.cast import SYSTEM, visit


def head_of(desks: Desks) -> Actor:
    """Somebody who acted for the school before the class began."""
    made = services.add_person(name="校长", organisation=desks.school.pk, actor=SYSTEM, now=BEGINS)
    services.grant_role(person=made.pk, role=Role.PROVIDER, organisation=desks.school.pk, actor=SYSTEM, now=BEGINS)
    return queries.actor_of(person=made.pk, now=AFTER)


def test_the_payee_is_told_what_is_owed_and_what_was_paid(desks: Desks) -> None:
    head = head_of(desks)
    order = desks.confirmed(desks.reported(desks.promised()))
    owed = Message.objects.get()
    assert (owed.person, owed.kind, owed.title_zh) == (head.person, "money.owed", "已列为应付：2,565,000.00元")
    assert order.article in owed.body_zh
    assert "接下来由财务部门付款" in owed.body_zh
    desks.paid(desks.handed_in(order))
    paid = Message.objects.get(kind="money.paid")
    assert (paid.person, paid.title_en) == (head.person, "Paid out: CNY 2,565,000.00")
    assert "电汇-0701" in paid.body_zh
    assert Message.objects.count() == 2
    assert "2022级比亚迪订单班" in visit(head).get(paid.link).text


def test_of_an_outcome_that_comes_to_nothing_nothing_is_owed(desks: Desks) -> None:
    head_of(desks)
    desks.confirmed(desks.reported(desks.promised(), diplomas=0))
    assert not Message.objects.exists()
