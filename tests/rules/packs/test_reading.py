"""What a pack that is right becomes: exact figures, trees, places."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huiqi_rules.core.types import MONEY, AnnualType, NumberType, Unit
from huiqi_rules.model.limits import Period, PoolMode, TieRule
from huiqi_rules.model.policy import ExactAmount, RangeAmount, Unpublished
from huiqi_rules.packs import load_pack
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.parser import parse_expression
from huiqi_rules.syntax.printer import print_expression
from tests.rules.packs.pack_cases import FACTS, POLICY, write_pack

CLAUSES = "    clauses: [{id: k, zh: 款, en: K, needs: []}]\n"


@pytest.fixture
def load(tmp_path):
    def loaded(files):
        result = load_pack(write_pack(tmp_path, files), search=())
        assert [str(item) for item in result.findings.items] == []
        return result.rulebook

    return loaded


def version_of(load, body, **more):
    clauses = "" if "clauses:" in body else CLAUSES
    return load({"+ policies/award.yaml": body + clauses, **more}).policies["award"].versions[0]


def test_numbers_are_exact(load):
    figures = {
        "a": ("money", "30万元", "300000"), "b": ("money", "0.1亿", "10000000"), "c": ("money", "1,234.56", "1234.56"),
        "d": ("ratio", "5%", "0.05"), "e": ("ratio", "0.1", "0.1"), "f": ("money", "123456789012345678901.01万", "1234567890123456789010100"),
    }  # fmt: skip
    text = "".join(
        f"{key}:\n  zh: 额{key}\n  en: A\n  type: {kind}\n  values:\n  - from: 2024-01-01\n    value: {shown}\n"
        for key, (kind, shown, _) in figures.items()
    )

    parameters = load({"parameters.yaml": text}).parameters

    assert {key: parameters[key].values[0].value for key in figures} == {
        key: Decimal(exact) for key, (_, _, exact) in figures.items()
    }


def test_unpublished_is_unknown(load):
    text = "a: {zh: 额, en: A, type: money, values: [{from: 2024-01-01, to: null, value: unpublished}]}\n"

    parameter = load({"parameters.yaml": text}).parameters["a"]

    assert parameter.on(date(2024, 5, 1)).value is None
    assert parameter.on(date(2023, 5, 1)) is None


def test_types_of_facts(load):
    text = (
        "a: {zh: 甲数, en: A, type: money, annual: true, min: 1万}\n"
        "b: {zh: 乙数, en: B, type: number, unit: yuan/person}\n"
        "c: {zh: 丙, en: C, type: enum, options: {x: {zh: 一, en: one}, y: {zh: 二, en: two}}}\n"
    )

    facts = load({"facts.yaml": text}).facts

    assert facts["a"].type == AnnualType(MONEY)
    assert facts["a"].minimum == 10000
    assert facts["b"].type == NumberType(Unit((("person", -1), ("yuan", 1))))
    assert [code for code, _ in facts["c"].labels] == ["x", "y"]


SHORT_FORMS = {
    "points: {of: 职工总数, bands: [[30, 20], [0, 0]]}": "points(职工总数, [[30, 20], [0, 0]])",
    "points: {of: 职工总数, at_most: [[30, 20]]}": "points at most(职工总数, [[30, 20]])",
    "best: [{of: staff, bands: [[1, 2]]}, 科技人员数 * 2]": "max(points(staff, [[1, 2]]), 科技人员数 * 2)",
    "sum: [staff, 科技人员数, 3]": "staff + 科技人员数 + 3",
    "sum: [staff]": "staff",
    "of: staff": "staff",
}


@pytest.mark.parametrize(("written", "meaning"), SHORT_FORMS.items())
def test_short_forms_are_feel(load, written, meaning):
    version = version_of(load, f"    values:\n      score: {{zh: 分, en: Score, {written}}}\n")

    assert version.values[0].of.tree == parse_expression(meaning)


ROWS = {
    "'-'": None, "'10'": "staff = 10", "'< 10'": "staff < 10", "'[1..5]'": "staff between 1 and 5", "1..5": "staff between 1 and 5",
    "'[1..5)'": "staff >= 1 and staff < 5", "'(1..5]'": "staff > 1 and staff <= 5", "'1, 2'": "staff = 1 or staff = 2",
    "'not(1, 2)'": "not(staff = 1 or staff = 2)", "'? > 3'": "staff > 3", "'1..2, 7'": "staff between 1 and 2 or staff = 7",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "meaning"), ROWS.items())
def test_cells_are_conditions(load, cell, meaning):
    version = version_of(load, f"""    tables:
      size:
        inputs: [staff]
        outputs: {{size: {{zh: 规模, en: Size, type: text}}}}
        rows: [[[{cell}], [小]]]
        otherwise: [大]
""")  # fmt: skip

    expected = '"小"' if meaning is None else f'if {meaning} then "小" else "大"'
    assert print_expression(version.values[0].of.tree) == print_expression(parse_expression(expected))


def test_outputs_of_money_are_yuan(load):
    version = version_of(load, """    tables:
      prize:
        inputs: [staff]
        outputs: {prize: {zh: 奖, en: Prize, type: money}}
        rows: [[['1'], [5]], [['2'], [3万]], [['3'], [万元(2)]], [['4'], [unpublished]]]
