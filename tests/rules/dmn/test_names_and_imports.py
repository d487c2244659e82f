"""Which names a text sees: what its element requires, by the import's name or without one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi_rules.dmn.model import load_model
from tests.rules.dmn.building import decision, input_data, knowledge, write

TYPE = '<itemDefinition name="tSmall"><typeRef>number</typeRef><allowedValues><text>&lt; 10</text></allowedValues></itemDefinition>'


def given(**values):
    return {name.replace("_", "-"): Decimal(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("requires", "value"),
    ((("input a", "input b"), 2), (("input a-b",), 100), (("input a-b", "input b"), 100)),
)
def test_a_name_like_a_formula_counts_where_it_is_required(tmp_path, requires, value):
    elements = (input_data("a-b"), input_data("a"), input_data("b"), decision("found", "a-b", *requires))
    assert load_model(write(tmp_path, *elements)).evaluate("found", given(a_b=100, a=5, b=3)) == value


def test_a_gap_in_a_name_is_one_space(tmp_path):
    elements = (input_data("Full   Name "), decision("found", "Full Name", "input Full   Name "))
    assert load_model(write(tmp_path, *elements)).evaluate("found", {"Full Name": "A"}) == "A"


@pytest.mark.parametrize(("name", "prefix"), (("base", "base."), ("", "")))
def test_an_imported_model_is_called_by_the_imports_name_or_none(tmp_path, name, prefix):
    twice = knowledge("twice", {"x": "number"}, "x * 2")
    write(
        tmp_path,
        TYPE,
        input_data("n", "tSmall"),
        decision("more", "n + 1", "input n"),
        twice,
        name="base",
        namespace="urn:base",
    )
    found = decision(
        "found", f"{prefix}twice({prefix}more) + {prefix}n", "input urn:base#n", "decision urn:base#more",
        "knowledge urn:base#twice", type_name=f"{prefix}tSmall",
    )  # fmt: skip
    model = load_model(write(tmp_path, f'<import name="{name}" namespace="urn:base"/>', found))
    assert model.evaluate("found", given(n=2)) == 8
    assert model.evaluate("found", given(n=3)) is None


def test_two_models_may_use_one_name(tmp_path):
    for letter in "ab":
        logic = decision("value", "n", "input n")
        write(tmp_path, input_data("n"), logic, name=letter, namespace=f"urn:{letter}")
    imports = [f'<import name="{letter}" namespace="urn:{letter}"/>' for letter in "ab"]
    found = decision("found", "a.value - b.value", "decision urn:a#value", "decision urn:b#value")
    model = load_model(write(tmp_path, *imports, found))
    assert model.evaluate("found", {"{urn:a}n": Decimal(7), "{urn:b}n": Decimal(4)}) == 3
    assert model.evaluate("found", {"n": Decimal(7)}) == 0


def test_a_broken_file_in_the_folder_harms_nobody_who_does_not_import_it(tmp_path):
    (tmp_path / "aside.dmn").write_text("<definitions", encoding="utf-8")
    write(tmp_path, decision("one", "1"), name="base", namespace="urn:base")
    found = decision("found", "base.one", "decision urn:base#one")
    assert load_model(write(tmp_path, '<import name="base" namespace="urn:base"/>', found)).evaluate("found", {}) == 1


def test_models_may_import_each_other(tmp_path):
    write(
        tmp_path,
        TYPE,
        '<import name="" namespace="urn:main"/>',
        decision("one", "1"),
        name="base",
        namespace="urn:base",
    )
    found = decision("found", "one", "decision urn:base#one", type_name="tNowhere")
    model = load_model(write(tmp_path, '<import name="" namespace="urn:base"/>', found))
    assert model.evaluate("found", {}) == 1
    assert [finding.code for finding in model.findings.items] == ["unknown-type"]


def test_a_business_knowledge_model_can_be_invoked_from_outside(tmp_path):
    model = load_model(write(tmp_path, knowledge("half", {"x": "number"}, "x / 2")))
    assert model.invoke("half", {"x": Decimal(3)}) == Decimal("1.5")
    with pytest.raises(LookupError, match="other"):
        model.invoke("other", {})
