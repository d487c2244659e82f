"""Unified social credit codes: the check characters of two standards."""

from __future__ import annotations

import pytest

from huiqi_rules.report.credit_codes import CHARACTERS, check_character, is_credit_code, organisation_code


@pytest.mark.parametrize(
    ("code", "answer"),
    (
        # Codes in public use, and what becomes of them when one character is mistyped.
        ("11100000000013338W", True),
        ("91100000100003962T", True),
        ("911000001000013428", True),
        ("91100000100003962U", False),
        ("91100000100003926T", False),
        ("9110000010000396T", False),
        ("91100000100003962TT", False),
        ("9110000010000I962T", False),
        ("", False),
    ),
)
def test_a_code_is_told_by_its_last_character(code, answer):
    assert is_credit_code(code) is answer


def test_one_wrong_character_is_always_found():
    code = "91100000100003962T"
    for place, right in enumerate(code):
        for wrong in CHARACTERS:
            assert is_credit_code(code[:place] + wrong + code[place + 1 :]) is (wrong == right)


def test_an_organisation_has_a_check_of_its_own():
    assert organisation_code("10000396") == "100003962"
    assert organisation_code("00001333") == "000013338"


def test_the_check_character_may_be_zero():
    bodies = (f"91990199MA{number:06d}0" for number in range(100))
    assert "0" in {check_character(body) for body in bodies}
