"""Long columns of numbers take little memory, and give every number back as it was."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi_rules.core.values import ABSENT
from huiqi_rules.tables.packed import AT_ONCE, PackedNumbers

ODD = [
    Decimal("1.50"),
    None,
    ABSENT,
    Decimal("-0.00"),
    Decimal("1E+20"),
    Decimal(-7),
    Decimal("0.1234567890123456789"),
]


def packed(cells):
    column = PackedNumbers()
    for cell in cells:
        column.append(cell)
    return column


@pytest.mark.parametrize("count", (0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 3))
def test_what_was_appended_comes_back_in_order_and_by_place(count):
    cells = (ODD * (count // len(ODD) + 1))[:count]
    column = packed(cells)
    assert len(column) == count
    assert [repr(cell) for cell in column] == [repr(cell) for cell in cells]
    assert [column[place] for place in range(count)] == cells == column
    assert [column[-1 - place] for place in range(count)] == cells[::-1]
    for between in ((0, 3), (AT_ONCE - 2, AT_ONCE + 2), (5, None), (-4, None), (0, 0), (3, 1)):
        assert column[slice(*between)] == cells[slice(*between)]


def test_the_last_one_may_be_changed_also_where_a_part_is_full():
    cells = [Decimal(number) for number in range(AT_ONCE)]
    column = packed(cells)
    column[-1] = None
    column.append(Decimal(5))
    column[-1] = ABSENT
    assert column == [*cells[:-1], None, ABSENT]


def test_columns_differ_where_a_number_does():
    column = packed(ODD)
    assert column != ODD[:-1]
    assert column != [None, *ODD[1:]]
    assert column != "1.50"
    with pytest.raises(IndexError):
        column[len(ODD)]
