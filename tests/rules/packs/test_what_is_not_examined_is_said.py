"""A cell that looks at more than its input, and a search that takes too long, are named and never passed over."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tests.rules.packs.examined_tables import NUMBER, TEXT, WHOLE, examination, table


def test_a_free_cell_is_named_and_takes_no_part_in_overlaps():
    found = examination(table([["? > other"], ["< 10"], ["[5..20]"]]), WHOLE)

    assert [(cell.row, cell.column) for cell in found.free] == [(0, 0)]
    assert [(one.early, one.late) for one in found.overlaps] == [(1, 2)]
    assert found.complete is True


def test_with_a_free_cell_it_is_open_whether_all_is_matched():
    found = examination(table([["? > other"], ["< 10"]]), WHOLE)

    assert (found.complete, found.gaps, found.is_full) == (None, (), False)


def test_what_no_free_cell_can_match_is_a_gap_all_the_same():
    found = examination(table([["? > other", "< 5"], ["-", "[5..9]"]]), WHOLE, WHOLE)

    assert [one.witness[1] for one in found.gaps] == [Fraction(20)]
    assert found.complete is False


def test_an_input_that_cannot_be_cut_is_one_piece():
    found = examination(table([["-", "< 5"], ['"x"', ">= 5"]]), None, WHOLE)

    assert [(cell.row, cell.column) for cell in found.free] == [(1, 0)]
    assert found.complete is None


def test_a_thousand_rules_of_four_inputs_are_examined_fully():
    cells = [
        [f"[{100 * a}..{100 * a + 100})", f"[{b}..{b + 1})", f"[{7 * c}..{7 * c + 7})", str(d)]
        for a in range(10) for b in range(10) for c in range(5) for d in (1, 2)
    ]  # fmt: skip
    cells[500] = ["[480..620)", "[5..6)", "[0..7)", "1"]
    found = examination(table(cells), NUMBER, NUMBER, NUMBER, WHOLE)

    assert found.is_full
    assert len(found.gaps) > 3
    assert {one.late for one in found.overlaps} >= {500}


def test_a_thousand_boxes_laid_at_random_are_given_up_aloud():
    draw = Random(7)

    def cell():
        low = draw.randint(0, 900)
        return f"[{low}..{low + draw.randint(1, 900)}]"

    found = examination(table([[cell() for _ in range(4)] for _ in range(1_000)], hit="first"), *[NUMBER] * 4)

    assert found.cut_short
    assert found.complete is not True


def test_five_thousand_rows_apart_are_found_apart_and_one_among_them_is_found():
    cells = [[f'"C{number // 2}"', "< 10" if number % 2 else ">= 10"] for number in range(5_000)]
    text = examination(table(cells), TEXT, NUMBER)
    cells[4_999] = ['"C7"', "10"]
    changed = examination(table(cells), TEXT, NUMBER)

    assert (text.overlaps, text.is_full) == ((), True)
    assert [(one.early, one.late, one.witness) for one in changed.overlaps] == [(14, 4_999, ("C7", Fraction(10)))]
