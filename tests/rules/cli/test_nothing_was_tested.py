"""`huiqi rules test` without a single scenario says so and is 2: a pack that nobody tested must not look tested."""

from __future__ import annotations

import json
import os

import pytest

from huiqi_rules.cli import main
from tests.rules.packs.pack_cases import write_pack

CLAUSES = """\
    conditions:
      big: {zh: 三百人以上, en: 300 staff or more, when: 职工总数 >= 300}
    clauses:
      - {id: prize, zh: 奖金, en: Prize, needs: [big], amount: 元(5000)}
"""
SCENARIO = "- {name: a, policy: award, as_of: 2024-06-01, given: {职工总数: 300}, expect: {outcome: met}}\n"


@pytest.fixture
def pack(tmp_path):
    return write_pack(tmp_path, {"+ policies/award.yaml": CLAUSES})


@pytest.fixture
def tested(capsys):
    def run(*arguments):
        code = main(["rules", "test", *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.mark.parametrize("options", ((), ("--batch",)))
def test_a_pack_without_scenarios(tested, pack, options):
    code, out, err = tested(pack, *options)

    assert (code, out) == (2, "0 passed, 0 failed\n")
    assert err == f"{pack}: nothing was tested, there is no scenario in {pack}/scenarios\n"


def test_the_data_stays_the_same(tested, pack):
    code, out, _ = tested(pack, "--json")

    assert (code, json.loads(out)) == (2, {"passed": 0, "failed": 0, "failures": []})


def test_an_empty_folder_or_list_of_scenarios(tested, pack, tmp_path):
    empty = tmp_path / "empty.yaml"
    empty.write_text("[]\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()

    for given in (empty, tmp_path / "folder"):
        code, _, err = tested(pack, "--scenarios", given)
        assert code == 2
        assert f"no scenario in {given}" in err


def test_one_pack_of_two(tested, pack, tmp_path):
    full = write_pack(tmp_path / "full", {"+ policies/award.yaml": CLAUSES, "scenarios/award.yaml": SCENARIO})

    code, out, err = tested(pack, full)

    assert (code, out) == (2, "1 passed, 0 failed\n")
    assert err.startswith(f"{pack}: nothing was tested")
    assert tested(full)[0] == 0


def test_scenarios_that_cannot_be_read_are_named_instead(tested, pack):
    (pack / "scenarios").mkdir()
    os.mkfifo(pack / "scenarios" / "award.yaml")

    code, _, err = tested(pack)

    assert code == 2
    assert "it is a pipe" in err and "nothing was tested" not in err
