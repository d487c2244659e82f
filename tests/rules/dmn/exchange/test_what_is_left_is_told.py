"""What a pack cannot hold is listed with element, line, reason and what to do; what rests on it is listed too."""

from __future__ import annotations

import pytest

from huiqi_rules.dmn.exchange import import_model
from tests.rules.dmn.exchange.models import allowed, brought, decision, definitions, input_data, literal, table

FINE = decision("fine", literal("n >= 5"), ("n",), kind="boolean")


def left_of(*parts, **options):
    found = import_model(definitions(*parts).encode(), pack="p", **options)
    return {left.name: f"{left.why}; {left.remedy}" for left in found.left}


@pytest.mark.parametrize(
    ("logic", "why"),
    (
        (literal("n ** 2"), "powers are not part of the pack language"),
        (literal("if n = null then 1 else 2"), "nothing can be compared with null"),
        (literal("some x in [1, 2] satisfies x > n"), "packs have no some and every"),
        (literal("PMT(n)"), "it calls PMT"),
        (literal("points(n, [[1, 2]])"), "it calls points"),
        (literal("n +"), "its text is not FEEL"),
        (literal("m + 1"), "it uses m, which it does not require"),
        (literal('"a" + n'), "a number is needed here"),
        (literal("-".join("n" * 200)), "more than 150 levels"),
        ("<context/>", "packs have no boxed context"),
        ("", "it has no logic"),
        ("<literalExpression/>", "it has no text"),
        (table(["n"], [(["> 1"], ["1"]), (["> 2"], ["2"])]), "rules 1 and 2 may match together, for which UNIQUE"),
        (table(["n"], [(["> 1"], ["1"]), (["> 2"], ["2"])], "ANY"), "answer differently, for which ANY"),
        (table(["n"], [(["> 1"], ["1"])], "RULE ORDER"), "RULE ORDER is a list"),
        (table(["n"], [(["> 1"], ["1"])], "COLLECT"), "COLLECT is a list"),
        (table(["n"], [(["> 1"], ["n"])], "COLLECT", "MAX"), "answers that are no constants"),
        (table(["n"], [(["null"], ["1"])]), "asks for null"),
        (table(["n"], [(["> 1", "-"], ["1"])]), "rule 1 has 2 tests and 1 answers for 1 inputs"),
        (table(["n"], [(["> "], ["1"])]), "rule 1: "),
    ),
)
def test_a_decision_that_cannot_be_held_says_why(logic, why):
    found = left_of(input_data("n"), input_data("m"), FINE, decision("odd", logic, ("n",)))
    assert list(found) == ["odd"]
    assert why in found["odd"]


@pytest.mark.parametrize(
    ("part", "name", "why"),
    (
        (input_data("t", "time"), "t", "packs have no type time"),
        (input_data("t", ""), "t", "does not say of what type"),
        ('<itemDefinition name="tt" isCollection="true"><typeRef>number</typeRef></itemDefinition>' + input_data("t", "tt"),
         "t", "packs have lists of codes alone"),
        ('<itemDefinition name="tt"><typeRef>tt</typeRef></itemDefinition>' + input_data("t", "tt"), "t", "made of itself"),
        ('<businessKnowledgeModel id="b" name="PMT"/>', "PMT", "packs have no place for it"),
        ('<import name="other" namespace="urn:other"/>', "other", "bring the other model in as well"),
        (decision("a", literal("b"), (), ("b",)) + decision("b", literal("a"), (), ("a",)), "a", "it requires itself"),
    ),
)  # fmt: skip
def test_any_other_element_says_why(part, name, why):
    found = left_of(input_data("n"), FINE, part)
    assert why in found[name]


def test_allowed_values_that_no_type_says_are_told():
    kind = allowed("odd", "1, 3, 5", "number")
    assert "more than a list of texts" in left_of(kind, input_data("n"), input_data("t", "odd"), FINE)["t"]


def test_what_rests_on_a_decision_that_was_left_is_left_with_it():
    found = left_of(
        input_data("n"),
        FINE,
        decision("power", literal("n ** 2"), ("n",)),
        decision("next", literal("power + 1"), (), ("power",)),
    )
    assert found["next"].startswith("it uses power, which did not come over")


def test_elements_that_share_a_name_or_an_id_are_told_apart_or_left():
    same_name = decision("fine", literal("n < 0"), ("n",), id="d_other")
    same_id = decision("other", literal("n < 0"), ("n",), id="d_fine")
    input_too = decision("n", literal("1"), id="d_n")
    found = import_model(
        definitions(input_data("n"), input_data("n", id="i_2"), FINE, same_name, same_id, input_too).encode(), pack="p"
    )
    assert [(left.id, left.why) for left in found.left] == [
        ("i_2", "another input has its name"),
        ("d_other", "another element has its name"),
        ("d_fine", "another element has its id"),
        ("d_n", "another element has its name"),
    ]
    assert "n >= 5" in found.files["policies/model.yaml"]


def test_notes_on_rules_are_told():
    rules = table(["n"], [(["> 1"], ["1"])]).replace(
        "</rule>", "<annotationEntry><text>why</text></annotationEntry></rule>"
    )
    assert "1 notes on rules" in left_of(input_data("n"), decision("grade", rules, ("n",)))["grade"]


def test_the_line_is_that_of_the_element():
    text = definitions("\n\n", input_data("n"), "\n", decision("odd", literal("n ** 2"), ("n",)))
    (left,) = import_model(text.encode(), pack="p").left
    assert (left.line, left.id, left.kind) == (4, "d_odd", "decision")
    assert str(left).startswith("line 4: decision 'odd' (d_odd): powers are not part")


def test_what_the_model_says_beside_its_logic_stands_above_the_policy():
    text = definitions(
        input_data("n"), FINE.replace("<variable", "<description>As the\nboard said.</description><variable", 1)
    )
    assert "# fine (description): As the board said.\n" in brought(text).imported.files["policies/model.yaml"]


def test_components_become_facts_of_their_own():
    loan = (
        '<itemDefinition name="tLoan"><itemComponent name="sum"><typeRef>number</typeRef></itemComponent>'
        '<itemComponent name="bad debt"><typeRef>boolean</typeRef></itemComponent></itemDefinition>'
    )
    text = definitions(
        loan, input_data("Loan", "tLoan"), decision("ok", literal("Loan.sum > 5 and not(Loan.bad debt)"), ("Loan",))
    )
    found = brought(text)
    assert {"loan_sum", "loan_bad_debt"} <= found.engine.checked.rulebook.facts.keys()
    assert found.answers({"loan_sum": 6, "loan_bad_debt": False}) == {"ok": True}


def test_a_table_that_names_its_inputs_without_declaring_them_comes_over():
    rules = table(["season"], [(['"winter"'], ['"stew"'])]).replace(
        "<inputExpression>", '<inputExpression typeRef="string">'
    )
    found = brought(definitions(decision("dish", rules)))
    assert found.answers({"season": "winter"}) == {"dish": "stew"}


def test_figures_said_to_be_yuan_become_money():
    parts = (input_data("sum"), decision("grant", literal("if sum > 1000 then min(sum * 0.1, 500) else 0"), ("sum",)))
    found = brought(definitions(*parts), yuan=("sum", "grant"))
    assert "amount: grant" in found.imported.files["policies/model.yaml"]
    assert "sum: {zh: " not in found.imported.files["facts.yaml"]
    assert "type: money" in found.imported.files["facts.yaml"]
