"""Two changes of one text: put together where they touch different lines, both shown where they touch the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.rulebook.domain.merging import compare, is_unresolved, merge

BASE = "a\nb\nc\nd\ne\n"


@pytest.mark.parametrize(
    ("theirs", "ours", "merged"),
    (
        ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n"),
        (BASE, "a\nb\nc\nd\nE\n", "a\nb\nc\nd\nE\n"),
        ("A\nb\nc\nd\ne\n", BASE, "A\nb\nc\nd\ne\n"),
        ("A\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n"),
        ("b\nc\nd\ne\n", "a\nb\nc\nd\ne\nf\n", "b\nc\nd\ne\nf\n"),
        ("a\nx\nb\nc\nd\ne\n", "a\nb\nc\nd\n", "a\nx\nb\nc\nd\n"),
    ),
)
def test_changes_of_different_lines_are_put_together(theirs: str, ours: str, merged: str) -> None:
    found = merge(BASE, theirs, ours, their_name="王", our_name="李")
    assert (found.text, found.conflicts) == (merged, 0)


def test_changes_of_one_line_both_stand_between_marks() -> None:
    found = merge(BASE, "a\nB\nc\nd\ne\n", "a\nX\nc\nd\ne\n", their_name="王", our_name="李")
    assert found.text == "a\n# >>>>>>> 王\nB\n# ======= 李\nX\n# <<<<<<<\nc\nd\ne\n"
    assert found.conflicts == 1
    assert is_unresolved(found.text)
    assert not is_unresolved(BASE)


LINES = st.lists(st.sampled_from("abcd"), max_size=8).map(lambda lines: "".join(f"{line}\n" for line in lines))


@given(LINES, LINES)
def test_one_change_alone_is_taken_whole(base: str, changed: str) -> None:
    assert merge(base, changed, base, their_name="", our_name="").text == changed
    assert merge(base, base, changed, their_name="", our_name="").text == changed
    assert merge(base, changed, changed, their_name="", our_name="").text == changed


@given(LINES, LINES, LINES)
def test_nothing_that_either_added_is_lost(base: str, theirs: str, ours: str) -> None:
    merged = merge(base, theirs, ours, their_name="", our_name="").text.splitlines()
    for letter in "abcd":
        added = max(theirs.count(letter), ours.count(letter)) > base.count(letter)
        assert not added or merged.count(letter) > 0


def test_a_comparison_numbers_lines_on_both_sides() -> None:
    found = compare("a\nb\n", "a\nc\n")
    assert [(one.kind, one.text, one.before, one.after) for one in found] == [
        ("same", "a", 1, 1),
        ("removed", "b", 2, None),
        ("added", "c", None, 2),
    ]
    assert compare(BASE, BASE) == ()
