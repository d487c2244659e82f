"""An expense is described, and the zone's policies say whether it may enter the R&D account; nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from huiqi.rulebook import services
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, SYSTEM, Cast

PAGE = "/rulebook/expenses"


def asked(**said: str) -> str:
    return Client().get(PAGE, {"asked": "1", **said}).content.decode()


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path))


@pytest.fixture
def ordos(cast: Cast) -> None:
    services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ordos", actor=SYSTEM, now=NOW)


@pytest.mark.inventory("OR-02")
@pytest.mark.usefixtures("ordos")
def test_a_testing_fee_that_is_not_in_the_account_gets_the_hint() -> None:
    page = asked(expense_kind="testing", in_rd_account="no", expense_amount="50000")
    assert "提示:可计入研发账" in page
    assert "可计入研发账的金额：50,000" in page
    assert "answer-met" in page


@pytest.mark.usefixtures("ordos")
@pytest.mark.parametrize(
    ("said", "answer"),
    (
        ({"expense_kind": "testing", "in_rd_account": "yes"}, "answer-not-met"),
        ({"expense_kind": "other", "in_rd_account": "no"}, "answer-not-met"),
        ({"expense_kind": "testing"}, "answer-unknown"),
    ),
)
def test_what_is_in_it_or_is_of_another_kind_gets_none(said: dict[str, str], answer: str) -> None:
    page = asked(**said)
    assert answer in page
    assert "answer-met" not in page


@pytest.mark.usefixtures("ordos")
def test_what_cannot_be_read_is_said() -> None:
    assert Client().get(PAGE, {"asked": "1", "expense_amount": "五万"}).status_code == 422
    assert Client().get(PAGE).status_code == 200


def test_a_zone_without_such_policies_says_so(cast: Cast) -> None:
    services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    assert "这里没有针对费用的政策" in Client().get(PAGE).content.decode()
