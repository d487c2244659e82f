"""Models made to do harm, and models broken at random: a message or a note, never a crash, never an endless run."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

import pytest

from huiqi_rules.dmn.model import load_model
from huiqi_rules.dmn.xml import DEPTH_MAX, UnreadableModel, parse_xml
from tests.rules.dmn.building import decision, definitions, input_data, knowledge, write

BOMBS = (
    "1e999999", "10**10**10", "(10**6000)**99", "0**-1", "exp(1e9)", "decimal(1, 99999)", "round up(1e-6000, 6000)",
    "for i in 1..10**12 return i", "{f: function(x) f(x), r: f(1)}.r",
    "(function(f) f(f))(function(f) f(f))", 'string join(for i in 1..99999 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "")',
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "(a+)+$", "b")', 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a*)*c")',
    "for i in 1..999 return partial", 'for i in 1..99 return if i = 1 then "aaaaaaaa" else partial[-1] + partial[-1]',
    'date("999999999-12-31") + duration("P999999999Y")', '@"P99999999999999999Y"', 'duration("P1D") * 1e6000',
    "(" * 5_000, "[" * 5_000, "-" * 5_000 + "1", "not(" * 5_000, "if " * 5_000, '"\\uD800"', "/*", "]" * 99, "\u202e",
)  # fmt: skip


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: text[:40])
def test_a_formula_made_to_explode_gives_null_or_a_value_and_ends(tmp_path, text):
    model = load_model(write(tmp_path, decision("found", text)))
    answer = model.answer("found", {})
    assert answer.value is None or not answer.findings
    assert all(finding.place.line == 2 and "`found`" in finding.problem for finding in answer.findings)


def test_a_chain_of_thousands_of_decisions_ends_with_a_note(tmp_path):
    chain = [decision(f"d{number}", f"d{number - 1} + 1", f"decision d{number - 1}") for number in range(1, 400)]
    model = load_model(write(tmp_path, decision("d0", "0"), *chain))
    assert model.answer("d100", {}).value == 100
    answer = model.answer("d399", {})
    assert (answer.value, [finding.code for finding in answer.findings]) == (None, ["limit"])


@pytest.mark.parametrize(
    ("text", "problem"),
    (
        ("<a>" * (DEPTH_MAX + 1) + "</a>" * (DEPTH_MAX + 1), f"model:1: more elements nested deeper than {DEPTH_MAX}"),
        ('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', "model:2: a document type is refused: a"),
        ("<a>&b;</a>", "undefined entity"),
        ('<?xml version="1.0" encoding="utf-99"?><a/>', "not well-formed"),
        ("<a b='1' b='2'/>", "duplicate attribute"),
    ),
)
def test_hostile_xml_is_refused_with_the_line(text, problem):
    with pytest.raises(UnreadableModel, match=re.escape(problem)):
        parse_xml(text.encode(), "model")


def test_more_elements_than_a_model_has_are_refused_while_they_are_read(monkeypatch):
    monkeypatch.setattr("huiqi_rules.dmn.xml.ELEMENTS_MAX", 1_000)
    with pytest.raises(UnreadableModel, match="model:1: more elements than 1,000"):
        parse_xml(b"<a>" + b"<b/>" * 1_001 + b"</a>", "model")


def whole_model():
    table = (
        '<decisionTable hitPolicy="COLLECT" aggregation="SUM"><input><inputExpression><text>n</text></inputExpression></input>'
        "<output name='out'/><rule><inputEntry><text>&lt; 5, [7..9]</text></inputEntry><outputEntry><text>half(n)</text></outputEntry>"
        "</rule></decisionTable>"
    )
    context = (
        '<context><contextEntry><variable name="a" typeRef="tList"/><list><literalExpression><text>n</text></literalExpression>'
        "</list></contextEntry><contextEntry><literalExpression><text>a[item > 1]</text></literalExpression></contextEntry></context>"
    )
    return definitions(
        '<itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef><allowedValues><text>&gt; 0</text>'
        "</allowedValues></itemDefinition>",
        input_data("n", "number"),
        knowledge("half", {"x": "number"}, "x / 2"),
        decision("table", table, "input n", "knowledge half"),
        decision("boxed", context, "input n", type_name="tList"),
        decision(
            "loop", "for i in 1..n, j in boxed return i * j + table", "input n", "decision boxed", "decision table"
        ),
        '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#loop"/><inputData href="#n"/></decisionService>',
    )


def broken(text, draw):
    for _ in range(draw.choice((1, 1, 2, 5))):
        place, other = draw.randrange(len(text)), draw.randrange(len(text))
        words = [match.span() for match in re.finditer(r'(?<=")[^"<>]*(?=")|(?<=<text>)[^<]*', text)]
        start, end = draw.choice(words) if words else (place, place)
        match draw.randrange(6):
            case 0:
                text = text[:place] + text[place + draw.randrange(1, 30) :]
            case 1:
                text = text[:place] + text[other : other + draw.randrange(60)] + text[place:]
            case 2:
                text = (
                    text[:start]
                    + draw.choice(("", "#", "-", "n", "#loop", "list", "Java", "1e999", "?", "\U0001f40e"))
                    + text[end:]
                )
            case 3:
                text = text[:start] + draw.choice("([{") * draw.choice((1, 300)) + text[start:]
            case 4:
                first, last = draw.choice(words) if words else (place, place)
                text = text[:start] + text[first:last] + text[end:]
            case _:
                text = text[:place] + draw.choice("<>&\"'\x00\u3000]") + text[place + 1 :]
        text = text or " "
    return text


@pytest.mark.parametrize("seed", range(4))
def test_models_broken_at_random_are_refused_or_answer(tmp_path, seed):
    draw, path, whole = Random(seed), tmp_path / "model.dmn", whole_model()
    answered = 0
    for _ in range(75):
        path.write_text(broken(whole, draw), encoding="utf-8")
        try:
            model = load_model(path)
        except UnreadableModel:
            continue
        for element in model.main.elements:
            answer = model.answer(element.name, {"n": Decimal(8)})
            answered += all(str(finding) for finding in answer.findings)
    assert answered > 20
