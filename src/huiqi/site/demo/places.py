"""The invented zone itself: parks, departments, institutions, and the people who work there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huiqi.kernel.actor import Actor, Grant, Role, system
from huiqi.register import services
from huiqi.register.domain.credit_code import check_character

DEMO = system("demo")
ZONE_NAME = "示范高新区"
PARKS = ("软件园", "智造园", "生命健康园", "综合产业园")
DEPARTMENTS = ("经济发展局", "科技创新局", "财政局", "企业服务中心")
INSTITUTIONS = ("示范银行高新支行", "示范理工大学", "示范检测认证院", "示范职业技术学院")
_SCHOOL_CODE = "12330100DEM000001"
# Whom somebody names by code.
CODES = {"示范职业技术学院": _SCHOOL_CODE + check_character(_SCHOOL_CODE)}


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the zone: log-in name, name, where they belong, and the role they hold there."""

    login: str
    name: str
    place: str
    role: Role


PEOPLE = (
    Somebody("policy", "林政", "经济发展局", Role.POLICY_OFFICER),
    Somebody("approver", "赵核", "经济发展局", Role.POLICY_APPROVER),
    Somebody("service", "孙勤", "企业服务中心", Role.SERVICE_OFFICER),
    Somebody("finance", "周算", "财政局", Role.FINANCE_OFFICER),
    Somebody("payer", "吴审", "财政局", Role.FINANCE_APPROVER),
    Somebody("inspector", "郑查", "企业服务中心", Role.INSPECTOR),
    Somebody("expert", "沈评", ZONE_NAME, Role.EXPERT),
    Somebody("leader", "王总", ZONE_NAME, Role.LEADER),
    Somebody("auditor", "冯纪", ZONE_NAME, Role.AUDITOR),
    Somebody("admin", "陈管", ZONE_NAME, Role.ADMINISTRATOR),
    Somebody("bank", "褚融", "示范银行高新支行", Role.PROVIDER),
    Somebody("lab", "卫检", "示范检测认证院", Role.PROVIDER),
    Somebody("school", "蒋教", "示范职业技术学院", Role.PROVIDER),
)
_EXPERT_HOLDS = timedelta(days=365)
# Officers of a department serve the whole zone.
_OF_THE_ZONE = frozenset(DEPARTMENTS)


def make_places(now: datetime) -> dict[str, Any]:
    """Add the zone and what is in it; return the organisations by name."""
    zone = services.add_organisation(kind="zone", name=ZONE_NAME, actor=DEMO, now=now)
    places: dict[str, Any] = {ZONE_NAME: zone}
    for kind, names in (("park", PARKS), ("department", DEPARTMENTS), ("institution", INSTITUTIONS)):
        for name in names:
            code = CODES.get(name, "")
            places[name] = services.add_organisation(
                kind=kind, name=name, parent=zone.pk, credit_code=code, actor=DEMO, now=now
            )
    return places


def make_people(places: Mapping[str, Any], now: datetime) -> dict[str, Actor]:
    """Add the people with their roles, whose accounts have no password yet; return who they are, by log-in."""
    made = {}
    zone = places[ZONE_NAME].pk
    for one in PEOPLE:
        account = services.add_person_with_account(
            name=one.name, organisation=places[one.place].pk, login=one.login, actor=DEMO, now=now
        )
        reach = zone if one.place in _OF_THE_ZONE else places[one.place].pk
        until = now + _EXPERT_HOLDS if one.role == Role.EXPERT else None
        services.grant_role(person=account.person, role=one.role, organisation=reach, until=until, actor=DEMO, now=now)
        grant = Grant(one.role, reach)
        made[one.login] = Actor(person=account.person, name=one.name, grants=(grant,), zones=frozenset({zone}))
    return made
