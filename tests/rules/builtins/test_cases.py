"""The standard's functions by tables of expressions: `expression => value`, both FEEL."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from huiqi_rules.core.comparison import equal
from huiqi_rules.scalar.evaluate import evaluate

FOLDER = Path(__file__).with_name("cases")
CASES = [
    pytest.param(*line.split(" => "), id=f"{file.stem}: {line}")
    for file in sorted(FOLDER.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("expression", "expected"), CASES)
def test_expression_gives_its_value(expression: str, expected: str) -> None:
    value = evaluate(expression, moment=datetime(2024, 6, 1, 8, 30, tzinfo=UTC))
    wanted = evaluate(expected)
    assert value is None if wanted is None else equal(value, wanted) is True, value
