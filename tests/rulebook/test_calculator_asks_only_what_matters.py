"""The calculator: three answers, ranges as ranges, only questions that still matter, reasons down to the article; nothing is guessed."""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from huiqi.kernel.clock import read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.answering import fields_of
from tests.cast import SYSTEM, Cast

DAY = date(2026, 3, 2)


@pytest.fixture
def zone(cast: Cast, root: Path, tmp_path: Path) -> Cast:
    """A zone that published xian's pack with a ceiling of 500,000 yuan, which the source leaves open."""
    folder = shutil.copytree(root / "packs" / "xian", tmp_path / "xian")
    parameters = folder / "parameters.yaml"
    text = parameters.read_text(encoding="utf-8")
    before, found, after = text.partition("calculator_ceiling:")
    assert found
    given = re.sub(r"value: unpublished", "value: 50万", after, count=1)
    assert given != after
    parameters.write_text(before + found + given, encoding="utf-8")
    services.install_pack(zone=cast.zone.pk, folder=folder, actor=SYSTEM, now=read_clock())
    return cast


def book(zone: Cast) -> queries.Book:
    return queries.current_book(zone=zone.zone.pk, now=read_clock())


def answered(said: dict[str, str], **more: str) -> dict[str, str]:
    return {f"a.{name}": text for name, text in said.items()} | more


@pytest.mark.inventory("XA-04")
def test_up_to_is_a_range_and_never_its_upper_end(zone: Cast) -> None:
    calculation = queries.calculate(
        book(zone), day=DAY, facts={"clause_conditions_met": True}, policies=["policy-calculator"]
    )
    (offer,) = calculation.met
    assert (offer.kind, offer.low, offer.high) == ("range", Decimal(0), Decimal(500_000))


def test_every_question_can_change_an_answer_and_the_last_answer_ends_it(zone: Cast, root: Path) -> None:
    services.install_pack(zone=zone.north.pk, folder=root / "packs" / "national", actor=SYSTEM, now=read_clock())
    national = queries.current_book(zone=zone.north.pk, now=read_clock())
    facts = national.loaded.rulebook.facts
    said: dict[str, str] = {}
    for _ in range(len(facts) + 1):
        step = queries.converse(national, day=DAY, said=answered(said), known={}, english=False)
        if step.question is None:
            break
        fact = facts[step.question.fact.id]
        assert step.question.fact.id not in {name.partition(".")[0] for name in said}, "asked twice"
        before = [offer.determination.missing for offer in step.calculation.unknown]
        assert any(fact.id in missing for missing in before), "it cannot change any answer"
        said[fields_of(fact, DAY)[0][0]] = "?"
    assert step.question is None
    assert step.calculation.unknown, "who knows nothing learns that nothing is known, and never that nothing is met"
    assert not step.calculation.met


def test_what_cannot_be_read_is_said_at_its_field_and_asked_again(zone: Cast, root: Path) -> None:
    services.install_pack(zone=zone.north.pk, folder=root / "packs" / "national", actor=SYSTEM, now=read_clock())
    national = queries.current_book(zone=zone.north.pk, now=read_clock())
    step = queries.converse(
        national, day=DAY, said=answered({"staff": "很多人", "total_assets": "300万"}), known={}, english=False
    )
    assert step.question.fact.id == "staff"
    assert "很多人" in step.question.fields[0].problem_zh
    assert [(one.fact.id, one.words) for one in step.told] == [("total_assets", "300万")]
    assert step.calculation.offers[0].determination.facts.get("staff") is None
    good = queries.converse(national, day=DAY, said=answered({"staff": "１２０"}), known={}, english=False)
    assert [(one.fact.id, one.words) for one in good.told] == [("staff", "１２０")]


def test_what_the_register_knows_is_not_asked(zone: Cast) -> None:
    facts = {"clause_conditions_met": True}
    step = queries.converse(book(zone), day=DAY, said={}, known=facts, english=True)
    assert step.question is None or step.question.fact.id != "clause_conditions_met"


@pytest.mark.inventory("XA-04")
def test_a_visitor_finds_calculates_and_reads_the_reason(zone: Cast, client: Client) -> None:
    page = client.get("/rulebook/find", {"q": "计算 金额"}).content.decode()
    assert "政策计算器" in page
    none = client.get("/rulebook/find", {"q": "<script>量子"}).content.decode()
    assert "没有找到“&lt;script&gt;量子”" in none
    page = client.get("/rulebook/calculator").content.decode()
    fact = re.search(r'name="unsure" value="([^"]+)"', page)[1]
    skipped = client.post("/rulebook/calculator", {"unsure": fact}).content.decode()
    assert re.search(rf'name="a.{fact}" value="\?"', skipped)
    told = client.post("/rulebook/calculator", {"a.clause_conditions_met": "是", "why": "policy-calculator"})
    assert "0 至 500,000 元" in told.content.decode()
    assert "依据" in told.content.decode()
    english = client.post("/rulebook/calculator", {"a.clause_conditions_met": "是"}, headers={"accept-language": "en"})
    assert "0 to 500,000 yuan" in english.content.decode()


def test_hostile_forms_come_to_nothing(zone: Cast, client: Client) -> None:
    wild = {f"a.{'x' * 90}{number}": "1" for number in range(900)}
    wild |= {
        "a.clause_conditions_met": "x" * 100_000,
        "change": "../../etc",
        "why": "none",
        "zone": "'; drop table",
        "unsure": "\x01",
    }
    assert client.post("/rulebook/calculator", wild).status_code == 200
    assert client.post("/rulebook/calculator", {"unsure": "\x00"}).status_code == 400
    marked = client.post("/rulebook/calculator", {"a.clause_conditions_met": '"><script>alert(1)</script>'})
    assert marked.status_code == 422
    assert "<script>alert" not in marked.content.decode()


def test_without_a_published_pack_the_page_says_there_is_none(cast: Cast, client: Client) -> None:
    assert client.get("/rulebook/find").status_code == 404
