"""Formulas over a small dictionary: good/ holds the type and unit of each, bad/ the message with its caret.

HUIQI_REWRITE=1 writes what the checker says into the files; review the difference.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from huiqi_rules.builtins import PACK_SPACED_NAMES, SIGNATURES
from huiqi_rules.check.functions import ALIASES, RULES
from huiqi_rules.check.infer import LEVELS_MAX, typed_tree
from huiqi_rules.check.problems import FormulaProblem, nearest, report
from huiqi_rules.check.scope import version_names
from huiqi_rules.check.tree import NameKind, Reference
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.spans import Place
from huiqi_rules.core.types import COUNT, DateType
from huiqi_rules.model.facts import Formula
from huiqi_rules.syntax.parser import parse_expression
from tests.rules.columnar.agreement import engine_of
from tests.rules.columnar.generated_rules import Rule

HERE = Path(__file__).parent
GOOD, BAD = sorted(HERE.glob("good/*.txt")), sorted(HERE.glob("bad/*.txt"))
REWRITE = bool(os.environ.get("HUIQI_REWRITE"))


@cache
def dictionary():
    rulebook = engine_of(Rule({"v": "1"}, {"c": "true"}, {"k": ((), None)}).yaml()).checked.rulebook
    policy = rulebook.policies["award"]
    return rulebook, version_names(rulebook, policy, policy.versions[0])


def resolve(node):
    rulebook, names = dictionary()
    meaning = names.get(node.name)
    if meaning is None:
        raise FormulaProblem(
            "unknown-name", node, f"nothing is called {node.name}", nearest(node.name, names) or "declare it"
        )
    types = {NameKind.DAY: DateType(), NameKind.YEAR: COUNT}
    known = rulebook.facts if meaning.kind is NameKind.FACT else rulebook.parameters
    return Reference(meaning.kind, meaning.id, types.get(meaning.kind) or known[meaning.id].type, node)


def parsed(text):
    return parse_expression(text, names=PACK_SPACED_NAMES | {"as of", "policy year"})


def message_of(text):
    tree = parsed(text)
    findings = Findings()
    try:
        typed = typed_tree(tree, resolve)
    except FormulaProblem as problem:
        report(problem, Formula(text, tree, Place("formula", 1, 1)), findings)
        return str(findings.items[0])
    return f"no mistake: {typed.type}"


def good_cases():
    for path in GOOD:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                formula, _, expected = line.rpartition(" => ")
                yield pytest.param(formula, expected, id=formula)


@pytest.mark.parametrize(("formula", "expected"), list(good_cases()))
def test_a_right_formula_has_a_type_and_unit(formula, expected):
    assert str(typed_tree(parsed(formula), resolve).type) == expected


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_wrong_formula_is_told_what_and_where(path):
    text = path.read_text(encoding="utf-8")
    formulas = [line[2:] for line in text.splitlines() if line.startswith("> ")]
    answers = "\n\n".join(f"> {formula}\n{message_of(formula)}" for formula in formulas) + "\n"
    if REWRITE:
        path.write_text(answers, encoding="utf-8")
        return
    assert formulas
    assert answers == text
    assert "no mistake" not in answers
    assert answers.count("\n    -> ") == len(formulas), "each says what to do"


def test_every_function_of_the_packs_is_declared_and_every_other_is_refused():
    declared = {name for name, signature in SIGNATURES.items() if not signature.standard}
    of_the_standard = {
        "min", "max", "sum", "abs", "floor", "ceiling", "round half up", "round down", "round up", "list contains",
        "substring", "starts with", "string length",
    }  # fmt: skip
    assert declared == (set(RULES) | set(ALIASES)) - of_the_standard
    assert of_the_standard <= set(RULES)
    assert all(SIGNATURES[name].standard for name in of_the_standard)
    assert all(SIGNATURES[alias].name == name for alias, name in ALIASES.items())


@pytest.mark.parametrize("name", sorted(set(RULES)))
def test_the_number_of_arguments_is_the_declared_one(name):
    least = min(alternative.least for alternative in SIGNATURES[name].alternatives)
    # Packs may round to whole numbers without saying 0 decimals, and nothing has no least.
    least = 1 if least == 0 or name.startswith("round ") else least
    arguments = ", ".join(["items"] * (least - 1))
    with pytest.raises(FormulaProblem) as caught:
        typed_tree(parsed(f"{name}({arguments})"), resolve)
    assert caught.value.code == "wrong-arguments"


@pytest.mark.parametrize(
    "text",
    (
        " + ".join(["sales"] * 5_000),
        " and ".join(["(listed or granted)"] + ["listed"] * 10) + " and " + " - ".join(["items"] * 400) + " > 0",
        "items" + " * items" * LEVELS_MAX,
    ),
    ids=("sum", "difference", "product"),
)
def test_a_very_long_sum_or_product_is_refused_with_a_remedy(text):
    answer = message_of(text)
    assert "error[too-long]" in answer
    assert "-> give parts of it names of their own" in answer
    assert len(answer) < 1_000


def test_a_sum_of_as_many_terms_as_there_are_levels_is_fine():
    assert message_of(" + ".join(["sales"] * LEVELS_MAX)) == "no mistake: number in yuan"


def test_a_flat_conjunction_may_be_very_long():
    assert message_of(" and ".join(["listed"] * 8_000)) == "no mistake: yes/no"


def test_a_list_of_many_options_may_be_very_long():
    assert message_of(f"items in ({', '.join(map(str, range(5_000)))})") == "no mistake: yes/no"
