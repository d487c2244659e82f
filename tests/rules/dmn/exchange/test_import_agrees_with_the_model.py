"""A model and the policy made of it answer alike, for generated tables, formulas and inputs."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi_rules.dmn.exchange import import_model
from tests.rules.dmn.exchange.models import (
    allowed,
    decision,
    definitions,
    input_data,
    literal,
    model_of,
    opened,
    same_answer,
    table,
)

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
figures = st.integers(-3, 12)
subjects = st.fixed_dictionaries(
    {
        "n": st.one_of(figures.map(Decimal), st.sampled_from([Decimal("2.5"), Decimal("7.25")])),
        "level": st.sampled_from(["A", "B", "C"]),
        "listed": st.booleans(),
    }
)
INPUTS = ("n", "level", "listed")
HEAD = (
    allowed("tLevel", '"A", "B", "C"'),
    input_data("n"),
    input_data("level", "tLevel"),
    input_data("listed", "boolean"),
)


def figure_tests():
    ends = st.tuples(figures, figures).map(sorted)
    return st.one_of(
        st.just("-"),
        st.tuples(st.sampled_from(["<", "<=", ">", ">="]), figures).map(lambda pair: f"{pair[0]} {pair[1]}"),
        figures.map(str),
        ends.map(lambda pair: f"[{pair[0]}..{pair[1] + 1})"),
        ends.map(lambda pair: f"not([{pair[0]}..{pair[1]}])"),
        st.tuples(figures, figures).map(lambda pair: f"{pair[0]}, {pair[1]}"),
    )


rows = st.lists(
    st.tuples(
        st.tuples(
            figure_tests(),
            st.sampled_from(["-", '"A"', '"A", "B"', 'not("C")', '"C"']),
            st.sampled_from(["-", "true", "false"]),
        ),
        st.tuples(figures.map(str)),
    ),
    min_size=1,
    max_size=5,
)
policies = st.sampled_from(
    [
        ("UNIQUE", ""),
        ("ANY", ""),
        ("FIRST", ""),
        ("PRIORITY", ""),
        *(("COLLECT", one) for one in ("SUM", "COUNT", "MIN", "MAX")),
    ]
)


@FEW
@given(rows, policies, st.sampled_from(["", "99"]), st.lists(subjects, min_size=1, max_size=6))
def test_tables_agree(rules, policy, default, asked):
    wanted = ", ".join(str(number) for number in (5, 3, 1, 12, 0, 2, -1, -3, 4, 7, 9))
    logic = table(INPUTS, rules, *policy, default=default, values=wanted if policy[0] == "PRIORITY" else "")
    text = definitions(*HEAD, decision("answer", logic, INPUTS, kind="number"))
    imported = import_model(text.encode(), pack="brought")
    if not imported.files:
        # Told, and for one of the reasons for which a pack would answer where the model does not.
        assert any(why in str(imported.left[0]) for why in ("may match together", "do not list"))
        return
    engine, model = opened(imported), model_of(text)
    for facts in asked:
        found = engine.answers(facts)[
            "value_answer" if "value_answer" in imported.files["policies/model.yaml"] else "answer"
        ]
        assert same_answer(found, model.evaluate("answer", facts)), facts


atoms = st.one_of(figures.map(lambda number: f"({number})"), st.just("n"), st.sampled_from(["1.5", "0.25"]))
sums = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda three: f"({three[0]} {three[1]} {three[2]})"),
        inner.map(lambda one: f"({one} / 8)"),
        st.tuples(st.sampled_from(["min", "max", "sum"]), inner, inner).map(
            lambda three: f"{three[0]}({three[1]}, {three[2]})"
        ),
        inner.map(lambda one: f"floor({one})"),
        inner.map(lambda one: f"round half up({one}, 1)"),
        st.tuples(inner, inner).map(lambda two: f"(if {two[0]} >= {two[1]} then {two[0]} else {two[1]})"),
    ),
    max_leaves=6,
)
questions = st.recursive(
    st.one_of(
        st.tuples(sums, st.sampled_from(["<", "<=", "=", "!=", ">", ">="]), sums).map(" ".join),
        st.just("listed"),
        st.sampled_from(['level = "A"', 'level in ("A", "B")', 'not(level = "C")', "n between 1 and 5", "n in [1..5)"]),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda three: f"({three[0]}) {three[1]} ({three[2]})"
        ),
        inner.map(lambda one: f"not({one})"),
    ),
    max_leaves=4,
)


@FEW
@given(sums, questions, st.lists(subjects, min_size=1, max_size=4))
def test_formulas_agree(figure, question, asked):
    text = definitions(
        *HEAD,
        decision("figure", literal(figure), INPUTS),
        decision("fits", literal(question), INPUTS),
        decision("both", literal("if fits then figure else -1"), (), ("figure", "fits")),
    )
    imported = import_model(text.encode(), pack="brought")
    assert not imported.left, [str(left) for left in imported.left]
    engine, model = opened(imported), model_of(text)
    for facts in asked:
        found = engine.answers(facts)
        for name in {"figure", "fits", "both"} & found.keys():
            assert same_answer(found[name], model.evaluate(name, facts)), (name, facts)
        assert {"fits", "both"} <= found.keys()
