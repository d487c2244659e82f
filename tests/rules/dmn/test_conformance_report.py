"""The report of a folder of cases: what passed, what failed and why, for people and as data."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.core.temporal import parse_literal
from huiqi_rules.dmn.conformance import as_data, as_text, run_folder
from huiqi_rules.dmn.kit_values import agree

MODELS = Path(__file__).with_name("models")


def test_right_values_pass_and_wrong_ones_fail_with_the_reason():
    report = run_folder(MODELS)
    assert report.passed_count == 4
    assert [result.reason for result in report.failed] == [
        "expected ['desk'], got [{'item': 'desk', 'price': Decimal('10')}, {'item': 'chair', 'price': Decimal('4')}]",
        "expected 30.001, got 30.0",
        "LookupError: grants.dmn has no decision 'Nowhere'",
    ]


def test_the_text_names_failures_and_totals():
    text = as_text(run_folder(MODELS), failures_shown=1)
    assert text.splitlines()[0] == "grants-test-01.xml: 4 of 7 passed"
    assert text.splitlines()[-2:] == ["  and 2 more", "4 of 7 passed in 1 files"]


def test_the_data_is_json():
    data = json.loads(json.dumps(as_data(run_folder(MODELS))))
    assert (data["passed"], data["failed"]) == (4, 3)
    assert data["files"][0]["failed"][0]["case"] == "grants-test-01.xml wrong Prices"


@pytest.mark.parametrize("text", (None, "", "<definitions"))
def test_a_model_that_cannot_be_read_fails_its_file(tmp_path, text):
    shutil.copy(MODELS / "grants-test-01.xml", tmp_path)
    if text is not None:
        (tmp_path / "grants.dmn").write_text(text, encoding="utf-8")
    (failure,) = run_folder(tmp_path).failed
    assert "cannot be read" in failure.reason


def test_an_empty_folder_has_no_results(tmp_path):
    assert run_folder(tmp_path).results == ()


@pytest.mark.parametrize(
    ("expected", "actual", "agreed"),
    (
        (Decimal("0.333333333"), Decimal(1) / 3, True),
        (Decimal("0.33333"), Decimal(1) / 3, False),
        (Decimal("1e12"), Decimal("1000000000000.001"), True),
        (Decimal(1), True, False),
        (None, None, True),
        (None, False, False),
        (False, None, False),
        ("1", Decimal(1), False),
        ([Decimal(1)], (Decimal(1),), True),
        ([Decimal(1)], [Decimal(1), None], False),
        ({"a": None}, {}, False),
        (date(2024, 6, 1), date(2024, 6, 1), True),
        (date(2024, 6, 1), "2024-06-01", False),
        (parse_literal("P1Y"), parse_literal("P12M"), True),
        (parse_literal("12:00:00@Europe/Paris"), parse_literal("12:00:00@Europe/Paris"), True),
        (parse_literal("12:00:00@Europe/Paris"), parse_literal("12:00:00"), False),
    ),
)
def test_values_agree_as_the_kit_means(expected, actual, agreed):
    assert agree(expected, actual) is agreed
