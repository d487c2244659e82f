"""An option that the dictionary calls `none` is read as that option where it is written so; the marks for unknown stay unknown."""

from __future__ import annotations

import pytest

from huiqi_rules.tables.cells import CellOptions, read_cell
from huiqi_rules.tables.columns import ColumnType

LEVELS = ("city", "none")


@pytest.mark.parametrize("kind", ("enum", "set"))
@pytest.mark.parametrize(
    ("text", "reading"),
    (("none", "none"), (" none ", "none"), ("未建立", "none"), ("None", None), ("NULL", None), ("", None)),
)
def test_only_the_option_as_declared_is_the_option(kind, text, reading):
    column = ColumnType("unit", "研发机构", kind, LEVELS, labels={"none": "未建立"})
    found = read_cell(text, column)
    assert found == (reading if kind == "enum" or reading is None else (reading,))


def test_a_map_may_still_say_that_it_means_unknown():
    column = ColumnType("unit", "研发机构", "enum", LEVELS)
    assert read_cell("none", column, CellOptions(unknown=("none",))) is None
