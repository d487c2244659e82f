"""Carriers, enclaves, stations, platforms and projects: added, changed by one at a time, labelled; subjects of facts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from huiqi.kernel.actor import Role
from huiqi.kernel.models import AuditEntry
from huiqi.register import queries, services
from huiqi.register.models import Residency, Undertaking
from huiqi.register.services import LabelSaid, UndertakingSaid
from tests.cast import NOW, SYSTEM, Cast

LATER = NOW + timedelta(hours=1)
DAY = date(2026, 3, 2)


def add(cast: Cast, group: str = "carrier", name: str = "火炬孵化器", **more: object) -> Undertaking:
    said = UndertakingSaid(group=group, name=name, source="高新区名录", **more)
    return services.add_undertaking(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)


def test_undertaking_is_a_subject_of_facts(cast: Cast) -> None:
    carrier = add(cast, operator=cast.north_company.pk)
    said = [services.Said("hnte_item_score", Decimal(8), period="2026")]
    services.record_facts(subject=carrier.pk, said=said, source="考核表", actor=SYSTEM, now=NOW)
    assert queries.fact(SYSTEM, subject=carrier.pk, name="hnte_item_score", period="2026") == Decimal(8)
    assert queries.visible_subject(SYSTEM, id=carrier.pk).kind == "carrier"
    assert AuditEntry.objects.filter(code="register.undertaking.added", subject=str(carrier.pk)).exists()


@pytest.mark.parametrize(
    ("group", "more", "failure", "code"),
    (
        ("enclave", {}, services.CannotKeepUndertaking, "city_missing"),
        ("station", {"city": " "}, services.CannotKeepUndertaking, "city_missing"),
        ("castle", {}, services.CannotKeepUndertaking, "unknown_group"),
        ("carrier", {"begun_on": DAY, "ended_on": DAY}, services.CannotKeep, "bad_validity"),
    ),
)
def test_undertaking_that_cannot_be_added(
    cast: Cast, group: str, more: dict[str, object], failure: type[Exception], code: str
) -> None:
    with pytest.raises(failure) as refused, transaction.atomic():
        add(cast, group, **more)
    assert refused.value.code == code
    assert not Undertaking.objects.exists()


def test_later_of_two_officers_is_told(cast: Cast) -> None:
    carrier = add(cast)
    first = UndertakingSaid(group="carrier", name="火炬第一孵化器", source="高新区名录")
    services.change_undertaking(id=carrier.pk, said=first, seen_at=NOW, actor=SYSTEM, now=LATER)
    second = UndertakingSaid(group="carrier", name="火炬第二孵化器", source="高新区名录")
    with pytest.raises(services.CannotKeepUndertaking, match="not kept"):
        services.change_undertaking(id=carrier.pk, said=second, seen_at=NOW, actor=SYSTEM, now=LATER)
    assert Undertaking.objects.get().name == "火炬第一孵化器"


def test_label_is_held_once_ended_and_withdrawn(cast: Cast) -> None:
    carrier = add(cast)
    said = LabelSaid("incubator", "国科发火〔2023〕1号", level="national", valid_from=date(2023, 1, 1))
    label = services.put_label(undertaking=carrier.pk, said=said, actor=SYSTEM, now=NOW)
    with pytest.raises(services.CannotKeepUndertaking, match="recorded already"):
        services.put_label(undertaking=carrier.pk, said=said, actor=SYSTEM, now=NOW)
    with pytest.raises(services.CannotKeepUndertaking, match="no label of this group"):
        services.put_label(undertaking=carrier.pk, said=LabelSaid("key_laboratory", "名录"), actor=SYSTEM, now=NOW)
    services.end_label(id=label.pk, day=date(2026, 1, 1), actor=SYSTEM, now=NOW)
    assert queries.tally_of_labels(SYSTEM, day=date(2025, 12, 31)).labels == 1
    assert queries.tally_of_labels(SYSTEM, day=date(2026, 1, 1)).labels == 0
    services.withdraw_label(id=label.pk, actor=SYSTEM, now=LATER)
    assert queries.tally_of_labels(SYSTEM, day=date(2025, 12, 31)).labels == 0
    with pytest.raises(services.CannotKeepUndertaking, match="ended or was withdrawn"):
        services.withdraw_label(id=label.pk, actor=SYSTEM, now=LATER)


def test_company_is_in_one_place_once_at_a_time(cast: Cast) -> None:
    carrier = add(cast)
    company = cast.north_company.pk
    wanted = {"undertaking": carrier.pk, "companies": [company], "source": "入孵协议", "actor": SYSTEM, "now": NOW}
    (stay,) = services.admit_companies(**wanted, day=date(2024, 1, 1))
    with pytest.raises(services.CannotMove, match="already"):
        services.admit_companies(**wanted, day=date(2025, 1, 1))
    with pytest.raises(IntegrityError, match="residency_once"), transaction.atomic():
        Residency.objects.create(
            id=carrier.pk, undertaking=carrier, company_id=company, entered_on=DAY, source="x", recorded_at=NOW
        )
    services.release_company(residency=stay.pk, day=date(2025, 1, 1), outcome="graduated", actor=SYSTEM, now=NOW)
    with pytest.raises(services.CannotMove, match="left on"):
        services.release_company(residency=stay.pk, day=date(2025, 2, 1), outcome="left", actor=SYSTEM, now=NOW)
    services.admit_companies(**wanted, day=date(2025, 1, 1))
    assert Residency.objects.count() == 2


def test_only_keepers_change_and_only_followers_see(cast: Cast) -> None:
    carrier = add(cast)
    park = cast.person("园", (Role.SERVICE_OFFICER, cast.north))
    leader = cast.person("领", (Role.LEADER, cast.zone))
    owner = cast.person("企", (Role.COMPANY_OWNER, cast.north_company))
    said = UndertakingSaid(group="carrier", name="新", source="名录")
    for actor in (park, leader, owner):
        with pytest.raises((services.CannotKeep, queries.CannotSee)):
            services.change_undertaking(id=carrier.pk, said=said, seen_at=NOW, actor=actor, now=LATER)
    assert queries.undertaking(leader, id=carrier.pk).name == "火炬孵化器"
    for actor in (park, owner):
        assert not queries.undertakings(actor).exists()
