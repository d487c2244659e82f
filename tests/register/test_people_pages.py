"""The pages on which roles are given: only who may, only within reach, refused in plain words both ways."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.actor import Actor, Role
from huiqi.register import queries, services
from huiqi.register.models import Organisation, Person, RoleGrant
from tests.cast import NORTH_CODE, NOW, SYSTEM, Cast, visit
from tests.register.pages import questions


@pytest.fixture
def administrator(cast: Cast) -> Client:
    return visit(cast.person("管理员甲", (Role.ADMINISTRATOR, cast.zone)))


def someone(cast: Cast, name: str) -> services.NewAccount:
    return services.add_person_with_account(
        name=name, organisation=cast.zone.pk, login=f"login-{name}", actor=SYSTEM, now=NOW
    )


def give(client: Client, person: Actor | services.NewAccount, role: str, place: str, until: str = "") -> str:
    said = {"role": role, "place": place, "until": until}
    return client.post(f"/register/people/{person.person}", said, follow=True).content.decode()


def test_role_is_given_until_a_day_and_ended(cast: Cast, administrator: Client) -> None:
    person = someone(cast, "李娜")
    page = give(administrator, person, Role.INSPECTOR, "北园", until="2099-12-31")
    assert "角色已授予" in page
    assert "2099-12-31" in page
    grant = RoleGrant.objects.get(person=person.person)
    assert grant.organisation == cast.north
    assert str(grant.period.upper) == "2099-12-31 16:00:00+00:00", "up to the end of the day in China"
    page = administrator.post(f"/register/roles/{grant.pk}/end", follow=True).content.decode()
    assert "角色已结束" in page
    assert "历史" in page


@pytest.mark.parametrize(
    ("first", "second"),
    (
        (Role.POLICY_OFFICER, Role.POLICY_APPROVER),
        (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER),
        (Role.ADMINISTRATOR, Role.AUDITOR),
    ),
)
def test_forbidden_pair_is_refused_in_words_both_ways(
    cast: Cast, administrator: Client, first: Role, second: Role
) -> None:
    for held, wanted in ((first, second), (second, first)):
        person = cast.person("王", (held, cast.north))
        page = give(administrator, person, wanted, "南园")
        assert f"王是{held.words[0]}，任何人不得同时又是{wanted.words[0]}" in page
        assert RoleGrant.objects.filter(person=person.person).count() == 1


def test_company_is_named_by_its_code(cast: Cast, administrator: Client) -> None:
    person = someone(cast, "赵")
    give(administrator, person, Role.COMPANY_OWNER, NORTH_CODE.lower())
    assert RoleGrant.objects.get(person=person.person).organisation == cast.north_company
    assert "只能在企业里担任" in give(administrator, someone(cast, "钱"), Role.COMPANY_OWNER, "北园")


@pytest.mark.parametrize(
    ("role", "place", "until", "said"),
    (
        ("inspector", "没有的园", "", "找不到"),
        ("inspector", "", "", "这个字段是必填项"),
        ("inspector", "北园", "2020-01-01", "已经过去"),
        ("inspector", "北园", "明天", "输入一个有效的日期"),
        ("king", "北园", "", "选择一个有效的选项"),
        ("company_agent", "重庆长安科技有限公司", "", "企业书面同意"),
    ),
)
def test_mistakes_are_said_and_nothing_changes(
    cast: Cast, administrator: Client, role: str, place: str, until: str, said: str
) -> None:
    person = someone(cast, "孙")
    assert said in give(administrator, person, role, place, until)
    assert not RoleGrant.objects.filter(person=person.person).exists()


def test_administrator_of_a_park_neither_sees_nor_gives_beyond_it(cast: Cast) -> None:
    client = visit(cast.person("北管", (Role.ADMINISTRATOR, cast.north)))
    southern = services.add_person_with_account(
        name="南人", organisation=cast.south.pk, login="south", actor=SYSTEM, now=NOW
    )
    assert client.get(f"/register/people/{southern.person}").status_code == 404
    assert client.post(f"/register/people/{southern.person}", {"role": "leader", "place": "北园"}).status_code == 404
    northern = cast.person("北人", (Role.LEADER, cast.north))
    assert "找不到" in give(client, northern, Role.INSPECTOR, "南园")
    page = client.get("/register/people").content.decode()
    assert "北人" in page
    assert "南人" not in page
    tree = client.get("/register/tree").content.decode()
    assert "北园" in tree
    assert "南园" not in tree
    assert client.get(f"/register/tree/{cast.south.pk}/rename").status_code == 404


def test_list_is_narrowed_and_exported(cast: Cast, administrator: Client) -> None:
    cast.person("李审", (Role.AUDITOR, cast.zone))
    cast.person("李策", (Role.POLICY_OFFICER, cast.north))
    page = administrator.get("/register/people", {"role": "auditor"}).content.decode()
    assert "李审" in page
    assert "李策" not in page
    assert "没有符合条件的内容" in administrator.get("/register/people", {"q": "没有的人"}).content.decode()
    file = b"".join(administrator.get("/register/people", {"format": "xlsx", "q": "李"}).streaming_content)
    rows = list(openpyxl.load_workbook(BytesIO(file)).active.iter_rows(values_only=True))
    assert {row[0] for row in rows[1:]} == {"李审", "李策"}
    assert "政策专员（北园）" in {row[3] for row in rows}


def test_list_costs_the_same_for_any_number(cast: Cast, administrator: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert administrator.get("/register/people").status_code == 200
        return len(asked)

    cast.person("甲", (Role.LEADER, cast.zone))
    before = cost()
    for number in range(8):
        cast.person(f"乙{number}", (Role.LEADER, cast.north), (Role.INSPECTOR, cast.south))
    assert cost() == before


def test_one_person_costs_the_same_with_any_number_of_roles(cast: Cast, administrator: Client) -> None:
    made, asked = someone(cast, "丙"), []
    roles = (Role.LEADER, Role.INSPECTOR, Role.SERVICE_OFFICER, Role.POLICY_OFFICER)
    for few in (roles[:1], roles[1:]):
        for role in few:
            services.grant_role(person=made.person, role=role, organisation=cast.north.pk, actor=SYSTEM, now=NOW)
        asked.append(questions(administrator, f"/register/people/{made.person}"))
    assert asked[0] == asked[1]


def test_parks_and_departments_are_added_and_renamed(cast: Cast, administrator: Client) -> None:
    answer = administrator.post(f"/register/tree/{cast.zone.pk}/add", {"kind": "park", "name": "西园"}, follow=True)
    assert "已添加西园" in answer.content.decode()
    west = Organisation.objects.get(name="西园")
    assert west.within == [cast.zone.pk, west.pk]
    administrator.post(f"/register/tree/{west.pk}/rename", {"name": "西部园"})
    assert Organisation.objects.get(pk=west.pk).name == "西部园"
    assert administrator.post(f"/register/tree/{west.pk}/rename", {"name": "西部园"}).status_code == 422
    answer = administrator.post(f"/register/tree/{cast.zone.pk}/add", {"kind": "company", "name": "假公司"})
    assert answer.status_code == 422
    page = administrator.get("/register/tree").content.decode()
    assert page.index("北园") < page.index("西部园"), "in the order of pinyin"
    assert administrator.post(f"/register/tree/{cast.north_company.pk}/rename", {"name": "改名"}).status_code == 422


def test_owner_sees_the_own_companys_people_and_ends_a_consent(cast: Cast) -> None:
    client = visit(cast.person("张老板", (Role.COMPANY_OWNER, cast.north_company)))
    services.add_person_with_account(name="代办人", organisation=cast.zone.pk, login="agent", actor=SYSTEM, now=NOW)
    here = f"/register/own-people/{cast.north_company.pk}"
    assert client.get("/register/own-people").headers["Location"] == here
    said = {"login": "Agent", "scope": "高企申报", "consent": "委托书1号", "until": "2099-01-31"}
    page = client.post(f"{here}/consent", said, follow=True).content.decode()
    assert "高企申报" in page
    assert "2099-01-31" in page
    agent = Person.objects.get(name="代办人")
    grant = RoleGrant.objects.get(person=agent)
    assert queries.actor_of(person=agent.pk, now=grant.period.lower).holds(Role.COMPANY_AGENT)
    assert client.post(f"{here}/consent", said | {"login": "nobody"}).status_code == 422
    page = client.post(f"/register/roles/{grant.pk}/end", follow=True).content.decode()
    assert "角色已结束" in page
    assert "高企申报" not in page
    own = RoleGrant.objects.get(role=Role.COMPANY_OWNER)
    assert "无权" in client.post(f"/register/roles/{own.pk}/end", follow=True).content.decode()


def test_owner_has_no_business_with_another_company(cast: Cast) -> None:
    client = visit(cast.person("张老板", (Role.COMPANY_OWNER, cast.north_company)))
    theirs = cast.person("员工", (Role.COMPANY_STAFF, cast.south_company))
    grant = RoleGrant.objects.get(person=theirs.person)
    for page in ("", "/invite", "/consent"):
        assert client.get(f"/register/own-people/{cast.south_company.pk}{page}").status_code == 404
    client.post(f"/register/roles/{grant.pk}/end")
    client.post(f"/register/people/{theirs.person}/link")
    client.post(f"/register/people/{theirs.person}/switch", {"on": "no"})
    assert RoleGrant.objects.get(pk=grant.pk).period.upper is None
    assert client.get("/register/people").status_code == 403


def test_account_is_opened_for_somebody_on_record_without_one(cast: Cast, administrator: Client) -> None:
    owner = cast.person("周负责", (Role.COMPANY_OWNER, cast.north_company))
    path = f"/register/people/{owner.person}"
    assert "开通账户" in administrator.get(path).content.decode()
    refused = administrator.post(f"{path}/account", {"login": "a b", "mail": ""})
    assert refused.status_code == 422
    assert "不能作登录名" in refused.content.decode()
    made = administrator.post(f"{path}/account", {"login": "zhou", "mail": ""}).content.decode()
    assert "/first/" in made
    again = administrator.post(f"{path}/account", {"login": "zhou2", "mail": ""}).content.decode()
    assert "已有账户" in again
    assert "开通账户" not in administrator.get(path).content.decode()


def test_nobody_opens_an_account_beyond_what_is_managed(cast: Cast) -> None:
    administrator = visit(cast.person("北园管理员", (Role.ADMINISTRATOR, cast.north)))
    elsewhere = cast.person("南园负责", (Role.COMPANY_OWNER, cast.south_company))
    answer = administrator.post(f"/register/people/{elsewhere.person}/account", {"login": "south", "mail": ""})
    assert answer.status_code in {403, 404}
