"""The audit pack tells what came after payment: receipts, what receivers said, money that came back and who is kept out for it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from huiqi.casework import services
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.models import Claim, Round
from huiqi.casework.services import Answers, SampleSaid
from huiqi.kernel.actor import Actor
from huiqi.ledger import services as ledger
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.claims.packed import contents, forged, pack_of, paid_round

FEE = Answers(received=True, amount_right=True, fee_asked=True, spoken_with="王会计", note="中介收费")


@pytest.fixture
def made(desk: Desk, crew: Crew) -> Round:
    return paid_round(desk, crew)


def packed(made: Round, actor: Actor) -> Path:
    return services.make_round_pack(id=made.pk, job=uuid4(), actor=actor, now=PASSED)


def first_of(path: Path) -> tuple[dict[str, bytes], dict[str, object]]:
    files = contents(path.read_bytes())
    return files, json.loads(files["claims/00001.jsonl"].splitlines()[0])


def came_back(claim: Claim, crew: Crew) -> None:
    """Half of a claim's money is asked back and comes back, and its company is kept out for a year."""
    line = claim.round.line
    asked = ledger.ask_back(
        line=line, cause=f"claim/{claim.pk}", amount=Decimal(150_000), ground="人员已离开", due_on=date(2026, 12, 1),
        actor=crew.maker, now=PASSED,
    )  # fmt: skip
    ledger.recover(
        id=asked.pk, key="back/1", amount=Decimal(150_000), maker=crew.maker.person, checker=crew.checker.person,
        actor=crew.maker, now=PASSED,
    )  # fmt: skip
    ledger.ban(
        zone=claim.round.zone_id, party=claim.company_id, first_day=date(2026, 4, 1), last_day=date(2027, 3, 31),
        ground="材料不实", recovery=asked.pk, actor=crew.checker, now=PASSED,
    )  # fmt: skip


def test_receipts_and_what_receivers_said_are_told(made: Round, crew: Crew) -> None:
    said = SampleSaid(crew.cast.zone.pk, date(2026, 3, 1), date(2026, 3, 31), size=1, seed="7")
    sample = services.draw_sample(said=said, actor=crew.officer, now=PASSED)
    services.answer_call(id=sample.calls.get().pk, answers=FEE, actor=crew.officer, now=PASSED)
    files, claim = first_of(packed(made, crew.officer))
    (receipt,) = claim["receipts"]
    assert (receipt["amount"], receipt["void_at"]) == ("300000.00", None)
    (call,) = claim["calls"]
    assert (call["fee_asked"], call["note"], call["is_wrong"]) == (True, "中介收费", True)
    assert json.loads(files["about.json"])["samples"][0]["seed"] == "7"
    page = files["pages/00001.html"].decode()
    assert receipt["number"] in page and "中介收费" in page
    own = contents(pack_of(made, crew.owner_of(made)))
    assert "中介收费" not in "".join(text.decode("utf-8", "replace") for text in own.values())
    assert json.loads(own["claims/00001.jsonl"])["calls"] == [{"withheld": True}]


def test_money_that_came_back_is_told_and_adds_up(made: Round, crew: Crew, tmp_path: Path) -> None:
    came_back(claims(made, "paid")[0], crew)
    path = packed(made, crew.officer)
    files, claim = first_of(path)
    (recovery,) = claim["recoveries"]
    assert (recovery["amount"], recovery["returned"], recovery["ground"]) == ("150000.00", "150000.00", "人员已离开")
    assert [ban["last_day"] for ban in recovery["bans"]] == ["2027-03-31"]
    assert "人员已离开" in files["pages/00001.html"].decode()
    assert [one.said(english=True) for one in verify(path).problems] == []

    def kept(one: dict) -> None:
        one["recoveries"][0]["returned"] = "0.00"

    found = verify(forged(path.read_bytes(), tmp_path / "kept.zip", kept))
    assert [one.code for one in found.problems] == ["recovery_differs"]


def test_a_receipt_over_another_amount_is_found(made: Round, crew: Crew, tmp_path: Path) -> None:
    def more(one: dict) -> None:
        one["receipts"][0]["amount"] = "300001.00"

    found = verify(forged(packed(made, crew.officer).read_bytes(), tmp_path / "more.zip", more))
    assert [one.code for one in found.problems] == ["receipt_differs"]
