"""Carriers by kind and level, companies in and out of them, enclaves and stations in other cities."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from huiqi.register import queries, services
from huiqi.register.services import LabelSaid, UndertakingSaid
from tests.cast import NOW, SYSTEM, Cast
from tests.register.companies import add_companies

DAY = date(2026, 3, 2)
YEAR = {"since": date(2025, 1, 1), "until": date(2026, 1, 1)}


def add(cast: Cast, name: str, *labels: LabelSaid, group: str = "carrier", **more: object) -> UUID:
    said = UndertakingSaid(group=group, name=name, source="名录", **more)
    added = services.add_undertaking(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)
    for label in labels:
        services.put_label(undertaking=added.pk, said=label, actor=SYSTEM, now=NOW)
    return added.pk


PROFESSIONAL = LabelSaid("professional_makerspace", "名录")
TORCH = LabelSaid("professional_makerspace", "名录", name="火炬专业化众创空间")


@pytest.mark.inventory("XM-11")
def test_kinds_are_counted_and_added_up_only_where_no_carrier_has_two(cast: Cast) -> None:
    for number in range(6):
        add(cast, f"专业孵化器{number}", LabelSaid("professional_incubator", "名录"))
    spaces = [add(cast, f"众创空间{number}", PROFESSIONAL) for number in range(21)]
    torch = [add(cast, f"火炬空间{number}", TORCH) for number in range(7)]
    apart = queries.tally_of_labels(SYSTEM, day=DAY)
    assert [line.count for line in apart.lines] == [6, 21, 7]
    assert (apart.is_disjoint, apart.labels, apart.undertakings) == (True, 34, 34)
    # The text does not say whether the seven are among the twenty-one; one that carries both is one carrier.
    services.put_label(undertaking=torch[0], said=PROFESSIONAL, actor=SYSTEM, now=NOW)
    services.put_label(undertaking=spaces[0], said=TORCH, actor=SYSTEM, now=NOW)
    together = queries.tally_of_labels(SYSTEM, day=DAY)
    assert [line.count for line in together.lines] == [6, 22, 8]
    assert (together.is_disjoint, together.undertakings) == (False, 34)
    assert dict(together.families) == {"incubator": 6, "makerspace": 28}


@pytest.mark.inventory("MA-04")
def test_incubators_by_level_and_the_flow_through_them(cast: Cast) -> None:
    levels = ("national", "provincial", "city")
    first, *_ = (add(cast, f"{level}孵化器", LabelSaid("incubator", "名录", level=level)) for level in levels)
    for name in "甲乙":
        add(cast, f"{name}众创空间", LabelSaid("makerspace", "名录", level="provincial"))
    moved = {"undertaking": first, "source": "入孵协议", "actor": SYSTEM, "now": NOW}
    before, during = add_companies(cast.north, 13), add_companies(cast.north, 19, start=13)
    stays = services.admit_companies(**moved, companies=before, day=date(2023, 5, 1))
    services.admit_companies(**moved, companies=during, day=date(2025, 6, 1))
    for stay in stays:
        services.release_company(residency=stay.pk, day=date(2025, 9, 1), outcome="graduated", actor=SYSTEM, now=NOW)
    flow = queries.flow(SYSTEM, **YEAR)
    assert (flow.entered, flow.graduated, flow.left, flow.net, flow.present) == (19, 13, 0, 6, 19)
    tally = queries.tally_of_labels(SYSTEM, day=DAY)
    assert dict(tally.families) == {"incubator": 3, "makerspace": 2}
    assert [(line.kind, line.level, line.count) for line in tally.lines] == [
        ("incubator", "city", 1),
        ("incubator", "national", 1),
        ("incubator", "provincial", 1),
        ("makerspace", "provincial", 2),
    ]


@pytest.mark.inventory("LY-04")
def test_company_in_an_enclave_counts_to_the_zone_and_is_elsewhere(cast: Cast) -> None:
    enclaves = [
        add(cast, f"{city}飞地", LabelSaid("science_enclave", "名录"), group="enclave", city=city)
        for city in ("北京", "南京", "无锡")
    ]
    company = cast.north_company
    services.admit_companies(
        undertaking=enclaves[2], companies=[company.pk], day=date(2025, 3, 1), source="入驻协议", actor=SYSTEM, now=NOW
    )
    assert queries.places(SYSTEM, company=company.pk, day=DAY) == ("无锡",)
    assert queries.places(SYSTEM, company=cast.south_company.pk, day=DAY) == ()
    assert company in queries.organisations(SYSTEM, kind="company").filter(within__contains=[cast.zone.pk])
    assert queries.flow(SYSTEM, group="enclave", **YEAR).entered == 1
    assert {row.city for row in queries.undertakings(SYSTEM, group="enclave")} == {"北京", "南京", "无锡"}


@pytest.mark.inventory("ZG-01")
def test_talent_station_has_its_city_and_its_host(cast: Cast) -> None:
    for host in (cast.north_company, cast.south_company):
        label = LabelSaid("talent_station", "授牌")
        add(cast, f"{host.name}人才工作站", label, group="station", city="成都", operator=host.pk)
    stations = queries.undertakings(SYSTEM, group="station")
    assert queries.tally_of_labels(SYSTEM, day=DAY, group="station").undertakings == 2
    assert {(row.city, row.operator) for row in stations} == {
        ("成都", cast.north_company),
        ("成都", cast.south_company),
    }
