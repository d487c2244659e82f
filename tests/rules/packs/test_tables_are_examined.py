"""What an examination says of a table is what the engine does with it: every input shown, and every promise kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as some

from huiqi_rules.core.types import MONEY
from huiqi_rules.packs.table_analysis.wording import cell_of
from tests.rules.packs.examined_tables import DAY, NUMBER, SECTOR, TEXT, TRUTH, WHOLE, examination, matching, table

CELLS = {
    WHOLE: ("-", "1", "5", "1, 5", "< 3", ">= 3", "[2..4]", "(4..9]", "(4..5)", "not(1)", "not([3..9])", "> 9", "? > 5 and ? < 8"),
    NUMBER: ("-", "1.5", "< 3", ">= 3", "(2..3)", "[3..4]", "> 4", "not(3)", "not(> 1, < 1)", "? <= 2 or ? >= 4", "<= 0"),
    TEXT: ("-", '"a"', '"a", "b"', '["b".."d"]', '> "d"', 'not("a", "c")', '< "a"', '""'),
    DAY: ("-", '< @"2024-01-01"', '[@"2024-01-01"..@"2024-12-31"]', '>= @"2025-01-01"', 'not(@"2024-02-29")'),
    TRUTH: ("-", "true", "false", "true, false", "not(true)"),
    SECTOR: ("-", '"farm"', '"farm", "shop"', 'not("farm")', '"factory"', '"mine"'),
}  # fmt: skip
VALUES = {
    WHOLE: some.integers(0, 20).map(Fraction),
    NUMBER: some.decimals(0, 6, places=1).map(Fraction),
    TEXT: some.sampled_from(("", "0", "a", "aa", "b", "c", "cc", "d", "da", "z", "其他")),
    DAY: some.dates(date(2023, 12, 25), date(2025, 1, 5)),
    TRUTH: some.booleans(),
    SECTOR: some.sampled_from(SECTOR.options),
}


@some.composite
def tables(draw, hit):
    domains = draw(some.lists(some.sampled_from(tuple(CELLS)), min_size=1, max_size=3))
    row = some.tuples(*(some.sampled_from(CELLS[domain]) for domain in domains), some.integers(1, 2))
    made = table(draw(some.lists(row, min_size=1, max_size=7)), hit=hit)
    values = draw(some.lists(some.tuples(*(VALUES[domain] for domain in domains)), max_size=8))
    return made, domains, values


@settings(max_examples=150, deadline=None)
@given(tables("unique"))
def test_what_falls_through_falls_through_and_what_is_complete_is(drawn):
    made, domains, values = drawn
    found = examination(made, *domains)

    assert found.is_full
    assert [matching(made, gap.witness) for gap in found.gaps] == [[]] * len(found.gaps)
    assert found.complete is (not found.gaps)
    if found.complete:
        assert all(matching(made, value) for value in values)
    elif not found.has_more_gaps:
        for value in values:
            boxes = [axis.piece_of(one) for axis, one in zip(found.axes, value, strict=True)]
            in_a_gap = any(
                all(pieces >> at & 1 for pieces, at in zip(gap.box, boxes, strict=True)) for gap in found.gaps
            )
            assert in_a_gap is (not matching(made, value))


@settings(max_examples=120, deadline=None)
@given(tables("unique"))
def test_what_overlaps_matches_twice_and_nothing_else_does(drawn):
    made, domains, values = drawn
    found = examination(made, *domains)

    for overlap in found.overlaps:
        assert {overlap.early, overlap.late} <= set(matching(made, overlap.witness))
    late = {overlap.late for overlap in found.overlaps}
    assert all(row in late for value in values for row in matching(made, value)[1:])


@settings(max_examples=80, deadline=None)
@given(tables("any"))
def test_any_asks_for_the_same_answers(drawn):
    made, domains, values = drawn
    found = examination(made, *domains)

    for overlap in found.overlaps:
        assert made.rows[overlap.early].answers != made.rows[overlap.late].answers
        assert {overlap.early, overlap.late} <= set(matching(made, overlap.witness))
    if not found.overlaps:
        assert all(len({made.rows[row].answers for row in matching(made, value)}) <= 1 for value in values)


@settings(max_examples=120, deadline=None)
@given(tables("first"))
def test_a_row_that_is_never_reached_never_answers(drawn):
    made, domains, values = drawn
    found = examination(made, *domains)

    never = {one.row for one in found.unreached}
    assert all(matching(made, value)[:1] != [row] for value in values for row in never)
    assert found.overlaps == ()


@settings(max_examples=80, deadline=None)
@given(tables("unique"))
def test_rows_written_for_the_gaps_leave_none(drawn):
    made, domains, _ = drawn
    found = examination(made, *domains)
    cells = [[cell_of(axis, pieces) for axis, pieces in zip(found.axes, gap.box, strict=True)] for gap in found.gaps]
    filled = replace(made, rows=(*made.rows, *(table([row]).rows[0] for row in cells)))

    assert examination(filled, *domains).complete is True or found.has_more_gaps


def test_a_gap_between_amounts_is_written_with_their_unit():
    made = table([["< 万元(100)"], ["[元(2000001)..元(9000000.5)]"]])
    found = examination(made, NUMBER)

    cells = [
        cell_of(axis, pieces, MONEY) for gap in found.gaps for axis, pieces in zip(found.axes, gap.box, strict=True)
    ]
    assert cells == ["[万元(100)..元(2000001)), > 元(9000000.5)"]


def test_a_row_covered_by_several_above_is_never_reached():
    made = table([["<= 5", "-"], ["> 3", "true"], ["> 5", "false"], ["[2..8]", "-"]], hit="first")

    assert [(one.row, one.is_empty) for one in examination(made, WHOLE, TRUTH).unreached] == [(3, False)]


def test_a_whole_number_has_nothing_between_two_neighbours():
    made = table([["<= 4"], [">= 5"]])

    assert examination(made, WHOLE).complete is True
    gap = examination(made, NUMBER).gaps
    assert [one.witness for one in gap] == [(Fraction(41, 10),)]


def test_bounds_of_the_fact_are_the_bounds_of_the_search():
    made = table([["[0..20]"]])

    assert examination(made, WHOLE).complete is True
    assert [one.witness for one in examination(made, NUMBER).gaps] == [(Fraction(21),)]


def test_figures_are_those_of_the_day():
    made = table([["< limit"], [">= 10"]])

    assert examination(made, WHOLE, figures={"limit": Fraction(10)}).complete is True
    assert [one.witness for one in examination(made, WHOLE, figures={"limit": Fraction(8)}).gaps] == [(Fraction(8),)]
    assert [one.witness for one in examination(made, WHOLE, figures={"limit": Fraction(12)}).overlaps] == [
        (Fraction(10),)
    ]


def test_an_answer_otherwise_leaves_no_gap():
    made = table([["1"]], otherwise=(None,))

    assert (examination(made, WHOLE).gaps, examination(made, WHOLE).complete) == ((), True)
