"""The synthetic register: the same from the same seed, true to itself, and every planted piece of dirt found."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from huiqi_rules.api.sheets import column_types
from huiqi_rules.core.values import ABSENT
from huiqi_rules.packs import bundled_folder, load_packs
from huiqi_rules.report.credit_codes import credit_code_problems, is_credit_code
from huiqi_rules.report.demonstration import make_demo_register
from huiqi_rules.report.demonstration.columns import COLUMNS, map_text
from huiqi_rules.report.demonstration.companies import make_companies
from huiqi_rules.tables.mapping import read_map
from huiqi_rules.tables.reading import read_table

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
ROW_CODES = {"impossible-row"}
NO_VALUE_KINDS = {"minus one for not found", "nobody knows", "empty row", "yes in English"}


@pytest.fixture(scope="module")
def facts():
    found = {}
    for loaded in load_packs(sorted(path.parent for path in bundled_folder().glob("*/pack.yaml"))):
        found |= loaded.rulebook.facts
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_demo_register(str(tmp_path_factory.mktemp("register") / "register.xlsx"), 600, seed=7)


@pytest.fixture(scope="module")
def register(made, facts):
    columns = column_types(facts)
    return read_table(made.path, columns, read_map(made.map_path, columns))


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_one_seed_gives_one_file(made, tmp_path):
    again = make_demo_register(str(tmp_path / "again.xlsx"), 600, seed=7)
    other = make_demo_register(str(tmp_path / "other.xlsx"), 600, seed=8)
    assert digest(again.path) == digest(made.path) != digest(other.path)
    assert again.planted == made.planted
    assert Path(again.map_path).read_text(encoding="utf-8") == Path(made.map_path).read_text(encoding="utf-8")


def test_a_shorter_register_begins_the_longer_one():
    assert make_companies(40, seed=7) == make_companies(60, seed=7)[:40]


def test_every_company_has_a_valid_code_and_a_name_of_its_own():
    companies = make_companies(3_000, seed=7)
    assert all(is_credit_code(company.code) for company in companies)
    assert len({company.code for company in companies}) == len({company.name for company in companies}) == 3_000
    assert {char for company in companies for char in company.name} >= set("<>&\"'")


def test_every_column_feeds_facts_of_the_bundled_packs(facts):
    assert {fact for column in COLUMNS for fact in column.facts} <= facts.keys()


def test_the_map_in_the_examples_is_the_one_that_is_made():
    assert (EXAMPLES / "register.map.yaml").read_text(encoding="utf-8") == map_text()


def test_a_map_passes_over_facts_that_a_dictionary_lacks():
    text = map_text({"staff"})
    assert "职工总数(人): {fact: staff, unknown: [-1]}" in text
    assert "资产总额(万元): ignore" in text
    assert "checks:" not in text


def test_what_was_planted_is_reported_and_nothing_else(made, register):
    problems = (*register.problems, *credit_code_problems(register))
    reported = {(each.place.line, each.place.column if each.place.cell else 1, each.code) for each in problems}
    assert reported == {(each.row, each.column, each.code) for each in made.planted if each.code is not None}


def test_every_code_of_a_kind_is_planted(made):
    assert {each.code for each in made.planted} >= {
        "approximate", "range", "thousands", "unit-twice", "foreign-currency", "not-a-number", "error-cell", "impossible",
        "not-whole", "ratio-above-one", "not-yes-or-no", "not-an-option", "impossible-row", "merged", "credit-code",
        "no-subject", "total-row", "duplicate-same", "duplicate-different",
    }  # fmt: skip


def test_other_ways_to_write_a_value_are_read_rightly(made, register):
    positions = {row: position for position, rows in enumerate(register.rows) for row in rows}
    checked = 0
    for each in made.planted:
        if each.code is not None or each.kind in NO_VALUE_KINDS:
            continue
        column = COLUMNS[each.column - 3]
        truth = made.companies[each.row - 2].truths[column.key]
        for (fact, year), values in register.values.items():
            if fact in column.facts and (year is None or year == column.year):
                assert values[positions[each.row]] == truth, (each, fact)
                checked += 1
    assert checked >= 40


def test_dirt_that_says_nothing_leaves_the_fact_unknown(made, register):
    positions = {row: position for position, rows in enumerate(register.rows) for row in rows}
    for each in made.planted:
        position = positions.get(each.row)
        for (fact, year), values in register.values.items():
            column_year = COLUMNS[each.column - 3].year if each.column > 2 else None
            if position is not None and fact in each.facts and year in {None, column_year}:
                assert values[position] is None, each


def test_minus_one_means_not_found(made, register):
    (planted,) = (each for each in made.planted if each.kind == "minus one for not found")
    position = next(place for place, rows in enumerate(register.rows) if planted.row in rows)
    assert register.values["staff", None][position] is None


def test_clean_cells_are_read_as_they_are_true(made, register):
    dirty = {each.row for each in made.planted}
    compared = 0
    for position, rows in enumerate(register.rows):
        if len(rows) > 1 or rows[0] in dirty:
            continue
        company = made.companies[rows[0] - 2]
        for column in COLUMNS:
            for fact in column.facts:
                year = column.year if fact.startswith("yearly_") else None
                value, truth = register.values[fact, year][position], company.truths[column.key]
                if value is not None:
                    assert value == truth or (value is ABSENT and truth == ()), (company.code, fact)
                    compared += 1
    assert compared > 20_000


def test_each_column_is_as_blank_as_it_says(register):
    for column in COLUMNS:
        for fact in column.facts:
            values = register.values[fact, column.year if fact.startswith("yearly_") else None]
            blank = sum(value is None for value in values) / len(values)
            assert blank < 0.55, column.header
            assert blank >= column.blank / 3, column.header


@pytest.mark.parametrize("count", (1, 59, 60))
def test_a_few_companies_are_a_register_too(count, facts, tmp_path):
    made = make_demo_register(str(tmp_path / "few.xlsx"), count, seed=7)
    columns = column_types(facts)
    register = read_table(made.path, columns, read_map(made.map_path, columns))
    assert bool(made.planted) is bool(register.problems) is (count == 60)
    assert count - 2 <= len(register.subjects) <= count
