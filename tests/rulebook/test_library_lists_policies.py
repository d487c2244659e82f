"""The library: what stands where on a day, found in plain words, narrowed, without a query for each row."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.actor import VISITOR, Role
from huiqi.kernel.ids import new_id
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.standing import standing_on
from huiqi.rulebook.models import CataloguedPolicy, PackVersion
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, Cast, visit
from tests.rulebook.conftest import install

DAY = date(2026, 3, 2)


def titles(cast: Cast, text: str) -> set[str]:
    rows = queries.policies_of(VISITOR, zone=cast.zone.pk, day=DAY)
    return {row.title_zh for row in queries.looked_for(rows, text)}


@pytest.mark.parametrize(
    ("starts", "ends", "repealed_on", "standing"),
    (
        (date(2023, 1, 1), None, None, "in_force"),
        (date(2023, 1, 1), DAY - timedelta(days=1), None, "expired"),
        (date(2023, 1, 1), DAY, None, "expiring"),
        (date(2023, 1, 1), DAY + timedelta(days=90), None, "expiring"),
        (date(2023, 1, 1), DAY + timedelta(days=91), None, "in_force"),
        (DAY + timedelta(days=1), None, None, "upcoming"),
        (DAY, None, None, "in_force"),
        (date(2023, 1, 1), DAY - timedelta(days=1), DAY - timedelta(days=1), "repealed"),
        (date(2023, 1, 1), DAY, DAY, "expiring"),
    ),
)
def test_where_a_policy_stands_is_said_alike_by_rule_and_database(
    cast: Cast, xian: PackVersion, starts: date, ends: date | None, repealed_on: date | None, standing: str
) -> None:
    CataloguedPolicy.objects.filter(policy="retired-policy").update(starts=starts, ends=ends, repealed_on=repealed_on)
    row = queries.policy_of(VISITOR, zone=cast.zone.pk, policy="retired-policy", day=DAY)
    assert row.standing == standing
    assert standing_on(DAY, starts=starts, ends=ends, repealed_on=repealed_on) == standing


def test_a_publication_brings_the_catalogue_in_line(cast: Cast, xian: PackVersion, tmp_path: Path) -> None:
    folder = shutil.copytree(bundled_folder() / "xian", tmp_path / "xian")
    (folder / "policies" / "policy_calculator.yaml").unlink()
    (folder / "scenarios" / "policy-calculator.yaml").unlink()
    policy = folder / "policies" / "retired_policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("(示例)", "(旧)"), encoding="utf-8")
    second = install(cast, folder, now=NOW + timedelta(hours=1))
    rows = {row.policy: row for row in CataloguedPolicy.objects.filter(zone=cast.zone.pk)}
    assert "policy-calculator" not in rows
    assert rows["retired-policy"].title_zh == "停止施行的政策(旧)"
    assert {row.version_id for row in rows.values()} == {second.pk}


def test_a_policy_is_found_by_plain_words(cast: Cast) -> None:
    install(cast, "ordos")
    assert "高新技术企业认定" in titles(cast, "高新技术企业怎么申请")
    assert "高新技术企业认定" in titles(cast, "高新企业 研发费用")
    assert "失业保险稳岗返还" in titles(cast, "裁员率")
    assert "失业保险稳岗返还" in titles(cast, "JOB-retention")
    assert titles(cast, "没有这样的东西") == set()
    assert "高新技术企业认定" not in titles(cast, "稳岗")


def test_inherited_policies_stand_beside_the_zones_own(cast: Cast) -> None:
    install(cast, "ordos")
    inherited = dict(CataloguedPolicy.objects.values_list("policy", "is_inherited"))
    assert inherited["hnte-2016"]
    assert not inherited["policy-compendium"]


def test_the_page_filters_sorts_and_exports(cast: Cast, xian: PackVersion) -> None:
    client = visit(cast.person("李", (Role.POLICY_OFFICER, cast.zone)))
    page = client.get("/rulebook/policies/?standing=expired").content.decode().split("<main")[1]
    assert "停止施行的政策" in page
    assert "免申即享" not in page
    assert "免申即享" in client.get("/rulebook/policies/?theme=reward&level=zone").content.decode()
    assert "停止施行的政策" not in client.get("/rulebook/policies/?ends=open").content.decode()
    sent = client.get("/rulebook/policies/?format=xlsx")
    assert sent["Content-Disposition"].startswith("attachment")
    sent.close()


def asked(client: Client) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get("/rulebook/policies/")
    return len(found)


def test_a_list_costs_the_same_queries_at_any_size(cast: Cast, xian: PackVersion) -> None:
    client = visit(cast.person("李", (Role.POLICY_OFFICER, cast.zone)))
    client.get("/rulebook/policies/")
    few = asked(client)
    for number in range(30):
        CataloguedPolicy.objects.create(
            id=new_id(NOW), zone=cast.zone.pk, policy=f"p{number}", title_zh=f"政策{number}", version=xian, starts=DAY
        )
    assert asked(client) == few


def test_a_zone_sees_its_own_library_alone(cast: Cast, xian: PackVersion) -> None:
    CataloguedPolicy.objects.create(
        id=new_id(NOW), zone=new_id(NOW), policy="elsewhere", title_zh="别区的政策", version=xian, starts=DAY
    )
    assert titles(cast, "别区") == set()


def test_what_is_not_published_is_for_those_who_draft(cast: Cast, xian: PackVersion) -> None:
    CataloguedPolicy.objects.create(id=new_id(NOW), zone=cast.zone.pk, policy="new", title_zh="起草中的政策")
    assert titles(cast, "起草") == set()
    officer = cast.person("李", (Role.POLICY_OFFICER, cast.zone))
    row = queries.policy_of(officer, zone=cast.zone.pk, policy="new", day=DAY)
    assert row.standing == "draft"


def test_a_zone_without_a_pack_has_an_empty_library(cast: Cast) -> None:
    assert (
        "还没有发布任何政策"
        in visit(cast.person("王", (Role.LEADER, cast.zone))).get("/rulebook/policies/").content.decode()
    )


@pytest.mark.inventory("XA-05")
def test_a_policy_without_a_spokesperson_is_listed_as_a_gap(cast: Cast, xian: PackVersion) -> None:
    officer = cast.person("李", (Role.POLICY_OFFICER, cast.zone))
    gaps = queries.unspoken(queries.library(officer, day=DAY))
    assert "policy-calculator" in gaps.values_list("policy", flat=True)
    services.name_contact(
        zone=cast.zone.pk, policy="policy-calculator", contact=services.Contact(office="政策法规局", spokesperson="王敏"),
        actor=officer, now=NOW,
    )  # fmt: skip
    assert "policy-calculator" not in gaps.values_list("policy", flat=True)
    page = visit(cast.person("王", (Role.LEADER, cast.zone))).get("/rulebook/policies/?speaker=gap").content.decode()
    assert "/rulebook/policies/policy-calculator" not in page
    assert "免申即享" in page


def test_the_warning_counts_what_its_link_lists(cast: Cast, xian: PackVersion) -> None:
    officer = cast.person("李", (Role.POLICY_OFFICER, cast.zone))
    expired = CataloguedPolicy.objects.filter(policy="policy-calculator")
    assert expired.update(ends=DAY - timedelta(days=1)) == 1
    gaps = queries.unspoken(queries.library(officer, day=DAY))
    assert "policy-calculator" not in gaps.values_list("policy", flat=True)
    assert gaps.count() == queries.warnings(officer, day=DAY).unspoken > 0
    page = visit(officer).get("/rulebook/policies/?speaker=gap").content.decode()
    assert page.count('href="/rulebook/policies/') >= gaps.count()
    assert 'href="/rulebook/policies/policy-calculator"' not in page


def test_a_contact_said_by_an_officer_outlives_a_publication(cast: Cast, xian: PackVersion, tmp_path: Path) -> None:
    officer = cast.person("李", (Role.POLICY_OFFICER, cast.zone))
    contact = services.Contact(office="政策法规局", phone="029-1", spokesperson="王敏")
    services.name_contact(zone=cast.zone.pk, policy="retired-policy", contact=contact, actor=officer, now=NOW)
    folder = shutil.copytree(bundled_folder() / "xian", tmp_path / "xian")
    policy = folder / "policies" / "retired_policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("(示例)", "(旧)"), encoding="utf-8")
    install(cast, folder, now=NOW + timedelta(hours=1))
    row = CataloguedPolicy.objects.get(policy="retired-policy")
    assert (row.office, row.spokesperson, row.title_zh) == ("政策法规局", "王敏", "停止施行的政策(旧)")


def test_only_a_drafter_of_the_zone_names_contacts(cast: Cast, xian: PackVersion) -> None:
    for role, place in ((Role.POLICY_APPROVER, cast.zone), (Role.POLICY_OFFICER, cast.north), (Role.LEADER, cast.zone)):
        actor = cast.person("某人", (role, place))
        with pytest.raises(services.CannotChange):
            services.name_contact(
                zone=cast.zone.pk, policy="retired-policy", contact=services.Contact(), actor=actor, now=NOW
            )


def test_what_ends_soon_and_what_nobody_explains_is_said_above_the_list(cast: Cast, xian: PackVersion) -> None:
    officer = cast.person("李", (Role.POLICY_OFFICER, cast.zone))
    CataloguedPolicy.objects.filter(policy="policy-calculator").update(ends=DAY + timedelta(days=30))
    found = queries.warnings(officer, day=DAY)
    assert (found.expiring, found.first_end, found.unspoken) == (1, DAY + timedelta(days=30), 4)
    assert "4 项现行政策还没有政策发言人" not in Client().get("/rulebook/find").content.decode()
