"""Two clicks on a page of claims are one act: the second is led to where the first went, and told so."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from django.test import Client

from huiqi.casework.models import Batch, ContractTerm
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.at_once import at_once
from tests.casework.claims.made import Crew, claims, seen
from tests.cast import NOW, SYSTEM, make_cast, visit


def ticket_on(client: Client, page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', client.get(page).content.decode())
    assert found, f"{page} brings a ticket"
    return found[1]


def twice(client: Client, page: str, address: str, said: dict[str, object]) -> list[Any]:
    """What is answered to one form that is sent two times."""
    said = said | {"ticket": ticket_on(client, page)}
    return [client.post(address, said) for _ in range(2)]


def test_a_batch_is_made_once(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    said = {"zone": crew.cast.zone.pk, "pick": [claim.pk for claim in claims(made)]}
    maker = visit(crew.maker)
    first, second = twice(maker, "/casework/payments", "/casework/payments/make", said)
    assert Batch.objects.count() == 1
    assert first["Location"] == second["Location"] == f"/casework/batches/{Batch.objects.get().pk}"
    assert "没有重复办理" in maker.get(second["Location"]).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_is_asked_for_twice_at_once_is_one() -> None:
    crew = Crew(make_cast())
    made = crew.confirmed(crew.round())
    said = {"zone": crew.cast.zone.pk, "pick": [claim.pk for claim in claims(made)]}
    said["ticket"] = ticket_on(visit(crew.maker), "/casework/payments")
    answers = at_once(*[partial(visit(crew.maker).post, "/casework/payments/make", said) for _ in range(2)])
    assert {one["Location"] for one in answers} == {f"/casework/batches/{Batch.objects.get().pk}"}


def test_a_decision_on_many_is_made_once(crew: Crew) -> None:
    made = crew.round()
    officer, page = visit(crew.officer), f"/casework/rounds/{made.pk}"
    picked = [f"{claim}:{version}" for claim, version in seen(made).items()]
    twice(officer, page, f"{page}/decide", {"act": "review", "seen": picked})
    told = officer.get(page).content.decode()
    assert ("已处理 2 家" in told, "没有重复办理" in told) == (True, True)
    assert "已被" not in told, "nobody is told that somebody else was quicker"


def test_what_is_refused_is_asked_again(crew: Crew) -> None:
    made = crew.round()
    officer, page = visit(crew.officer), f"/casework/rounds/{made.pk}"
    twice(officer, page, f"{page}/decide", {"act": "review"})
    assert "没有重复办理" not in officer.get(page).content.decode()


def test_a_condition_of_a_contract_is_entered_once(crew: Crew) -> None:
    rulebook.install_pack(zone=crew.cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    officer, page = visit(crew.officer), "/casework/contracts/add"
    said = {
        "credit_code": crew.companies[0].credit_code, "contract": "入区协议", "text": "申请认定", "fact": "applied_this_year",
        "due_on": "2026-06-01",
    }  # fmt: skip
    first, second = twice(officer, page, page, said)
    assert first["Location"] == second["Location"] == f"/casework/contracts/{ContractTerm.objects.get().pk}"
