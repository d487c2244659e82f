"""Two records brought together while money is on its way: nobody comes by a role, an account or an award of another company by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiqi.casework import queries, services
from huiqi.casework.models import Claim
from huiqi.kernel.actor import Role
from huiqi.register import queries as known
from huiqi.register import services as register
from huiqi.register.models import Merge
from huiqi.register.services import CannotMerge
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.conftest import LATER
from tests.cast import NOW


def merge(crew: Crew, *, kept: int, gone: int) -> Merge:
    insider = crew.cast.person("服务专员", (Role.SERVICE_OFFICER, crew.cast.zone))
    said = {"from_gone": (), "reason": "重复登记", "actor": insider, "now": NOW + timedelta(hours=2)}
    return register.merge_companies(kept=crew.companies[kept].pk, gone=crew.companies[gone].pk, **said)


def test_an_accomplice_brought_into_it_cannot_take_its_award(crew: Crew) -> None:
    made = crew.offered(crew.round(crew.companies[:1]))
    (claim,) = claims(made)
    accomplice = crew.owner(crew.companies[1])
    merge(crew, kept=0, gone=1)
    again = known.actor_of(person=accomplice.person, now=PASSED)
    assert not queries.own_claims(again).exists()
    with pytest.raises(queries.CannotSeeClaim):
        services.confirm(id=claim.pk, account=claim.pk, actor=again, now=PASSED)


@pytest.mark.parametrize("state", ("proposed", "offered", "owed"))
def test_an_award_goes_to_no_other_record_while_it_is_on_its_way(crew: Crew, state: str) -> None:
    made = crew.round(crew.companies[:1])
    {"proposed": lambda _: None, "offered": crew.offered, "owed": crew.confirmed}[state](made)
    with pytest.raises(CannotMerge) as refused:
        merge(crew, kept=1, gone=0)
    assert refused.value.code == "on_its_way"
    assert claims(made)[0].company == crew.companies[0]


def test_what_has_come_to_nothing_follows(crew: Crew) -> None:
    made = crew.round(crew.companies[:1])
    services.refuse(seen={claim.pk: 0 for claim in claims(made)}, reason="已迁出", actor=crew.officer, now=LATER)
    merge(crew, kept=1, gone=0)
    assert claims(made)[0].company == crew.companies[1]


def test_nor_back_when_the_records_are_parted(crew: Crew) -> None:
    done = merge(crew, kept=1, gone=0)
    made = crew.round(crew.companies[1:])
    Merge.objects.filter(pk=done.pk).update(
        moved=[["casework.claim", "company", str(Claim.objects.get(round=made).pk)]]
    )
    insider = crew.cast.person("服务专员", (Role.SERVICE_OFFICER, crew.cast.zone))
    with pytest.raises(CannotMerge) as refused:
        register.part_companies(merge=done.pk, actor=insider, now=LATER)
    assert refused.value.code == "on_its_way"
