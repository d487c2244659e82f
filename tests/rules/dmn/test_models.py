"""Models of our own: boxed expressions, business knowledge, services, types; and files that are refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.dmn.model import load_model
from huiqi_rules.dmn.xml import UnreadableModel, read_xml
from huiqi_rules.scalar.limits import EvaluationLimit

MODELS = Path(__file__).with_name("models")


def company(level="city", spending="1000", name="A"):
    return {"name": name, "level": level, "R and D spending": Decimal(spending)}


@pytest.fixture
def model():
    return load_model(MODELS / "grants.dmn")


@pytest.mark.parametrize(
    ("level", "spending", "grant"),
    (("national", "1000", "200"), ("city", "1000", "100"), ("zone", "1000", "0"), ("national", "9000000", "500000")),
)
def test_decisions_are_worked_out_from_what_they_require(model, level, spending, grant):
    assert model.evaluate("Grant", {"Company": company(level, spending)}) == Decimal(grant)


def test_a_value_that_is_not_allowed_is_null(model):
    assert model.evaluate("Spending", {"Company": company("village")}) is None


def test_a_missing_input_is_null(model):
    assert model.evaluate("Spending", {}) is None


def test_boxed_expressions_work_together(model):
    companies = [company("city", "50", "A"), company("national", "100", "B"), company("zone", "200", "C")]
    assert model.evaluate("Summary", {"Companies": companies}) == {
        "total": Decimal(350),
        "names": ["B", "C"],
        "any national": True,
        "all named": True,
        "doubled": Decimal(6),
    }


def test_a_single_value_becomes_a_list_where_the_type_is_one(model):
    assert model.evaluate("Summary", {"Companies": company("city", "50", "A")})["total"] == Decimal(50)


def test_a_relation_is_a_list_of_contexts(model):
    prices = [{"item": "desk", "price": Decimal(10)}, {"item": "chair", "price": Decimal(4)}]
    assert model.evaluate("Prices", {}) == prices


@pytest.mark.parametrize(("number", "chosen"), ((Decimal(1), [Decimal(1)]), (Decimal(0), "none"), (None, "none")))
def test_a_boxed_conditional_chooses(model, number, chosen):
    assert model.evaluate("Choice", {"Number": number}) == chosen


def test_business_knowledge_may_call_itself(model):
    assert model.evaluate("Recursion", {"Number": Decimal(10)}) == Decimal(3628800)


def test_endless_recursion_stops(model):
    with pytest.raises(EvaluationLimit):
        model.evaluate("Recursion", {"Number": Decimal(100_000)})


def test_a_service_takes_input_data_then_input_decisions(model):
    assert model.evaluate("Served", {}) == Decimal(30)
    assert model.invoke_service("Grant service", {"Company": company("city"), "Spending": Decimal(300)}) == {
        "Grant": Decimal(30)
    }


def test_a_decision_that_requires_itself_is_null(model):
    assert model.evaluate("Circle", {}) is None


def test_a_text_that_is_not_feel_is_noted_and_null(model):
    assert model.evaluate("Slip", {}) is None
    assert [finding.code for finding in model.findings.errors] == ["cycle", "feel-syntax"]
    assert "1 + * 2" in model.findings.errors[-1].excerpt


def test_an_unknown_decision_is_an_error(model):
    with pytest.raises(LookupError, match="Nowhere"):
        model.evaluate("Nowhere", {})


def write(folder, text):
    path = folder / "model.dmn"
    path.write_text(text, encoding="utf-8")
    return path


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><definitions name="&c;"/>'


@pytest.mark.parametrize(
    ("text", "problem"),
    (
        (BOMB, "document type"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><definitions/>', "document type"),
        ("<definitions>", "not well-formed"),
        ("", "not well-formed"),
        ("<html/>", "no decision model"),
    ),
)
def test_a_file_that_is_no_model_is_refused(tmp_path, text, problem):
    with pytest.raises(UnreadableModel, match=problem):
        load_model(write(tmp_path, text))


def test_a_huge_file_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("huiqi_rules.dmn.xml.FILE_SIZE_MAX_BYTES", 10)
    with pytest.raises(UnreadableModel, match="bytes"):
        read_xml(write(tmp_path, "<definitions/>"))


def test_an_imported_model_brings_decisions_functions_and_types(tmp_path):
    (tmp_path / "base.dmn").write_text(
        """<definitions xmlns="https://www.omg.org/spec/DMN/20211108/MODEL/" namespace="urn:base" name="base">
        <itemDefinition name="tSmall"><typeRef>tAny</typeRef><allowedValues><text>&lt; 10</text></allowedValues></itemDefinition>
        <itemDefinition name="tAny"><typeRef>number</typeRef></itemDefinition>
        <inputData id="i" name="Start"><variable name="Start" typeRef="number"/></inputData>
        <decision id="d" name="Next one"><variable name="Next one"/>
          <informationRequirement><requiredInput href="#i"/></informationRequirement>
          <literalExpression><text>Start + 1</text></literalExpression></decision>
        <businessKnowledgeModel id="f" name="twice"><variable name="twice"/><encapsulatedLogic>
          <formalParameter name="x"/><literalExpression><text>x * 2</text></literalExpression></encapsulatedLogic>
        </businessKnowledgeModel></definitions>""",
        encoding="utf-8",
    )
    main = write(
        tmp_path,
        """<definitions xmlns="https://www.omg.org/spec/DMN/20211108/MODEL/" namespace="urn:main" name="main">
        <import name="my base" namespace="urn:base" importType="https://www.omg.org/spec/DMN/20211108/MODEL/"/>
        <decision id="m" name="Result"><variable name="Result" typeRef="my base.tSmall"/>
          <informationRequirement><requiredDecision href="urn:base#d"/></informationRequirement>
          <knowledgeRequirement><requiredKnowledge href="urn:base#f"/></knowledgeRequirement>
          <literalExpression><text>my base.twice(my base.Next one)</text></literalExpression></decision></definitions>""",
    )
    model = load_model(main)
    assert model.evaluate("Result", {"Start": Decimal(3)}) == Decimal(8)
    assert model.evaluate("Result", {"Start": Decimal(4)}) is None
