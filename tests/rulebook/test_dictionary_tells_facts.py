"""The dictionary: what forms, imports and pages need to know of a fact, without a word of the engine's."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from huiqi.rulebook import queries, services
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, SYSTEM, Cast


def test_types_units_options_and_years(cast: Cast) -> None:
    services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)
    facts = queries.dictionary(zone=cast.zone.pk, now=NOW + timedelta(hours=1))
    types = {entry.type for entry in facts.values()}
    assert types <= {"truth", "text", "day", "choice", "choices", "number", "whole", "money"}
    assert {"truth", "choice", "whole", "money"} <= types
    money = next(entry for entry in facts.values() if entry.type == "money" and entry.is_annual)
    assert (money.unit, money.unit_zh) == ("yuan", "元")
    choice = next(entry for entry in facts.values() if entry.type == "choice")
    assert all(value and zh and en for value, zh, en in choice.options)
    assert all(entry.zh and entry.en for entry in facts.values())
    assert any(isinstance(entry.minimum, Decimal) for entry in facts.values())


def test_a_fact_of_the_zone_is_there_with_its_options(cast: Cast) -> None:
    services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "xian", actor=SYSTEM, now=NOW)
    satisfaction = queries.dictionary(zone=cast.zone.pk, now=NOW)["satisfaction"]
    assert (satisfaction.type, satisfaction.zh, satisfaction.is_annual) == ("choice", "政策满意度", False)
    assert satisfaction.options == (("high", "高", "High"), ("not_high", "不高", "Not high"))


def test_a_draft_has_its_own_words_and_leaves_the_published_ones(cast: Cast) -> None:
    services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    book = queries.current_book(zone=cast.zone.pk, now=NOW)
    queries.facts_of(book).clear()
    text = book.files["ganzhou/facts.yaml"].decode().replace("当年申报高企,", "当年申报过高企,")
    draft = queries.book_with(book, {"ganzhou/facts.yaml": text})
    assert queries.facts_of(draft)["applied_this_year"].zh == "当年申报过高企"
    assert queries.facts_of(book)["applied_this_year"].zh == "当年申报高企"
