"""A business knowledge model of plain FEEL is written out where it is called, and decides as the model does; else it is told why not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi_rules.dmn.exchange import import_model
from tests.rules.dmn.exchange.models import (
    allowed,
    brought,
    decision,
    definitions,
    input_data,
    literal,
    model_of,
    table,
)


def function(name, parameters, logic, *, calls=(), result="", kind=""):
    """A business knowledge model; `parameters` are names, or names with a type."""
    pairs = [one if isinstance(one, tuple) else (one, "") for one in parameters]
    formal = "".join(
        f'<formalParameter name="{one}"{f" typeRef={chr(34)}{of}{chr(34)}" if of else ""}/>' for one, of in pairs
    )
    known = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#f_{one}"/></knowledgeRequirement>' for one in calls
    )
    typed = f' typeRef="{result}"' if result else ""
    return (
        f'<businessKnowledgeModel id="f_{name}" name="{name}"><variable name="{name}"{typed}/>'
        f"<encapsulatedLogic{f' kind={chr(34)}{kind}{chr(34)}' if kind else ''}>{formal}{logic}</encapsulatedLogic>{known}</businessKnowledgeModel>"
    )


def calling(name, logic, calls, inputs=("n",), **options):
    known = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#f_{one}"/></knowledgeRequirement>' for one in calls
    )
    return decision(name, known + logic, inputs, **options)


def invocation(name, **bindings):
    bound = "".join(f'<binding><parameter name="{one}"/>{literal(text)}</binding>' for one, text in bindings.items())
    return f"<invocation>{literal(name)}{bound}</invocation>"


TWICE = function("twice", ["x"], literal("x * 2"))
BANDS = table(["size", "kind"], [(["< 10", '"a"'], ["1"]), (["< 10", '"b"'], ["2"]), ([">= 10", "-"], ["size - 5"])])
FINE = decision("fine", literal("n >= 5"), ("n",), kind="boolean")


@pytest.mark.parametrize(
    ("functions", "logic"),
    (
        (TWICE, literal("twice(n) + 1")),
        (TWICE, literal("twice(x: n + 1)")),
        (TWICE, literal("twice(twice(n))")),
        (TWICE, invocation("twice", x="n - 3")),
        (function("less", ["a", "b"], literal("a - b")), literal("less(b: n, a: 10)")),
        (function("less", ["a", "b"], literal("a - b")), invocation("less", b="n", a="100")),
        (TWICE + function("four", ["x"], literal("twice(x) + twice(x)"), calls=["twice"]), literal("four(n)")),
        (function("typed", [("x", "number")], literal("if x > 5 then x else 0"), result="number"), literal("typed(n)")),
        (function("banded", ["size", "kind"], BANDS), invocation("banded", size="n", kind='"b"')),
        (function("banded", ["size", "kind"], BANDS), literal('banded(n, if n > 3 then "a" else "b")')),
    ),
)
def test_a_decision_that_calls_it_answers_as_the_model_does(functions, logic):
    called = [name for name in ("twice", "less", "four", "typed", "banded") if f'name="{name}"' in functions]
    text = definitions(input_data("n"), functions, calling("total", logic, called))
    found = brought(text)
    model = model_of(text)
    assert found.imported.left == ()
    for n in ("-2", "0", "3", "7", "9.5", "10", "12"):
        expected = model.evaluate("total", {"n": Decimal(n)})
        got = next(iter(found.answers({"n": Decimal(n)}).values()))
        assert got == expected, n


@pytest.mark.parametrize(
    ("functions", "logic", "why"),
    (
        (function("f", ["x"], literal("f(x - 1)"), calls=["f"]), literal("f(n)"), "it calls f, which cannot be written out: it calls itself"),
        (function("f", ["x"], literal("g(x)"), calls=["g"]) + function("g", ["x"], literal("f(x)"), calls=["f"]), literal("f(n)"), "it calls itself"),
        (function("f", ["x"], literal("x + n")), literal("f(n)"), "it uses n, which is none of its parameters"),
        (function("f", ["x"], literal("x + 1")), literal("f(n, n)"), "it takes 1 arguments, and is given others"),
        (function("f", ["x"], literal("x + 1")), literal("f(y: n)"), "it takes 1 arguments"),
        (function("f", ["x"], literal("sum(for i in 1..x return i)")), literal("f(n)"), "packs have no loops"),
        (function("f", ["x"], "<context/>"), literal("f(n)"), "packs have no boxed context"),
        (function("f", ["x"], literal("x"), kind="Java"), literal("f(n)"), "it has no logic in FEEL"),
        (function("f", [("x", "string")], literal("x")), literal("f(n)"), "for which the standard answers null"),
        (function("f", ["x"], literal("x + 1"), result="string"), literal("f(n)"), "for which the standard answers null"),
        (allowed("small", "[0..5]", "number") + function("f", [("x", "small")], literal("x")), literal("f(n)"), "it may give others"),
        (function("banded", ["size", "kind"], BANDS), literal('banded(n, "a") + 1'), "packs have no boxed decision table"),
    ),
)  # fmt: skip
def test_what_cannot_be_written_out_is_told_at_both_ends(functions, logic, why):
    name = "banded" if "banded" in functions else "f"
    found = import_model(
        definitions(input_data("n"), functions, FINE, calling("total", logic, [name])).encode(), pack="p"
    )
    told = {(one.kind, one.name): one.why for one in found.left}
    assert why in told["decision", "total"]
    assert ("business knowledge model", name) in told
    assert all(one.said("zh") for one in found.left)


def test_a_function_that_calls_itself_is_named_once_in_both_languages():
    f = function("f", ["x"], literal("f(x - 1)"), calls=["f"])
    found = import_model(
        definitions(input_data("n"), f, FINE, calling("total", literal("f(n)"), ["f"])).encode(), pack="p"
    )
    told = next(one for one in found.left if one.name == "total")
    assert told.why == "it calls f, which cannot be written out: it calls itself"
    assert "：调用了 f，不能展开：它调用自己；在模型里把函数展开" in told.said("zh")


def test_a_function_that_is_not_required_is_not_seen():
    found = import_model(
        definitions(input_data("n"), TWICE, FINE, calling("total", literal("twice(n)"), [])).encode(), pack="p"
    )
    assert {one.name: one.why for one in found.left} == {
        "twice": "packs have no place for it",
        "total": "it calls twice, which is no function of the standard",
    }


def test_calls_within_calls_are_bounded():
    functions = "".join(
        function(
            f"f{at}",
            ["x"],
            literal(f"f{at - 1}(x) + f{at - 1}(x)" if at else "x + 1"),
            calls=[f"f{at - 1}"] if at else [],
        )
        for at in range(40)
    )
    found = import_model(
        definitions(input_data("n"), functions, FINE, calling("total", literal("f39(n)"), ["f39"])).encode(), pack="p"
    )
    assert "its formula has more than 5000 parts" in next(one.why for one in found.left if one.name == "total")


def test_a_long_row_of_calls_is_told_and_never_crashes():
    row = "".join(
        function(f"f{at}", ["x"], literal(f"f{at - 1}(x)" if at else "x + 1"), calls=[f"f{at - 1}"] if at else [])
        for at in range(400)
    )
    chain = "".join(
        decision(
            f"c{at}", literal(f"c{at - 1} + 1" if at else "n"), () if at else ("n",), (f"c{at - 1}",) if at else ()
        )
        for at in range(600)
    )
    served = service("s", ["c599"], inputs=["n"])
    text = definitions(input_data("n"), row, chain, served, FINE, calling("total", literal("f399(n)"), ["f399"]),
                       calling("sum", literal("s(n)"), ["s"]))  # fmt: skip
    told = {one.name: one.why for one in import_model(text.encode(), pack="p").left}
    assert "its formula has more than 150 levels" in told["total"]
    assert "its formula has more than 150 levels" in told["sum"]


def service(name, outputs, *, inputs=(), decisions=(), encapsulated=()):
    """A decision service that takes inputs and decisions."""
    parts = (
        *(f'<outputDecision href="#d_{one}"/>' for one in outputs),
        *(f'<encapsulatedDecision href="#d_{one}"/>' for one in encapsulated),
        *(f'<inputDecision href="#d_{one}"/>' for one in decisions),
        *(f'<inputData href="#i_{one}"/>' for one in inputs),
    )
    return f'<decisionService id="f_{name}" name="{name}"><variable name="{name}"/>{"".join(parts)}</decisionService>'


PARTS = (
    input_data("n"),
    input_data("m"),
    decision("base", literal("n + m"), ("n", "m")),
    decision("rate", literal("base * 3"), (), ("base",)),
    decision("fee", literal("rate - base + n"), ("n",), ("rate", "base")),
)


@pytest.mark.parametrize(
    ("made", "logic"),
    (
        (service("s", ["fee"], inputs=["n", "m"], encapsulated=["rate", "base"]), literal("s(n, 2)")),
        (service("s", ["fee"], inputs=["n", "m"], encapsulated=["rate", "base"]), literal("s(m: n, n: 4) + 1")),
        (service("s", ["fee"], inputs=["n"], decisions=["base"], encapsulated=["rate"]), literal("s(n, 10)")),
        (service("s", ["rate"], decisions=["base"]), invocation("s", base="n + 7")),
    ),
)
def test_a_decision_service_with_one_output_is_written_out_too(made, logic):
    text = definitions(*PARTS, made, calling("total", logic, ["s"]))
    found = brought(text)
    model = model_of(text)
    assert found.imported.left == ()
    for n in ("-2", "0", "7.25"):
        facts = {"n": Decimal(n), "m": Decimal(5)}
        assert found.answers(facts)["total"] == model.evaluate("total", facts)


@pytest.mark.parametrize(
    ("made", "why"),
    (
        (service("s", ["fee", "rate"], inputs=["n", "m"]), "it has several outputs, or none"),
        (
            service("s", ["fee"], inputs=["n"], encapsulated=["rate", "base"]),
            "it uses m, which is none of its parameters",
        ),
    ),
)
def test_a_decision_service_that_cannot_be_written_out_is_told(made, why):
    arguments = "n, m" if "i_m" in made else "n"
    found = import_model(
        definitions(*PARTS, made, calling("total", literal(f"s({arguments})"), ["s"])).encode(), pack="p"
    )
    told = {(one.kind, one.name): one.why for one in found.left}
    assert told["decision", "total"] == f"it calls s, which cannot be written out: {why}"
    assert told["decision service", "s"] == why
