"""Every command by its door: exit codes, data as JSON, and messages that name what is wrong and what there is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.cli import main
from tests.rules.packs.pack_cases import read_case, write_pack

TECH = ("--pack", "national", "--policy", "tech-sme-2017", "--as-of", "2024-06-01")
THIRTY = Path(__file__).parents[1] / "packs" / "thirty_mistakes.txt"


@pytest.fixture
def huiqi(capsys):
    def run(*arguments):
        try:
            code = main(["rules", *map(str, arguments)])
        except SystemExit as stop:
            code = stop.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def facts(tmp_path):
    def write(text, *, encoding="utf-8"):
        path = tmp_path / "company.json"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def scenarios(tmp_path, text):
    path = tmp_path / "scenarios.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pack_without_mistakes_is_0(huiqi):
    code, out, err = huiqi("check", "national")
    assert (code, err) == (0, "")
    assert "0 errors" in out


def test_a_pack_with_thirty_mistakes_shows_each_and_is_1(huiqi, tmp_path):
    files, _ = read_case(THIRTY)
    pack = write_pack(tmp_path, files)

    code, out, _ = huiqi("check", pack)
    data_code, data, _ = huiqi("check", pack, "--json")

    found = json.loads(data)
    assert code == data_code == 1
    assert sum(one["severity"] == "error" for one in found) >= 30
    assert out.count(": error[") == sum(one["severity"] == "error" for one in found)
    assert all(one["path"] and one["problem"] for one in found)


def test_warnings_are_errors_only_where_asked(huiqi, tmp_path):
    pack = write_pack(tmp_path, {"+ policies/award.yaml": "    clauses:\n      - {id: k, zh: 款, en: K, needs: []}\n"})
    code, out, _ = huiqi("check", pack)
    strict, _, _ = huiqi("check", pack, "--strict")
    assert "0 errors" in out and "0 warnings" not in out
    assert (code, strict) == (0, 1)


@pytest.mark.parametrize("command", (("check",), ("test",)))
def test_a_pack_that_is_not_there_is_2_and_the_bundled_ones_are_named(huiqi, tmp_path, command):
    for name in ("nowhere", tmp_path, tmp_path / "file.yaml"):
        code, out, err = huiqi(*command, name)
        assert (code, out) == (2, "")
        assert "no pack.yaml" in err and "national" in err


def test_a_pack_with_errors_cannot_be_run_and_shows_them(huiqi, tmp_path):
    text = "    clauses:\n      - {id: k, zh: 款, en: K, needs: [], amount: salse}\n"
    pack = write_pack(tmp_path, {"+ policies/award.yaml": text})
    code, _, err = huiqi("test", pack)
    assert code == 2
    assert "nothing is called salse" in err and "mend them first" in err


@pytest.mark.parametrize("arguments", ((), ("nope",), ("check",), ("assess",), ("test", "national", "--nope")))
def test_a_wrong_command_line_is_2_with_usage(huiqi, arguments):
    code, _, err = huiqi(*arguments)
    assert code == 2
    assert "usage:" in err


@pytest.mark.parametrize("command", ("check", "test", "assess", "run", "dmn", "demo"))
def test_every_command_explains_itself(huiqi, command):
    code, out, _ = huiqi(command, "--help")
    assert code == 0
    assert len(out) > 80


@pytest.mark.parametrize("options", ((), ("--batch",)))
def test_scenarios_of_a_pack_pass_through_either_back_end(huiqi, options):
    code, out, err = huiqi("test", "national", *options, "--json")
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert data["failed"] == 0 and data["passed"] > 400


SCENARIO = """\
- &base
  name: met
  policy: above-scale
  as_of: 2024-06-01
  given: {行业代码: 0511, 营业收入: 1e8}
  expect: {outcome: nonsense}
- <<: *base
  name: again
