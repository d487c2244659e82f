"""Credit codes: right ones in their one form, wrong ones with what is wrong, and agreement with python-stdnum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from huiqi.register.domain.credit_code import ALPHABET, CannotReadCode, check_character, read


@pytest.mark.parametrize(
    "text", ("91110000600037341L", " 9111 0000-6000 37341l", "９１１１００００６０００３７３４１Ｌ")
)
def test_code_in_its_one_form(text: str) -> None:
    assert read(text) == "91110000600037341L"


@pytest.mark.parametrize(
    ("text", "code"),
    (
        ("", "length"),
        ("9111000060003734", "length"),
        ("91110000600037341I", "character"),
        ("91110A00600037341L", "region"),
        ("91110000600037342L", "check"),
    ),
)
def test_code_that_is_none(text: str, code: str) -> None:
    with pytest.raises(CannotReadCode) as failure:
        read(text)
    assert failure.value.code == code
    assert str(failure.value)


@given(st.text("0123456789", min_size=8, max_size=8), st.text(ALPHABET, min_size=10, max_size=10))
def test_agrees_with_the_library(front: str, back: str) -> None:
    def accepted(text: str) -> bool:
        try:
            read(text)
        except CannotReadCode:
            return False
        return True

    assert accepted(front + back) == uscc.is_valid(front + back)
    right = (front + back)[:17]
    assert read(right + check_character(right)) == right + uscc.calc_check_digit(right)


@given(st.integers(8, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(place: int, other: str) -> None:
    code = "91110000600037341L"
    if code[place] != other:
        with pytest.raises(CannotReadCode):
            read(code[:place] + other + code[place + 1 :])
