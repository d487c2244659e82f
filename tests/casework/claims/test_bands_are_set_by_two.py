"""Who approves how much is proposed by one approver and agreed to by another; each sees what waits for the own band."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.bands import Band
from huiqi.casework.models import BandSet
from huiqi.casework.services import CannotClaim, CannotSetBands
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry
from tests.casework.claims.made import DAY, Crew, seen
from tests.casework.conftest import LATER
from tests.cast import visit

ALL = Band(None, Role.POLICY_APPROVER)
SMALL_AND_LARGE = (Band(Decimal("299999.99"), Role.POLICY_APPROVER), Band(None, Role.FINANCE_APPROVER))


def propose(crew: Crew, actor: Actor | None = None, bands: tuple[Band, ...] = SMALL_AND_LARGE) -> BandSet:
    said = {"zone": crew.cast.zone.pk, "bands": bands, "reason": "大额由财务复核人审批"}
    return services.propose_bands(**said, actor=actor or crew.approver, now=LATER)


def waiting(crew: Crew, actor: Actor) -> int:
    return queries.to_approve(actor, now=LATER).count()


def test_a_change_counts_once_another_agreed(crew: Crew) -> None:
    made = crew.reviewed(crew.round())
    proposed = propose(crew)
    with pytest.raises(CannotSetBands) as refused:
        services.agree_to_bands(id=proposed.pk, actor=crew.approver, now=LATER)
    assert refused.value.code == "own_change"
    assert (waiting(crew, crew.approver), waiting(crew, crew.checker)) == (2, 0)
    assert queries.bands_to_agree(crew.checker).count() == 1
    assert queries.bands_to_agree(crew.approver).count() == 0
    services.agree_to_bands(id=proposed.pk, actor=crew.checker, now=LATER)
    assert (waiting(crew, crew.approver), waiting(crew, crew.checker)) == (0, 2)
    with pytest.raises(CannotClaim) as late:
        services.approve(seen=seen(made), reason="", actor=crew.approver, now=LATER)
    assert late.value.code == "wrong_band"
    assert services.approve(seen=seen(made), reason="", actor=crew.checker, now=LATER) == 2
    trail = AuditEntry.objects.filter(code__startswith="casework.bands.").order_by("pk")
    assert [one.code for one in trail] == ["casework.bands.proposed", "casework.bands.agreed"]


def test_the_limit_itself_is_in_the_lower_band(crew: Crew) -> None:
    proposed = propose(crew, bands=(Band(Decimal(300_000), Role.POLICY_APPROVER), Band(None, Role.FINANCE_APPROVER)))
    services.agree_to_bands(id=proposed.pk, actor=crew.checker, now=LATER)
    crew.reviewed(crew.round())
    assert (waiting(crew, crew.approver), waiting(crew, crew.checker)) == (2, 0)


def test_what_one_reviewed_or_is_related_to_waits_for_others(crew: Crew) -> None:
    crew.reviewed(crew.round())
    owner = crew.cast.person("曾任职", (Role.COMPANY_OWNER, crew.companies[0]), (Role.POLICY_APPROVER, crew.cast.zone))
    assert waiting(crew, owner) == 1
    promoted = replace(crew.approver, person=crew.officer.person)
    assert waiting(crew, promoted) == 0, "reviewed by oneself, in a role of before"


def test_a_stand_in_sees_what_waits_for_who_is_away(crew: Crew) -> None:
    crew.reviewed(crew.round())
    assert waiting(crew, crew.checker) == 0
    services.stand_in(
        zone=crew.cast.zone.pk, role=Role.POLICY_APPROVER, away=crew.approver.person, person=crew.checker.person,
        first_day=DAY, last_day=DAY.replace(day=28), reason="出差", actor=crew.approver, now=LATER,
    )  # fmt: skip
    assert waiting(crew, crew.checker) == 2


def test_one_change_waits_at_a_time_and_can_be_dropped(crew: Crew) -> None:
    first = propose(crew)
    with pytest.raises(CannotSetBands) as second:
        propose(crew, actor=crew.checker)
    assert second.value.code == "proposed_already"
    services.drop_bands(id=first.pk, actor=crew.checker, now=LATER)
    for act in (services.agree_to_bands, services.drop_bands):
        with pytest.raises(CannotSetBands) as over:
            act(id=first.pk, actor=crew.checker, now=LATER)
        assert over.value.code == "not_open"
    propose(crew, actor=crew.checker)


def test_the_database_wants_two_people(crew: Crew) -> None:
    proposed = propose(crew)
    with pytest.raises(IntegrityError, match="bands_by_two"), transaction.atomic():
        BandSet.objects.filter(pk=proposed.pk).update(agreed_by=crew.approver.person, agreed_at=LATER)


@pytest.mark.parametrize(
    ("bands", "code"),
    (
        ((), "not_whole"),
        ((Band(Decimal(1), Role.POLICY_APPROVER),), "not_whole"),
        ((ALL, ALL), "not_whole"),
        ((Band(Decimal(5), Role.POLICY_APPROVER), Band(Decimal(2), Role.POLICY_APPROVER), ALL), "not_whole"),
        ((Band(Decimal(5), Role.POLICY_APPROVER), ALL), "same_role"),
        ((Band(None, Role.LEADER),), "no_role"),
        ((ALL,), "no_change"),
    ),
)
def test_bands_take_every_amount_and_change_something(crew: Crew, bands: tuple[Band, ...], code: str) -> None:
    with pytest.raises(CannotSetBands) as refused:
        propose(crew, bands=bands)
    assert refused.value.code == code


def test_only_approvers_of_the_zone_set_bands(crew: Crew) -> None:
    park = crew.cast.person("北园审批人", (Role.POLICY_APPROVER, crew.cast.north))
    for actor in (crew.officer, crew.maker, park):
        with pytest.raises(CannotSetBands) as refused:
            propose(crew, actor=actor)
        assert refused.value.code == "not_allowed"


def test_two_people_change_bands_on_one_page(crew: Crew) -> None:
    one, other, address = visit(crew.approver), visit(crew.checker), "/casework/approving"
    said = {
        "zone": str(crew.cast.zone.pk), "lower": "policy_approver", "limit": "100000", "upper": "finance_approver",
        "reason": "分档",
    }  # fmt: skip
    refused = one.post(f"{address}/bands", said | {"reason": ""})
    assert refused.status_code == 422
    assert one.post(f"{address}/bands", said).status_code == 302
    assert "撤回" in one.get(address).content.decode()
    page = other.get(address).content.decode()
    assert "同意更改" in page
    waits = page.split("approving/bands/")[1].split('"')[0]
    other.post(f"{address}/bands/{waits}", {"act": "agree"})
    page = one.get(address).content.decode()
    assert "100,000" in page
    assert "同意更改" not in page


def test_an_administrator_names_a_stand_in_for_somebody_who_cannot(crew: Crew) -> None:
    zone = str(crew.cast.zone.pk)
    client, address = visit(crew.cast.person("管理员", (Role.ADMINISTRATOR, crew.cast.zone))), "/casework/approving"
    said = {
        "place": f"{zone}:policy_approver:{crew.approver.person}", "person": str(crew.checker.person),
        "first_day": "2026-01-01", "last_day": "2099-12-31", "reason": "住院",
    }  # fmt: skip
    assert client.post(address, said).status_code == 302
    page = client.get(address).content.decode()
    assert "住院" in page
    assert "提出更改" not in page
    forged = said | {"place": f"{zone}:policy_approver:{crew.approver.person}"}
    assert visit(crew.maker).post(address, forged).status_code == 422
