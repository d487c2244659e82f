"""A policy and the model made of it answer alike for companies of whom everything is known, step by step."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from tests.rules.dmn.exchange.models import model_of, same_answer
from tests.rules.dmn.exchange.policies import company, engine_answers, exported, pack, policies_of

PACKS = ("national", "suzhou-sip", "xiamen-torch", "ganzhou", "ningbo")
COMPANIES = 8


@cache
def _model(name, policy):
    return model_of(exported(name, policy).xml)


def answers_of_both(name, policy, facts):
    """Yield key, the engine's and the model's answer of everything that the model decides."""
    found = exported(name, policy)
    engine = engine_answers(name, policy, facts)
    model = _model(name, policy)
    inputs = {element.name for element in model.main.elements if element.kind == "inputData"}
    given = {dmn: engine[key] for key, dmn in found.names.items() if dmn in inputs and key in engine}
    decided = {element.name for element in model.main.elements if element.kind == "decision"}
    for key, dmn in found.names.items():
        if dmn in decided and key in engine:
            yield key, engine[key], model.evaluate(dmn, given)


@pytest.mark.parametrize(("name", "policy"), policies_of(*PACKS))
def test_every_step_has_the_same_answer(name, policy):
    random = Random(f"{name}/{policy}")
    seen = set()
    for _ in range(COMPANIES):
        facts = company(name, policy, random)
        for key, engine, model in answers_of_both(name, policy, facts):
            assert same_answer(engine, model), (key, engine, model, facts)
            seen.add(key)
    assert any(key.startswith("clause/") for key in seen)


@pytest.mark.parametrize(("name", "policy"), policies_of("national"))
def test_where_something_is_divided_by_0_the_model_may_say_less_but_never_else(name, policy):
    random = Random(policy)
    for _ in range(COMPANIES):
        facts = company(name, policy, random, zeros=True)
        for key, engine, model in answers_of_both(name, policy, facts):
            assert model is None or same_answer(engine, model), (key, engine, model, facts)


def test_every_policy_of_every_pack_can_be_taken_out():
    names = sorted(path.parent.name for path in pack("national")[0].path.parent.glob("*/pack.yaml"))
    assert len([exported(*one) for one in policies_of(*names)]) >= 46