"""


def test_a_scenario_that_fails_is_1_and_says_key_expected_and_got(huiqi, tmp_path):
    code, out, _ = huiqi("test", "national", "--scenarios", scenarios(tmp_path, SCENARIO))
    assert code == 1
    assert "met: outcome: expected nonsense, got " in out
    assert "again: outcome: expected nonsense" in out
    assert "0 passed, 2 failed" in out


@pytest.mark.parametrize(
    ("text", "message"),
    (
        ("- name: x\n", "lacks the key 'policy'"),
        ("- {name: x, policy: above-scale}\n", "lacks the key 'as_of'"),
        ("- {policy: abov-scale, as_of: 2024-06-01}\n", "there is no policy 'abov-scale'"),
        ("- {policy: above-scale, as_of: 2024-13-01}\n", "'2024-13-01' is no day of the calendar"),
        ("- {policy: above-scale, as_of: 2024-06-01, expects: {}}\n", "has no key 'expects'"),
        ("- {policy: above-scale, as_of: 2024-06-01, given: {营业收人: 5}}\n", "no fact is called 营业收人"),
        ("- {policy: above-scale, as_of: 2024-06-01, given: {营业收入: 5万}}\n", "'5万' is not a number"),
        ("- {policy: above-scale, as_of: 2024-06-01, given: {营业收入: 1, operating_revenue: 2}}\n", "given twice, under two of its names"),
        ("- {policy: above-scale, as_of: 2024-06-01, given: {营业收入: .nan}}\n", "'.nan' is not a number"),
        ("- {policy: above-scale, as_of: 2024-06-01, given: {营业收入: 1e999999999999}}\n", "too large to be a figure"),
        ("a: b\n", "a scenario file must be a list, here is a mapping"),
        ("- {a: [\n", "yaml-syntax"),
        ("- just text\n", "a scenario is a mapping"),
        ("- {policy: above-scale, as_of: 2024-06-01, parameters: {nope: 1}}\n", "there is no parameter 'nope'"),
        ("- {policy: above-scale, as_of: 2024-06-01, clause: nope}\n", "policy 'above-scale' has no clause 'nope'"),
    ),
)  # fmt: skip
def test_a_scenario_that_cannot_be_read_is_2_and_named(huiqi, tmp_path, text, message):
    code, _, err = huiqi("test", "national", "--scenarios", scenarios(tmp_path, text))
    assert code == 2
    assert message in err
    assert "scenarios.yaml" in err


def test_a_scenario_file_in_another_encoding_is_2(huiqi, tmp_path):
    path = tmp_path / "gbk.yaml"
    path.write_bytes("- {policy: 政策}".encode("gbk"))
    code, _, err = huiqi("test", "national", "--scenarios", path)
    assert code == 2 and "not UTF-8" in err


def test_a_missing_scenario_file_is_2(huiqi, tmp_path):
    assert huiqi("test", "national", "--scenarios", tmp_path / "none.yaml")[0] == 2


@pytest.mark.parametrize(
    ("text", "message"),
    (
        ("{", "not readable as JSON"), ("", "the file is empty"), ("[1]", "an object of facts is needed"), ("null", "an object of facts"),
        ('{"职工总数": 1e400}', "too large to be a figure"), ('{"职工总数": NaN}', "a number is needed"),
        ('{"职工总数": -Infinity}', "a number is needed"), ('{"销售收入": 1e999999999999}', "too large to be a figure"),
        ('{"销售收入": ' + "9" * 5000 + "}", "too large"), ('{"销售收入": 1e-400}', "more than 20 decimals"),
        ('{"销售收入": ' + "[" * 100_000, "not readable as JSON"), ('{"职工总数": 1, "职工总数": 2}', "职工总数 is given twice"),
        ('{"职工总数": 1, "staff": 2}', "staff is given twice, under two of its names"), ('{"职工总数": true}', "a number is needed, not True"),
        ('{"行业代码": 511}', "行业代码: a text is needed, not 511; put it in quotes"), ('{"行业代码": " "}', "an empty text says nothing"),
        ('{"职工总数": 1.5}', "a whole number is needed"), ('{"职工总数": "1,000"}', "write digits without commas"),
        ('{"年销售收入": {"²": 1}}', "is not a year like 2023"), ('{"年销售收入": {"２０２３": 1}}', "is not a year like 2023"),
        ('{"年销售收入": 5}', "a figure for each year"), ('{"职工人数": 5}', "no fact is called 职工人数; did you mean"),
        ('{"直接确认条件": "zzz"}', "is not one of hnte"), ('{"行业代码": true}', "a text is needed"),
    ),
)  # fmt: skip
def test_facts_that_cannot_be_read_are_2_and_named(huiqi, facts, text, message):
    code, out, err = huiqi("assess", *TECH, "--facts", facts(text))
    assert (code, out) == (2, "")
    assert message in err
    assert len(err) < 600


def test_all_problems_of_the_facts_are_shown_at_once(huiqi, facts):
    code, _, err = huiqi("assess", *TECH, "--facts", facts('{"职工总数": "x", "foo": 1, "销售收入": "y"}'))
    assert code == 2
    assert err.count("company.json: ") == 3


def test_facts_in_another_encoding_or_a_folder_are_2(huiqi, facts, tmp_path):
    assert "not UTF-8 text" in huiqi("assess", *TECH, "--facts", facts('{"职工总数": 1}', encoding="gbk"))[2]
    for path in (tmp_path, tmp_path / "none.json"):
        code, _, err = huiqi("assess", *TECH, "--facts", path)
        assert code == 2 and str(path) in err


@pytest.mark.parametrize(
    ("changed", "message"),
    (
        ({"--policy": "nope"}, "no such policy in the pack; it has: above-scale"),
        ({"--pack": "nope"}, "no bundled pack of that name"),
        ({"--clause": "nope"}, "no such clause in tech-sme-2017; it has: recognition"),
        ({"--as-of": "2024-6-1"}, "is not a day like 2024-06-01"),
        ({"--as-of": "20240601"}, "is not a day like 2024-06-01"),
        ({"--as-of": "2024-W22-6"}, "is not a day like 2024-06-01"),
    ),
)
def test_a_name_that_is_not_there_is_2_and_those_that_are_are_named(huiqi, facts, changed, message):
    given = dict(zip(TECH[::2], TECH[1::2], strict=True)) | changed
    code, out, err = huiqi("assess", *(part for pair in given.items() for part in pair), "--facts", facts("{}"))
    assert (code, out) == (2, "")
    assert message in err


def test_an_assessment_as_data_is_exact(huiqi, facts):
    text = '{"销售收入": 1e8, "研发费用总额": 0.30000000000000004, "职工总数": 100, "科技人员数": 30}'
    code, out, err = huiqi("assess", *TECH, "--facts", facts("\ufeff" + text), "--json")
    data = json.loads(out, parse_float=Decimal)
    assert (code, err) == (0, "")
    assert data["outcome"] == "unknown"
    assert data["amount_kind"] == "none"
    assert set(data["missing"]) and data["pack_hash"]
    assert {"reasons", "distance", "questions", "values", "conditions", "next_change"} <= set(data)


def test_no_float_is_ever_made(huiqi, facts, monkeypatch):
    monkeypatch.setattr("builtins.float", None)
    text = '{"销售收入": 0.1, "研发费用总额": 0.2, "成本费用支出总额": 0.3}'
    assert huiqi("assess", *TECH, "--facts", facts(text), "--json")[0] == 0


@pytest.mark.parametrize("language", ("zh", "en"))
def test_an_assessment_is_told_in_either_language(huiqi, facts, language):
    code, out, err = huiqi("assess", *TECH, "--facts", facts("{}"), "--language", language)
    assert (code, err) == (0, "")
    assert any("\u4e00" <= char <= "\u9fff" for char in out) or language == "en"


def test_impossible_figures_are_told_all_at_once(huiqi, facts):
    code, out, err = huiqi("assess", *TECH, "--facts", facts('{"职工总数": -5, "科技人员数": -1, "销售收入": 10}'))
    assert (code, out) == (2, "")
    assert "职工总数: -5 is an impossible value: it must lie between 0 and …" in err
    assert "科技人员数: -1" in err


def test_a_policy_not_in_force_is_an_answer(huiqi, facts):
    given = ("--pack", "national", "--policy", "tech-sme-2017", "--as-of", "1999-01-01")
    code, out, _ = huiqi("assess", *given, "--facts", facts("{}"), "--json")
    data = json.loads(out)
    assert code == 0
    assert (data["outcome"], data["failed"], data["version"]) == ("not_met", ["in_force"], None)
    assert data["next_change"] == "2017-05-03"


def register(
    tmp_path,
    text="统一社会信用代码,企业名称,职工总数,营业收入,行业代码\n91110000100000000A,甲,5,100,0511\n,乙,x,1e3,3911\n",
):
    path = tmp_path / "register.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ("csv", "xlsx", "parquet"))
def test_a_register_is_assessed_into_every_kind_of_table(huiqi, tmp_path, kind):
    out_file = tmp_path / f"results.{kind}"
    code, out, _ = huiqi(
        "run", "--pack", "national", "--as-of", "2024-06-01", "--table", register(tmp_path), "--out", out_file
    )
    assert code == 0
    assert out_file.stat().st_size > 100
    assert "rows written to" in out


@pytest.mark.parametrize(
    "changed",
    (
        {"--table": "none.csv"},
        {"--table": "."},
        {"--out": "results.pdf"},
        {"--columns": "none.yaml"},
        {"--policy": "nope"},
        {"--pack": "nope"},
    ),
)
def test_what_a_run_cannot_read_or_write_is_2(huiqi, tmp_path, changed, monkeypatch):
    path = register(tmp_path)
    monkeypatch.chdir(tmp_path)
    given = {"--pack": "national", "--as-of": "2024-06-01", "--table": path, "--out": "results.csv"} | changed
    code, _, err = huiqi("run", *(part for pair in given.items() for part in pair))
    assert code == 2
    assert err.strip()
    assert not (tmp_path / "results.csv").exists()


def test_a_folder_without_models_is_2(huiqi, tmp_path):
    assert huiqi("dmn", "test", tmp_path)[0] == 2
    assert huiqi("dmn", "test", tmp_path / "none")[0] == 2


def test_a_closed_pipe_is_no_error():
    code = "import sys; from huiqi_rules.cli import main; sys.exit(main(['rules', 'check', 'national', '--json']))"
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run([sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, timeout=300, check=False,
                              env={**os.environ, "PYTHONPATH": "src"}, cwd=Path(__file__).parents[3])  # fmt: skip
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
