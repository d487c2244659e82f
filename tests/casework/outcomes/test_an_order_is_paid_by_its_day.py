"""An order whose clause says within how many working days it is paid has that day once it is owed, and is overdue after it."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.models import Clock, OutcomeOrder
from huiqi.kernel.actor import Actor, Role
from huiqi.messages.models import Message
from huiqi.register import services as register
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.outcomes.conftest import AFTER, BEGINS, Desks
from tests.cast import SYSTEM, Cast, visit
from tests.ledger.books import Books

# Ten working days from Tuesday, the first of July; the day itself is not counted.
LAST_DAY = date(2025, 7, 15)
IN_TIME = datetime(2025, 7, 15, 8, tzinfo=UTC)
LATE = datetime(2025, 7, 16, 2, tzinfo=UTC)
DELIVERY = "delivery: on_application"


@pytest.fixture
def desks(cast: Cast, books: Books, tmp_path: Path) -> Desks:
    """Everybody at their desks, and a clause that says within how many working days it is paid."""
    folder = tmp_path / "xiangyang"
    shutil.copytree(bundled_folder() / "xiangyang", folder)
    policy = folder / "policies" / "ordered_training.yaml"
    text = policy.read_text("utf-8")
    assert DELIVERY in text
    policy.write_text(text.replace(DELIVERY, f"{DELIVERY}\n        pay_within_days: 10"), "utf-8")
    rulebook.install_pack(zone=cast.zone.pk, folder=folder, actor=SYSTEM, now=BEGINS)
    return Desks(cast, books)


@pytest.fixture
def leader(desks: Desks) -> Actor:
    return desks.cast.person("领导", (Role.LEADER, desks.cast.zone))


def owed(desks: Desks) -> OutcomeOrder:
    return desks.confirmed(desks.reported(desks.promised()))


def test_its_day_counts_from_the_confirmed_outcome(desks: Desks) -> None:
    order = desks.reported(desks.promised())
    assert not Clock.objects.exists(), "nothing is owed before somebody has confirmed it"
    desks.confirmed(order)
    clock = Clock.objects.get()
    assert (clock.cause, clock.due_on, clock.organisation_id) == (
        f"outcome/{order.pk}/pay",
        LAST_DAY,
        desks.cast.zone.pk,
    )
    assert queries.outcome_order(desks.finance, id=order.pk).pay_due == LAST_DAY


def test_past_its_day_it_is_overdue_until_it_is_paid(desks: Desks, leader: Actor) -> None:
    order = owed(desks)
    assert queries.owed_in_all(leader, now=IN_TIME).overdue == 0
    for _ in ("owed", "its payment to be checked"):
        assert queries.owed_in_all(leader, now=LATE).overdue == 2_565_000
        (part,) = queries.owed_by(leader, way="policy", now=LATE)
        assert part.money.overdue == part.money.owed == 2_565_000
        order = desks.handed_in(order) if order.stage == "owed" else order
    desks.paid(order)
    assert queries.owed_in_all(leader, now=LATE).overdue == 0
    assert Clock.objects.get().stopped_at == AFTER


def test_the_pages_and_the_payee_are_told_the_day(desks: Desks, leader: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    made = register.add_person(name="校长", organisation=desks.school.pk, actor=SYSTEM, now=BEGINS)
    register.grant_role(person=made.pk, role=Role.PROVIDER, organisation=desks.school.pk, actor=SYSTEM, now=BEGINS)
    waiting = desks.promised(title="在读的班", students=1)
    page = visit(desks.finance).get(reverse("casework:outcome_order", args=[waiting.pk])).text
    assert "结果确认后10个工作日内" in page
    order = owed(desks)
    assert "最迟2025-07-15" in Message.objects.get(kind="money.owed").body_zh
    page = visit(desks.finance).get(reverse("casework:outcome_order", args=[order.pk])).text
    assert "最迟付款日" in page
    assert "2025-07-15" in page
    own = visit(desks.cast.person("教务", (Role.PROVIDER, desks.school)))
    assert "2025-07-15" in own.get(reverse("casework:own_outcome_orders")).text
    monkeypatch.setattr("huiqi.casework.views.outcomes.orders.read_clock", lambda: LATE)
    monkeypatch.setattr("huiqi.casework.views.outcomes.order.read_clock", lambda: LATE)
    address = reverse("casework:outcome_order", args=[order.pk])
    assert "已逾期" in visit(leader).get(address).text
    monkeypatch.setattr("huiqi.casework.views.claims.owed.read_clock", lambda: LATE)
    assert "/casework/outcomes?due=overdue" in visit(leader).get(reverse("casework:owed")).text
    found = visit(leader).get(reverse("casework:outcome_orders"), {"due": "overdue"}).text
    assert order.title in found
    assert "在读的班" not in found
