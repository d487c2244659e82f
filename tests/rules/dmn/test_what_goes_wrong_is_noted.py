"""A value that a model cannot give is null, and a note says which element, on which line, and why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi_rules.dmn.model import load_model
from tests.rules.dmn.building import decision, input_data, knowledge, write

TABLE = (
    '<decisionTable hitPolicy="{policy}"><input><inputExpression><text>n</text></inputExpression>{values}</input>'
    '<output name="out"><outputValues><text>1, 2</text></outputValues></output>'
    "<rule><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
    "<rule><inputEntry><text>&lt; 9</text></inputEntry><outputEntry><text>{second}</text></outputEntry></rule>"
    "</decisionTable>"
)
INPUT_VALUES = "<inputValues><text>1, 2</text></inputValues>"


def table(policy="UNIQUE", values="", second="2"):
    return TABLE.format(policy=policy, values=values, second=second)


@pytest.mark.parametrize(
    ("logic", "type_name", "code", "words"),
    (
        ('"123"', "number", "wrong-type", 'the result is "123", which is no `number`'),
        ("half(1, 2)", "", "call-refused", "takes 1 arguments and was given 2"),
        ('half("a")', "", "call-refused", "the argument `x` is of another type"),
        ("half(y: 1)", "", "call-refused", "has no parameter `y`"),
        (table(), "", "several-rules", "2 rules match"),
        (table("ANY"), "", "rules-disagree", "different outputs"),
        (table("FIRST", INPUT_VALUES), "", "input-not-allowed", "the input `n` is 3"),
        (table("RULE ORDER", second="7"), "", "output-not-allowed", "the output out is 7"),
        (table("NEAREST"), "", "unknown-hit-policy", "`NEAREST` is no hit policy"),
        ("n + ", "", "feel-syntax", "expected"),
        ("<invocation><literalExpression><text>n</text></literalExpression></invocation>", "", "no-function", "is 3, no"),
        ('<literalExpression expressionLanguage="urn:python"><text>n</text></literalExpression>', "", "unknown-language", "FEEL"),
        ('<functionDefinition kind="Java"></functionDefinition>', "tNone", "unknown-type", "no type `tNone`"),
        ("for i in 1..10**12 return i", "", "limit", "more than"),
    ),
)  # fmt: skip
def test_a_note_names_the_element_its_line_and_the_reason(tmp_path, logic, type_name, code, words):
    half = knowledge("half", {"x": "number"}, "x / 2")
    found = decision("found", logic, "input n", "knowledge half", type_name=type_name)
    model = load_model(write(tmp_path, input_data("n", "number"), half, found))
    answer = model.answer("found", {"n": Decimal(3)})
    noted = [finding for finding in answer.findings if finding.code == code]
    assert [words in finding.problem for finding in noted] == [True], answer.findings
    assert str(noted[0].place) == ("model.dmn:3" if code == "call-refused" else "model.dmn:4")
    assert "`half`" in noted[0].problem if code == "call-refused" else "`found`" in noted[0].problem


def test_a_function_in_another_language_is_null_and_said_to_be_so(tmp_path):
    java = decision("java", '<functionDefinition kind="Java"><formalParameter name="x"/></functionDefinition>')
    model = load_model(write(tmp_path, java, decision("found", "java(1)", "decision java")))
    answer = model.answer("found", {})
    assert answer.value is None
    assert [(finding.code, finding.place.line) for finding in answer.findings] == [("foreign-code", 2)]


def test_a_wrong_input_is_null_and_noted(tmp_path):
    model = load_model(write(tmp_path, input_data("n", "number"), decision("found", "n = null", "input n")))
    answer = model.answer("found", {"n": "three"})
    assert answer.value is True
    assert [finding.code for finding in answer.findings] == ["wrong-type"]
    assert "input data `n`" in answer.findings[0].problem


def test_a_right_answer_has_no_notes(tmp_path):
    model = load_model(write(tmp_path, input_data("n", "number"), decision("found", table("FIRST"), "input n")))
    assert model.answer("found", {"n": Decimal(3)}) == type(model.answer("found", {}))(Decimal(1), ())


def test_what_goes_wrong_a_million_times_is_said_once(tmp_path):
    half = knowledge("half", {"x": "number"}, "x / 2")
    found = decision("found", 'for i in 1..500 return half("a")', "knowledge half")
    assert len(load_model(write(tmp_path, half, found)).answer("found", {}).findings) == 1


def test_a_circle_is_told_when_the_model_is_read_and_ends_in_null(tmp_path):
    first, second = (
        decision("first", "second + 1", "decision second"),
        decision("second", "first + 1", "decision first"),
    )
    model = load_model(write(tmp_path, first, second))
    assert [str(finding).splitlines()[0] for finding in model.findings.items] == [
        "model.dmn:2: error[cycle]: decision `first`: it requires itself: first -> second -> first"
    ]
    assert model.answer("first", {}).value is None


def test_a_reference_to_nothing_is_told_and_null(tmp_path):
    model = load_model(write(tmp_path, decision("found", "gone = null", "decision gone")))
    assert [(finding.code, finding.place.line) for finding in model.findings.items] == [("missing-reference", 2)]
    assert model.answer("found", {}).value is True


def test_an_import_of_nothing_is_told(tmp_path):
    model = load_model(write(tmp_path, '<import name="base" namespace="urn:gone"/>', decision("found", "1")))
    assert [finding.code for finding in model.findings.items] == ["missing-import"]
    assert model.answer("found", {}).value == 1


def test_two_elements_of_one_name_are_told(tmp_path):
    model = load_model(write(tmp_path, decision("found", "1"), decision("found", "2")))
    assert [finding.code for finding in model.findings.items] == ["same-id", "same-name"]


def test_a_namespace_of_no_version_is_told_and_the_model_still_runs(tmp_path):
    model = load_model(write(tmp_path, decision("found", "1"), written_in="urn:DMN/2031"))
    assert [finding.code for finding in model.findings.items] == ["unknown-version"]
    assert model.answer("found", {}).value == 1


@pytest.mark.parametrize(
    ("written_in", "version"),
    (
        ("http://www.omg.org/spec/DMN/20151101/dmn.xsd", "1.1"),
        ("http://www.omg.org/spec/DMN/20180521/MODEL/", "1.2"),
        ("https://www.omg.org/spec/DMN/20191111/MODEL/", "1.3"),
        ("https://www.omg.org/spec/DMN/20211108/MODEL/", "1.4"),
        ("https://www.omg.org/spec/DMN/20230324/MODEL/", "1.5"),
    ),
)
def test_every_version_is_known_by_its_namespace(tmp_path, written_in, version):
    model = load_model(write(tmp_path, decision("found", "1"), written_in=written_in))
    assert (model.main.version, model.findings.items) == (version, [])


def test_the_elements_of_other_vendors_are_not_taken_for_the_standards(tmp_path):
    own = '<x:decision xmlns:x="urn:vendor" id="found" name="found"/>'
    found = decision("found", "1").replace(
        "<variable", '<x:variable xmlns:x="urn:vendor" name="found" typeRef="date"/><variable'
    )
    assert load_model(write(tmp_path, own, found)).answer("found", {}) == type(
        load_model(write(tmp_path, found)).answer("found", {})
    )(Decimal(1), ())
