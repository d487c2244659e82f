"""A range inside not(…) keeps its one pair of brackets."""

from __future__ import annotations

import pytest

from huiqi_rules.packs.reading_tables import _BARE_RANGE


@pytest.mark.parametrize(
    ("cell", "found"),
    (
        ("not([1..5])", []),
        ("not((1..5))", []),
        ("not([1..5], [7..9))", []),
        ('not(["a".."c"])', []),
        ("1..5", ["1..5"]),
        ('"01".."05", "[".."]"', ['"01".."05"', '"[".."]"']),
        ("[1..5]", []),
    ),
)
def test_only_a_range_without_brackets_is_given_some(cell, found):
    assert [one[0] for one in _BARE_RANGE.finditer(cell) if one["range"]] == found
