"""Models made to do harm: a message, or a pack that is whole; never a path outside of it, never an endless run."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi_rules.dmn.exchange import import_model
from huiqi_rules.dmn.xml import UnreadableModel
from tests.rules.dmn.exchange.models import brought, decision, definitions, input_data, literal, opened, table

NAMES = (
    "../../etc/passwd", "a/b", "C:\\x", "..", ".", "", " ", "x: y", "- a", "# note", "'\"", "{a: b}", "[1", "&anchor", "*alias",
    "!!python/object", "%d", "null", "true", "2024-01-01", "1e9", "and", "if", "not", "date", "count", "a - b", "a and b", "as of",
    "<b>x</b>", "\u202eevil", "元", "评定日", "🦊", "²", "__proto__", "a\nb: c", "x" * 500, "=cmd()", "@sum", "item",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_give_a_whole_pack_or_a_message(name):
    text = definitions(
        input_data(name, id="i_n"),
        input_data("plain"),
        decision("uses it", table([name], [(["> 1"], ["1"])]), ("n",)),
        decision(f"{name} d", literal("plain > 1"), ("plain",), id="d_odd"),
        name=name,
    )
    imported = import_model(text.encode("utf-8"), pack="brought")
    assert opened(imported).answers({"plain": 2})
    for path in imported.files:
        assert ".." not in path
        assert path.count("/") <= 1


def test_a_name_that_reads_as_a_formula_takes_nothing_over():
    # Were `a - b` a name of the pack, the formula over a and b would be read as that name.
    parts = (input_data("a"), input_data("b"), input_data("a - b", id="i_c"), input_data("not a", id="i_d"))
    found = brought(
        definitions(*parts, decision("x", literal("b - a"), ("a", "b")), decision("y", literal("a -b"), ("a", "b")))
    )
    facts = {"a": 1, "b": 5, "a_b": 100, "not_a": 7}
    assert found.answers(facts) == {"x": 4, "y": -4}


@pytest.mark.parametrize(
    "text",
    (
        "",
        "no xml",
        "<definitions",
        "<other/>",
        '<!DOCTYPE definitions [<!ENTITY a "b">]><definitions>&a;</definitions>',
        '<?xml version="1.0" encoding="no-such"?><definitions/>',
        '<?xml version="1.0" encoding="utf-7"?><definitions/>',
    ),
)
def test_what_is_no_model_is_refused_with_words(text):
    with pytest.raises(UnreadableModel) as caught:
        import_model(text.encode(), pack="p", name="bad.dmn")
    assert "bad.dmn" in str(caught.value) or "document type" in str(caught.value)


def test_deep_and_long_models_are_read_in_bounded_time():
    chain = [decision("d0", literal("n"), ("n",))]
    chain += [
        decision(f"d{number}", literal(f"d{number - 1} + 1"), (), (f"d{number - 1}",)) for number in range(1, 400)
    ]
    imported = import_model(definitions(input_data("n"), *chain).encode(), pack="brought")
    assert opened(imported)
    assert "stand one on the other" in imported.left[0].why
    nested = "<literalExpression><text>1</text></literalExpression>"
    for _ in range(3_000):
        nested = f"<conditional><if>{nested}</if><then>{nested[:0]}</then><else/></conditional>"
    with pytest.raises(UnreadableModel, match="nested deeper"):
        import_model(definitions(decision("deep", nested)).encode(), pack="brought")


def test_a_table_of_thousands_of_rules_is_told_apart_quickly():
    rules = [([f"[{number}..{number + 1})"], [str(number)]) for number in range(800)]
    found = brought(definitions(input_data("n"), decision("grade", table(["n"], rules), ("n",))))
    assert found.answers({"n": 634}) == {"grade": 634}


pieces = st.sampled_from(
    [
        "n",
        "1",
        "+",
        "-",
        "(",
        ")",
        "[",
        "]",
        "..",
        "if",
        "then",
        "else",
        "and",
        "not",
        '"a"',
        ">",
        "=",
        ",",
        "?",
        ".",
        "date",
        "@",
        "{",
        "}",
        "null",
    ]
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(pieces, max_size=8).map(" ".join), st.lists(pieces, max_size=5).map(" ".join))
def test_any_text_is_a_formula_or_told(formula, test):
    text = definitions(
        input_data("n"),
        decision("fine", literal("n > 1"), ("n",)),
        decision("odd", literal(formula), ("n",)),
        decision("cells", table(["n"], [([test], ["1"])], "FIRST"), ("n",)),
    )
    opened(import_model(text.encode(), pack="brought"))