""")  # fmt: skip

    expected = "if staff = 1 then 元(5) else if staff = 2 then 元(30000) else if staff = 3 then 万元(2) else null"
    assert print_expression(version.values[0].of.tree) == print_expression(parse_expression(expected))


def test_sources_fall_back_part_by_part(load):
    version = version_of(load, """    conditions:
      a: {zh: 甲, en: A, when: staff > 1, source: {article: 第二条}}
      b: {zh: 乙, en: B, when: staff > 1, source: 第三条}
      c: {zh: 丙, en: C, when: staff > 1, source: {document: 另文}}
      d: {zh: 丁, en: D, when: staff > 1}
""")  # fmt: skip

    assert [condition.source.cite() for condition in version.conditions] == [
        "区发〔2024〕1号 第二条", "区发〔2024〕1号 第三条", "另文", "区发〔2024〕1号 第一条",
    ]  # fmt: skip


def test_amounts_and_limits(load):
    version = version_of(load, """    clauses:
      - {id: a, zh: 甲, en: A, needs: [], amount: {of: 万元(1) * 0.5, at_most: 万元(500), digits: 0}}
      - {id: b, zh: 乙, en: B, needs: [], amount: {up_to: 万元(50)}}
      - {id: c, zh: 丙, en: C, needs: [], amount: {from: 万元(1), to: 万元(5)}}
      - {id: d, zh: 丁, en: D, needs: [], amount: unpublished}
      - id: e
        zh: 戊
        en: E
        needs: []
        delivery: fast_claim
        notice_days: 5
        limits:
          first_time: {with: [award/a]}
          once_per: ever
          cooling_off_years: 4
          most_times: 3
          stages: {interim: 0.8, stage: '"final"'}
          ranking: {by: staff, places: 3, prizes: [万元(5), 万元(3)], order: ascending, floor: staff >= 85, ties: share}
          quota: {places: 10, by: staff}
          group: {id: ip, period: year}
          caps: [{id: interest, amount: 万元(60), period: ever}]
          pool: {id: fund, amount: unpublished, mode: pro_rata, queue_by: staff}
          payers: {city: 0.5, zone: 0.5}
""")  # fmt: skip

    exact, up_to, between, unknown, limited = version.clauses
    assert isinstance(exact.amount, ExactAmount)
    assert exact.amount.digits == 0
    assert isinstance(up_to.amount, RangeAmount)
    assert up_to.amount.low is None
    assert between.amount.low.text == "万元(1)"
    assert unknown.amount == Unpublished()
    limits = limited.limits
    assert (limits.first_time, limits.first_time_with, limits.once_per) == (True, ("award/a",), Period.EVER)
    assert (limits.cooling_off_years, limits.most_times, limits.stages.share) == (4, 3, Decimal("0.8"))
    assert (limits.ranking.ascending, limits.ranking.ties, len(limits.ranking.prizes)) == (True, TieRule.SHARE, 2)
    assert (limits.quota, limits.group.id, limits.caps[0].period) == (10, "ip", Period.EVER)
    assert (limits.pool.amount, limits.pool.mode) == (None, PoolMode.PRO_RATA)
    assert [payer.share for payer in limits.payers] == [Decimal("0.5"), Decimal("0.5")]


PLACES = """\
    values:
      a: {zh: 甲, en: A, of: 1 + staff}
      b: {zh: 乙, en: B, of: '1 + staff'}
      c:
        zh: 丙
        en: C
        of: >-
          1 +
            staff
      d:
        zh: 丁
        en: D
        of: |

          1 +
          staff
      e:
        zh: 戊
        en: E
        of: 1 +
            staff
      f:
        zh: 己
        en: F
        points:
          of: 1 + staff
          bands: [[1, 2]]
      g: {zh: 庚, en: G, best: [{of: 3, bands: [[1, staff]]}]}
    tables:
      t:
        inputs: [1 + staff]
        outputs: {h: {zh: 辛, en: H, type: int}}
        rows:
          - [['1'], [2]]
"""


def test_places_of_parts_of_formulas(load):
    version = version_of(load, PLACES)
    lines = (POLICY + PLACES).splitlines()

    for value in version.values:
        names = [node for node in every(value.of.tree) if isinstance(node, ast.Name) and node.name == "staff"]
        assert names, value.id
        for name in names:
            place = value.of.place_of(name.span)
            assert lines[place.line - 1][place.column - 1 :].startswith("staff"), (value.id, place)


def every(node):
    if isinstance(node, tuple):
        return [found for part in node for found in every(part)]
    if not isinstance(node, ast.Node):
        return []
    return [node, *(found for name in type(node).__slots__ for found in every(getattr(node, name)))]


def test_names_of_several_words_are_known(load):
    facts = FACTS + "rd: {zh: R&D 费用, en: R&D, type: money}\nratio: {zh: 上一年 占比, en: Share, type: ratio}\n"
    body = "    conditions:\n      a: {zh: 甲, en: A, when: 上一年 占比 > 0.1 and policy year > 2020 and as of > 注册日期}\n"

    version = version_of(load, body, **{"facts.yaml": facts})

    names = {node.name for node in every(version.conditions[0].when.tree) if isinstance(node, ast.Name)}
    assert names == {"上一年 占比", "policy year", "as of", "注册日期"}


def test_short_names_lead_to_ids(load):
    head = POLICY.replace("versions:", "facts: {s: 职工总数, k: science_staff}\nversions:")

    policy = load({"policies/award.yaml": head + CLAUSES}).policies["award"]

    assert policy.aliases == {"s": "staff", "k": "science_staff"}
