"""A company signs in, sees what it can get, is not asked what is known, has a fact corrected by evidence, and gets more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.register import services as register
from huiqi.register.models import Account
from huiqi.register.services import Said
from huiqi.rulebook import services
from huiqi_rules.packs import bundled_folder
from tests.browser import flaws, needs_chromium, new_page, open_browser
from tests.cast import SYSTEM, Cast, visit

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]
PASSWORD = "长江 黄河 淮河 珠江 2026"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001000527d4a20000000049454e44ae426082"
)


@pytest.fixture
def zone(cast: Cast) -> Cast:
    """Ganzhou's rewards, and a company of which the register holds that it was not recognised, which is wrong."""
    yesterday = read_clock() - timedelta(days=1)
    services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=yesterday)
    said = [Said("applied_this_year", True), Said("recognised_this_year", False), Said("first_recognition", True)]
    register.record_facts(subject=cast.north_company.pk, said=said, source="科技局名单", actor=SYSTEM, now=yesterday)
    return cast


def test_company_corrects_a_fact_and_gets_more(live_server: Any, zone: Cast, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    proof = tmp_path / "高企证书.png"
    proof.write_bytes(PNG)
    owner = zone.person("张总", (Role.COMPANY_OWNER, zone.north_company))
    Account.objects.create(id=owner.person, person_id=owner.person, username="zhang", password=make_password(PASSWORD))
    officer = visit(zone.person("林专员", (Role.SERVICE_OFFICER, zone.zone)))
    with open_browser() as browser:
        company = new_page(browser, live_server.url)
        log_in(company)
        company.get_by_role("navigation").get_by_text("本企业").click()
        company.get_by_role("navigation").get_by_role("link", name="可享政策").click()
        own = company.url
        offer = company.locator("#offer-hnte-reward")
        assert "20,000 元" in offer.inner_text()
        asked = company.locator("#asked")
        assert not asked.count() or asked.inner_text() not in {"当年申报高企", "当年认定高企", "首次认定高企"}
        found = flaws(company)
        ask(company, proof)
        found += flaws(company)
        company.goto(own)
        assert "20,000 元" in offer.inner_text(), "nothing changes before an officer accepts"

        page = new_page(browser, live_server.url, client=officer, scheme="dark")
        page.goto("/companies/corrections")
        page.get_by_role("link", name="当年认定高企").click()
        found += flaws(page)
        page.get_by_role("button", name="采纳并更正").click()
        page.get_by_text("已采纳").first.wait_for()

        company.reload()
        assert "300,000 元" in offer.inner_text()
        company.get_by_role("link", name="本企业的数据").click()
        row = company.get_by_role("row", name="当年认定高企").first
        assert "是" in row.inner_text()
        assert row.get_by_role("link", name="附件").is_visible()
        assert found + flaws(company) == []


def log_in(page: Any) -> None:
    """Sign in with name and password."""
    page.goto("/account/login/")
    page.get_by_label("登录名").fill("zhang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def ask(page: Any, proof: Path) -> None:
    """Ask for a correction, from the company's own data, with evidence."""
    page.get_by_role("link", name="本企业的数据").click()
    page.get_by_role("row", name="当年认定高企").first.get_by_role("link", name="当年认定高企").click()
    page.get_by_role("link", name="申请更正").click()
    page.get_by_label("有值").check()
    page.get_by_label("是", exact=True).check()
    page.get_by_label("理由").fill("今年已获认定，名单有误")
    page.get_by_label("证明文件").set_input_files(proof)
    page.get_by_role("button", name="提交").or_(page.get_by_role("button", name="保存")).click()
    page.get_by_text("申请已提交").wait_for()
