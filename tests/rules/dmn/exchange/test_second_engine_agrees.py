"""Another reader (dmn-moddle) and another FEEL (feelin) decide as Huiqi does on the models that are taken out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from huiqi_rules.dmn.exchange import export_policy
from tests.rules.dmn.exchange.engine_beside import decided_beside
from tests.rules.dmn.exchange.policies import company, day_of, engine_answers, pack, policies_of

PACKS = ("national", "suzhou-sip", "ganzhou")
COMPANIES = 8


@pytest.mark.parametrize(("name", "policy"), policies_of(*PACKS))
def test_it_decides_alike(name, policy, tmp_path):
    loaded, engine = pack(name)
    # dmn-moddle reads the edition 1.3; the models of all editions are the same but for their namespaces.
    found = export_policy(engine.checked, policy, day_of(name, policy), loaded.tables.get(policy, ()), "1.3")
    random = Random(f"{policy} beside")
    answers = [engine_answers(name, policy, company(name, policy, random)) for _ in range(COMPANIES)]
    cases = [{dmn: _given(one[key]) for key, dmn in found.names.items() if key in one} for one in answers]
    decided = decided_beside(found.xml, cases, tmp_path)
    compared = 0
    for one, other in zip(answers, decided, strict=True):
        for key, dmn in found.names.items():
            if key in one and dmn in other:
                assert _alike(one[key], other[dmn]), (key, dmn, one[key], other[dmn])
                compared += 1
    assert compared >= COMPANIES


def _given(value):
    return (
        {"date": value.isoformat()}
        if isinstance(value, date)
        else float(value)
        if isinstance(value, Decimal)
        else value
    )


def _alike(engine, other):
    # It computes with binary fractions: a figure may differ in its fourteenth digit.
    if isinstance(engine, Decimal) and isinstance(other, int | float) and not isinstance(other, bool):
        return abs(float(engine) - other) <= 1e-9 * max(1.0, abs(other))
    return _given(engine) == other
