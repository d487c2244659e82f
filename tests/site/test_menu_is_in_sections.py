"""The menu holds what the actor may open: in sections where that is much, in one row where it is little; one entry is here."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.site.navigation import MENU
from tests.cast import Cast, visit

pytestmark = pytest.mark.django_db


def menu_of(client: Client, address: str) -> str:
    found = re.search(r'<nav class="menu".*?</nav>', client.get(address).content.decode(), re.DOTALL)
    assert found is not None
    return found[0]


def test_officers_see_sections_with_what_they_may_open(cast: Cast) -> None:
    menu = menu_of(visit(cast.person("林", (Role.SERVICE_OFFICER, cast.zone))), "/")
    assert re.findall(r"<summary[^>]*>(.*?)</summary>", menu) == ["企业", "政策", "测算", "时限"]
    assert "企业称号" in menu
    assert "人员与角色" not in menu


def test_a_section_with_one_page_for_the_actor_is_that_page(cast: Cast) -> None:
    menu = menu_of(visit(cast.person("冯", (Role.LEADER, cast.zone))), "/")
    assert "<summary>管理" not in menu
    assert "互斥角色</a>" in menu


def test_visitors_see_one_row(cast: Cast) -> None:
    menu = menu_of(Client(), "/")
    assert "<summary" not in menu
    assert "政策计算器</a>" in menu


def test_the_longest_address_is_where_one_is(cast: Cast) -> None:
    client = visit(cast.person("林", (Role.SERVICE_OFFICER, cast.zone)))
    menu = menu_of(client, "/companies/titles")
    assert re.findall(r'aria-current="page">(.*?)</a>', menu) == ["企业称号"]
    assert re.findall(r'<summary aria-current="true">(.*?)</summary>', menu) == ["企业"]


def test_no_page_stands_in_the_menu_twice() -> None:
    pages = [entry.page for section in MENU for entry in section.entries]
    assert len(pages) == len(set(pages))
