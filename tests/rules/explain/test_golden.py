"""What a company owner reads, held word by word; HUIQI_REWRITE=1 writes the files anew, to be read before they are kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from huiqi_rules.api.why import explain_determination
from tests.rules.explain.national import decided, national

FOLDER = Path(__file__).parent
GOLDEN = FOLDER / "golden"


def _cases() -> list[tuple[str, str, str]]:
    lines = (FOLDER / "cases.txt").read_text(encoding="utf-8").splitlines()
    cases = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(policy, name, file) for policy, name, file in cases]


@pytest.mark.parametrize(("policy", "name", "file"), _cases(), ids=lambda part: part)
def test_told_word_by_word(policy: str, name: str, file: str) -> None:
    engine, scenarios = national()
    found = [scenario for scenario in scenarios if (scenario.policy, scenario.name) == (policy, name)]
    assert len(found) == 1, f"{len(found)} scenarios of {policy} are called {name}"
    determination, circumstances = decided(found[0])
    told = "\n".join(
        explain_determination(engine, determination, language, circumstances).text for language in ("zh", "en")
    )
    golden = GOLDEN / f"{file}.txt"
    if os.environ.get("HUIQI_REWRITE"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_file_has_its_case() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {file for _, _, file in _cases()}


def test_data_is_json_and_holds_no_rounded_number() -> None:
    engine, scenarios = national()
    for scenario in scenarios[::7]:
        determination, circumstances = decided(scenario)
        data = explain_determination(engine, determination, "zh", circumstances).data
        assert json.loads(json.dumps(data)) == data, scenario.name
