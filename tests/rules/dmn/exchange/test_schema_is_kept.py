"""Every model that is taken out keeps to the OMG's schema, in each edition."""

from __future__ import annotations

import pytest

from huiqi_rules.dmn.exchange import EDITIONS, export_policy
from tests.rules.dmn.exchange.engine_beside import schema
from tests.rules.dmn.exchange.policies import day_of, exported, pack, policies_of


@pytest.fixture(scope="module")
def newest():
    return schema("1.5")


@pytest.mark.parametrize("name", ("national", "suzhou-sip", "xiamen-torch", "ningbo", "ganzhou"))
def test_every_policy_is_valid(newest, name):
    for one in policies_of(name):
        assert [str(error.reason) for error in newest.iter_errors(exported(*one).xml)] == [], one


@pytest.mark.parametrize("edition", sorted(EDITIONS))
def test_each_edition_is_valid_and_says_the_same(edition):
    loaded, engine = pack("national")
    one = ("national", "sme-size-2011")
    found = export_policy(engine.checked, one[1], day_of(*one), loaded.tables[one[1]], edition).xml
    assert [str(error.reason) for error in schema(edition).iter_errors(found)] == []
    assert found.split(">", 2)[2] == exported(*one).xml.split(">", 2)[2]


def test_a_model_that_breaks_the_schema_is_told(newest):
    broken = (
        exported("national", "tech-sme-2017")
        .xml.replace("<requiredInput", "<requiredThing", 1)
        .replace("<text>", "<words>", 1)
    )
    assert not newest.is_valid(broken.replace("</text>", "</words>", 1))
