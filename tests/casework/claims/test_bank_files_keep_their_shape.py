"""Whatever stands in a name, a file for the bank keeps its columns: nothing breaks a line, nothing is cut, nothing is a formula."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest

from huiqi.casework import services
from huiqi.casework.domain.claims.bank_files import WIDTHS, Order, as_csv, as_fixed, fixed
from huiqi.casework.models import Round
from tests.casework.claims.made import PASSED, Crew
from tests.casework.claims.test_claims_are_paid import sent

ORDER = Order(
    "2026030200010001", "示范科技有限公司", "6222000000001234", "示范银行", "105100000017", Decimal("300000.00"), "奖励"
)


@pytest.mark.parametrize("name", ("甲\r\nD伪造", "甲\t乙", "甲\0乙", "甲\x85乙", "\ud800", "甲" * 31))
@pytest.mark.parametrize("field", ("holder", "bank"))
def test_what_breaks_or_overflows_a_line_is_refused(name: str, field: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        fixed(replace(ORDER, **{field: name}))


@pytest.mark.parametrize("name", ("全角　空格＝１＋１（有限）公司", "䶮𠮷科技", 'a|b,c;d"e', "甲" * 30))
def test_odd_characters_take_the_bytes_that_they_take(name: str) -> None:
    lines = as_fixed("202603020001", [replace(ORDER, holder=name)]).split(b"\r\n")
    assert len(lines[1]) == 1 + sum(WIDTHS)
    assert lines[1][1 + 20 + 32 :][:60].decode("gb18030").rstrip(" ") == name
    assert lines[1][1 + sum(WIDTHS[:5]) :][:18] == b"000000000030000000"


@pytest.mark.parametrize("name", ("=1+1", "+1", "-1", "@SUM(1)", "＝1+1", "＋1", "－1", "＠A1", "\t=1", "\n=1"))
def test_no_cell_begins_like_a_formula(name: str) -> None:
    rows = list(csv.reader(StringIO(as_csv([replace(ORDER, holder=name)]).decode("utf-8-sig"), newline="")))
    assert rows[1][1] == f"'{name}"
    assert [len(row) for row in rows] == [7, 7]


def test_a_clause_that_is_called_over_two_lines_takes_one(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    Round.objects.filter(pk=made.pk).update(zh="首次认定\r\n奖励")
    batch = sent(crew, made)
    _, content = services.send_batch(id=batch.pk, fixed=True, actor=crew.maker, now=PASSED)
    lines = content.split(b"\r\n")
    assert [len(line) for line in lines[1:3]] == [1 + sum(WIDTHS)] * 2
    assert "首次认定 奖励".encode("gb18030") in lines[1]
