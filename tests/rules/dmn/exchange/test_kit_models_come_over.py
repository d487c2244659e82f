"""The conformance kit's models of level 2 and 3: what comes over decides as the kit's test cases say."""

from __future__ import annotations

import pytest

from huiqi_rules.dmn.exchange import import_model
from tests.rules.dmn.exchange.models import opened

# What comes over today; a change that loses a model or a case must say so here.
MODELS_LEAST = 35
SCENARIOS_LEAST = 275


@pytest.fixture(scope="module")
def imports(shared):
    found = {}
    for cases in sorted((shared / "dmn-tck").rglob("*-test-*.xml")):
        model = cases.with_name(cases.name.partition("-test-")[0] + ".dmn")
        if model.is_file():
            found[cases.name] = import_model(model, pack="brought", tests=cases)
    return found


def test_what_comes_over_decides_as_the_cases_say(imports):
    brought = [opened(imported) for imported in imports.values() if imported.files]
    assert [failure for one in brought for failure in one.report.failures] == []
    assert len(brought) >= MODELS_LEAST
    assert sum(len(one.report.passed) for one in brought) >= SCENARIOS_LEAST


def test_every_model_says_what_was_left(imports):
    for name, imported in imports.items():
        assert imported.files or imported.left, name
        assert all(left.why and left.remedy and left.line for left in imported.left), name
