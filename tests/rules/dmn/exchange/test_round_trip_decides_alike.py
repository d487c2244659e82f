"""A policy taken out and brought in again decides as the first did: outcome and amount, clause by clause."""

from __future__ import annotations

from random import Random

import pytest

from huiqi_rules.dmn.exchange import import_model
from tests.rules.dmn.exchange.models import DAY, opened, same_answer
from tests.rules.dmn.exchange.policies import company, engine_answers, exported, pack, policies_of

PACKS = ("national", "suzhou-sip", "xiamen-torch")
COMPANIES = 6


@pytest.mark.parametrize(("name", "policy"), policies_of(*PACKS))
def test_a_policy_comes_back(name, policy):
    found = exported(name, policy)
    imported = import_model(found.xml.encode(), pack="brought")
    assert not imported.left, [str(left) for left in imported.left]
    back = opened(imported)
    clauses = {one.id for one in pack(name)[0].rulebook.policies[policy].versions[-1].clauses}
    rulebook = back.engine.checked.rulebook
    assert {one.id for one in rulebook.policies[imported.policy].versions[0].clauses} >= clauses
    random = Random(policy)
    for _ in range(COMPANIES):
        facts = company(name, policy, random)
        before = engine_answers(name, policy, facts)
        given = {fact: facts[fact] if fact in facts else before.get(_key(fact, before)) for fact in rulebook.facts}
        determination = back.engine.assess(imported.policy, DAY, given)
        for clause in determination.clauses:
            if clause.clause not in clauses:
                continue
            outcome = {"met": True, "not_met": False, "unknown": None}[str(clause.outcome)]
            assert outcome == before[f"clause/{clause.clause}"], (clause.clause, facts)
            if f"amount/{clause.clause}" in found.names:
                assert same_answer(clause.amount, before[f"amount/{clause.clause}"]), (clause.clause, facts)


def _key(fact, answers):
    # A step that FEEL cannot work out came back as a fact of its id.
    return next((key for key in (f"value/{fact}", f"condition/{fact}") if key in answers), "")
