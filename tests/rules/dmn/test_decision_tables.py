"""Decision tables: every hit policy and aggregation, several outputs, defaults, input values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi_rules.dmn.model import load_model

RULES = (("< 10", '"B"', "1"), (">= 5", '"A"', "2"), ("> 7", '"B"', "4"), ("> 100", '"A"', "2"), ("> 100", '"A"', "2"))


def table(tmp_path, outputs, *, policy, aggregation="", rules=RULES, default="", input_values=""):
    columns = {"grade": 1, "points": 2}
    output = "".join(
        f'<output name="{name}">'
        + ('<outputValues><text>"A", "B"</text></outputValues>' if name == "grade" else "")
        + (f"<defaultOutputEntry><text>{default}</text></defaultOutputEntry>" if default else "")
        + "</output>"
        for name in outputs
    )
    rows = "".join(
        f"<rule><inputEntry><text><![CDATA[{rule[0]}]]></text></inputEntry>"
        + "".join(f"<outputEntry><text>{rule[columns[name]]}</text></outputEntry>" for name in outputs)
        + "</rule>"
        for rule in rules
    )
    values = f"<inputValues><text>{input_values}</text></inputValues>" if input_values else ""
    chosen = f'aggregation="{aggregation}"' if aggregation else ""
    path = tmp_path / "table.dmn"
    path.write_text(
        f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:t" name="t">
        <inputData id="x" name="x"><variable name="x"/></inputData>
        <decision id="d" name="d"><variable name="d"/>
        <informationRequirement><requiredInput href="#x"/></informationRequirement>
        <decisionTable hitPolicy="{policy}" {chosen}>
        <input><inputExpression><text>x</text></inputExpression>{values}</input>{output}{rows}
        </decisionTable></decision></definitions>""",
        encoding="utf-8",
    )
    model = load_model(path)
    return lambda value: model.evaluate("d", {"x": value if isinstance(value, str | None) else Decimal(value)})


def plain(value):
    if isinstance(value, list):
        return [plain(item) for item in value]
    return int(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize(
    ("policy", "aggregation", "value", "expected"),
    (
        ("UNIQUE", "", 3, 1),
        ("UNIQUE", "", 6, None),
        ("ANY", "", 200, None),
        ("ANY", "", 6, None),
        ("FIRST", "", 8, 1),
        ("FIRST", "", 20, 2),
        ("RULE ORDER", "", 8, [1, 2, 4]),
        ("COLLECT", "", 8, [1, 2, 4]),
        ("COLLECT", "SUM", 8, 7),
        ("COLLECT", "MIN", 8, 1),
        ("COLLECT", "MAX", 8, 4),
        ("COLLECT", "COUNT", 8, 3),
        ("COLLECT", "SUM", None, None),
    ),
)
def test_hit_policy_decides_between_matching_rules(tmp_path, policy, aggregation, value, expected):
    assert plain(table(tmp_path, ["points"], policy=policy, aggregation=aggregation)(value)) == expected


def test_any_accepts_rules_that_agree(tmp_path):
    assert table(tmp_path, ["points"], policy="ANY", rules=RULES[3:])(200) == 2


@pytest.mark.parametrize(("policy", "expected"), (("PRIORITY", "A"), ("OUTPUT ORDER", ["A", "B", "B"])))
def test_priority_follows_the_order_of_output_values(tmp_path, policy, expected):
    assert table(tmp_path, ["grade"], policy=policy)(8) == expected


def test_several_outputs_make_a_context(tmp_path):
    assert table(tmp_path, ["grade", "points"], policy="FIRST")(20) == {"grade": "A", "points": 2}
    assert table(tmp_path, ["grade", "points"], policy="PRIORITY")(8) == {"grade": "A", "points": 2}


def test_no_matching_rule_gives_the_default_or_null(tmp_path):
    assert table(tmp_path, ["points"], policy="UNIQUE")("text") is None
    assert table(tmp_path, ["points"], policy="UNIQUE", default="9")("text") == 9


def test_an_input_outside_its_values_gives_null(tmp_path):
    limited = table(tmp_path, ["points"], policy="FIRST", input_values="[0..50]")
    assert limited(20) == 2
    assert limited(60) is None


@pytest.mark.parametrize(
    ("cell", "value", "matches"),
    (
        ("-", None, True),
        ("", 1, True),
        ("null", None, True),
        ("null", 1, False),
        ("1, 2", 2, True),
        ("not(1, 2)", 2, False),
        ("not(1, 2)", 3, True),
        ("[1..3)", 3, False),
        ("? * 2 > 5", 3, True),
        ("? * 2 > 5", 2, False),
        ('"a"', "a", True),
        ("[1, 2]", 2, True),
        ("< 5", "a", False),
    ),
)
def test_a_cell_tests_the_value(tmp_path, cell, value, matches):
    found = table(tmp_path, ["points"], policy="FIRST", rules=((cell, '"A"', "1"),))(value)
    assert found == (1 if matches else None)
