"""A dirty list of payments in Chromium: uploaded, its columns said, clauses and companies decided, handed over, confirmed by another."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huiqi.casework import tasks
from huiqi.casework.models import EarlierFile
from huiqi.casework.queries.earlier.counting import paid_before
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.browser import DESK, PHONE, flaws, needs_chromium, new_page, open_browser
from tests.casework.earlier.desk import HEADER, OWN_NAME, Finance
from tests.cast import NORTH_CODE, NOW, SOUTH_CODE, SYSTEM, make_cast, visit
from tests.imports.desk import workbook

pytestmark = [needs_chromium, pytest.mark.django_db(transaction=True)]
DAY = date(2025, 3, 5)
DIRTY = [
    ("2025年高新区奖补资金拨付台账",), HEADER,
    (NORTH_CODE, "重庆长安科技有限公司", OWN_NAME, "2025年度", "３０", 45721, "区财〔2025〕1号", "首批"),
    ("", "阿尔法芯片有限公司", OWN_NAME, 2025, "12.5万元", "2025.3.5", "区财〔2025〕2号", ""),
    (NORTH_CODE, "重庆长安科技有限公司", OWN_NAME, "2025年度", "30", DAY, "区财〔2025〕1号", "重复"),
    (SOUTH_CODE[:-1] + "A", "阿尔法芯片有限公司", OWN_NAME, 2025, -3, "三月", "", ""),
    ("91350200MA2XYABC1F", "外地企业有限公司", OWN_NAME, "去年", "约5", None, "", ""),
    ("91350200MA2XYABC1F", "外地企业有限公司", "慰问金", "", 1, DAY, "区财〔2025〕9号", ""),
    ("合计", "", "", "", 75.5, "", "", ""),
]  # fmt: skip


def worker(finance: Finance) -> None:
    """What the worker does meanwhile."""
    found = EarlierFile.objects.get()
    tasks.check_earlier(job=str(found.job), file=str(found.pk), person=str(finance.maker.person))


def test_a_dirty_list_on_its_way(live_server: Any, tmp_path: Path) -> None:
    cast = make_cast()
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    finance, file, found = Finance(cast), tmp_path / "2025年拨付.xlsx", list[str]()
    file.write_bytes(workbook(DIRTY))
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=visit(finance.maker))
        page.goto(f"{live_server.url}/casework/earlier/files/new")
        page.get_by_label("文件", exact=True).set_input_files(str(file))
        page.get_by_label("清单来源").fill("财政局拨付台账")
        found += flaws(page)
        page.get_by_role("button", name="下一步：核对各列").click()
        assert page.get_by_label("金额", exact=True).input_value() == "金额（万元）"
        found += flaws(page)
        page.get_by_role("button", name="保存并检查全部各行").click()
        worker(finance)
        page.reload()
        list_page = page.url
        found += flaws(page)
        page.get_by_role("link", name="对应条款").click()
        page.get_by_label(OWN_NAME).select_option("hnte-reward/first_recognition_reward")
        page.get_by_label("慰问金").select_option("none")
        found += flaws(page)
        page.get_by_role("button", name="保存并重新检查").click()
        worker(finance)
        page.goto(f"{list_page}/doubts")
        found += flaws(page)
        page.get_by_role("radio", name="阿尔法芯片有限公司").check()
        page.get_by_role("button", name="保存本页").click()
        worker(finance)
        page.reload()
        page.get_by_role("button", name="提交 2 笔").click()
        other = new_page(browser, live_server.url, client=visit(finance.checker))
        other.goto(list_page)
        found += flaws(other)
        other.get_by_role("button", name="确认，计入限额").click()
        assert other.get_by_text("已确认，计入限额", exact=True).is_visible()
        for scheme, size in (("dark", DESK), ("light", PHONE)):
            for path in ("", "/rows", "/columns", "/clauses", "/doubts"):
                shown = new_page(browser, live_server.url, client=visit(finance.maker), scheme=scheme, size=size)
                shown.goto(list_page + path)
                found += flaws(shown)
                shown.context.close()
            for address in ("/casework/earlier", "/casework/earlier/files", "/casework/earlier/clauses"):
                shown = new_page(browser, live_server.url, client=visit(finance.maker), scheme=scheme, size=size)
                shown.goto(live_server.url + address)
                found += flaws(shown)
                shown.context.close()
    assert found == []
    assert sorted(one.amount for one in paid_before(cast.zone.pk, until=date(2026, 12, 31))) == [125_000, 300_000]
