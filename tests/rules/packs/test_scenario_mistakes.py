"""Mistakes in scenarios are shown all at once, each at the key or value that holds it; `check` and `test` say the same."""

from __future__ import annotations

import pytest

from huiqi_rules.cli import main
from tests.rules.packs.pack_cases import FACTS, write_pack

YEARLY = "yearly_sales: {zh: 年销售收入, en: Yearly sales, type: money, annual: true, min: 0}\n"
WAYS = "ways: {zh: 途径, en: Ways, type: set, options: [award, standard]}\nshare: {zh: 占比, en: Share, type: ratio, min: -1, max: 0}\n"
PARAMETERS = """\
limit: {zh: 限额, en: Limit, type: int, values: [{from: 2024-01-01, value: 5, source: {document: 甲, article: 一}}]}
word: {zh: 词, en: Word, type: text, values: [{from: 2024-01-01, value: a, source: {document: 甲, article: 一}}]}
"""
CLAUSES = """\
    conditions:
      big: {zh: 三百人以上, en: 300 staff or more, when: 职工总数 >= 300}
    clauses:
      - {id: prize, zh: 奖金, en: Prize, needs: [big], amount: 元(5000)}
      - {id: badge, zh: 牌匾, en: Badge, needs: [big]}
"""
HEAD = "- {name: n, policy: award, as_of: 2024-06-01, expect: {outcome: met}, "


@pytest.fixture
def shown(tmp_path, capsys):
    """What `check` and `test` say about one scenario file: `line:column code problem` of each, and their exit codes."""

    def run(text):  # `check` shows them in the order of the lines, `test` as they are read
        pack = write_pack(tmp_path, {"+ policies/award.yaml": CLAUSES, "facts.yaml": FACTS + YEARLY + WAYS,
                                     "parameters.yaml": PARAMETERS, "scenarios/award.yaml": text})  # fmt: skip
        told, codes = [], []
        for command, severity in (("check", "error"), ("test", "error")):
            codes.append(main(["rules", command, str(pack)]))
            printed = "".join(capsys.readouterr())
            lines = [
                line.partition("scenarios/award.yaml:")[2] for line in printed.splitlines() if f" {severity}[" in line
            ]
            told.append([line for line in lines if line and "[scenario-expect]" not in line])
        assert sorted(told[0]) == sorted(told[1])
        return told[1], tuple(codes)

    return run


@pytest.mark.parametrize(
    ("rest", "code", "problem"),
    (
        ("given: {职工总数: ¦-5}}", "scenario-value", "职工总数: -5 is an impossible value: it must lie between 0 and …"),
        ("given: {占比: ¦0.5}}", "scenario-value", "占比: 0.5 is an impossible value: it must lie between -1 and 0"),
        ("given: {年销售收入: {2021: 5, 2022: ¦-1}}}", "scenario-value", "年销售收入: -1 is an impossible value"),
        ("given: {年销售收入: {¦21: 5}}}", "scenario-value", "年销售收入: '21' is not a year like 2023"),
        ("given: {途径: [award, ¦prize]}}", "scenario-value", "途径: 'prize' is not one of award, standard"),
        ("given: {途径: ¦no}}", "scenario-value", "途径: one of award, standard is needed"),
        ("given: {¦职工数: 5}}", "scenario-name", "no fact is called 职工数"),
        ("given: {职工总数: 5, ¦staff: 5}}", "scenario-name", "staff is given twice, under two of its names"),
        ("given: ¦[职工总数]}", "wrong-shape", "'given' must be a mapping from facts to values"),
        ("budget: ¦-5}", "wrong-number", "a budget cannot be below 0, here is -5"),
        ("budget: ¦5万}", "wrong-number", "'budget' of a scenario: '5万' is not a number"),
        ("¦givne: {}}", "unknown-key", "a scenario has no key 'givne'"),
        ("parameters: {¦limt: 5}}", "scenario-name", "there is no parameter 'limt'"),
        ("parameters: {limit: ¦1.5}}", "scenario-value", "limit: a whole number is needed, not 1.5"),
        ("parameters: {limit: 1, ¦限额: 2}}", "duplicate-key", "the parameter 'limit' is given twice"),
        ("clause: ¦price}", "scenario-name", "policy 'award' has no clause 'price'"),
        ("history: [{clause: ¦price, period: 2023}]}", "scenario-name", "policy 'award' has no clause 'price'"),
        ("history: [¦{period: 2023}]}", "missing-key", "an entry of history lacks the key 'clause'"),
        ("history: [{clause: prize, stage: ¦half}]}", "unknown-word", "'stage' of an entry of history cannot be 'half'"),
        ("history: [{clause: prize, date: ¦2023-02-30}]}", "wrong-date", "'date' of an entry of history '2023-02-30' is no day"),
        ("subjects: [{id: A}, {id: ¦A}]}", "duplicate-id", "two subjects have the same id"),
        ("subjects: [{id: A, ¦fact: {}}]}", "unknown-key", "a subject has no key 'fact'"),
        ("claim_period: ¦x}", "wrong-number", "'claim_period' of a scenario: 'x' is not a number"),
    ),
)  # fmt: skip
def test_one_mistake_is_shown_where_it_stands(shown, rest, code, problem):
    head = HEAD.replace("expect: {outcome: met}, ", "") if rest.startswith("subjects") else HEAD
    place = f"1:{len(head) + rest.index('¦') + 1}: error[{code}]"

    told, codes = shown(head + rest.replace("¦", ""))

    assert [line[: len(place)] for line in told] == [place]
    assert problem in told[0]
    assert codes == (1, 2)


def test_all_mistakes_of_all_scenarios_are_shown(shown):
    text = (
        HEAD
        + "givne: {}, buget: 5, given: {职工数: 5, 职工总数: -5, 年销售收入: {21: 1, 2022: x}}, budget: -1, clause: no}\n"
        "- {name: m, polcy: award, as_of: 2024-13-01, budget: -1}\n- text\n"
    )

    told, _ = shown(text)

    assert len(told) == 13


def test_a_mistake_in_what_several_scenarios_merge_is_told_once(shown):
    text = "- &base {name: a, policy: award, as_of: 2024-06-01, given: {职工总数: -5}, expect: {outcome: met}}\n- {<<: *base, name: b}\n"

    told, _ = shown(text)

    assert len(told) == 1


def test_parameters_of_every_type_are_set(tmp_path, capsys):
    rules = CLAUSES.replace("when: 职工总数 >= 300", "when: '职工总数 >= limit and word = \"b\"'")
    parameters = PARAMETERS.replace("type: int", "type: int, unit: person")
    text = HEAD + "given: {职工总数: 3}, parameters: {limit: 3, 词: b}, clause: award/prize}\n"
    pack = write_pack(
        tmp_path, {"+ policies/award.yaml": rules, "parameters.yaml": parameters, "scenarios/award.yaml": text}
    )

    assert main(["rules", "test", str(pack)]) == 0, capsys.readouterr()
    assert "1 passed, 0 failed" in capsys.readouterr().out
