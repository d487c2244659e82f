"""An officer works on a decision table without a mouse, on a phone's width: rules copied, moved, deleted, undone, pasted from Excel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.rulebook import services
from huiqi.rulebook.domain.table_text import raw_table
from huiqi_rules.packs import bundled_folder
from tests.browser import PHONE, flaws, needs_chromium, new_page, open_browser
from tests.cast import SYSTEM, Cast, visit
from tests.rulebook.drafting import POLICY, text, write_table

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
COPIED = (
    "从业人员数（人）\t行业\t得分\t奖励\r\n＜100\t不限\t1\t10万\r\n[100..500)\t农业、商业\t2\t20万\tnote\r\n"
    '≥0.05万\t"""factory"", ""shop"""\t3\t"50\n万"\r\n'
)
# What is typed, whether the input is money, and how FEEL says it.
TYPED = (
    ("≥100万", True, ">= 万元(100)"),
    ("[100万..万元(500))", True, "[万元(100)..万元(500))"),
    ("<1000000", True, "< 元(1000000)"),
    ("1.25万，３", False, "12500,3"),
    ("“农业，林业”", False, '"农业，林业"'),
    ('"5万"', False, '"5万"'),
    ('> @"2024-01-31"', False, '> @"2024-01-31"'),
    ("< 标准1", True, "< 标准1"),
)


def cells(page: Any) -> list[list[str]]:
    rows: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('tr[data-row]')].map((row) => [...row.querySelectorAll('input')].map((one) => one.value))"
    )
    return rows


def test_rules_are_copied_moved_deleted_undone_and_pasted_with_keys_alone(live_server: Any, cast: Cast) -> None:
    now = read_clock()
    services.install_pack(
        zone=cast.zone.pk, folder=bundled_folder() / "xian", actor=SYSTEM, now=now - timedelta(days=1)
    )
    officer = cast.person("李敏", (Role.POLICY_OFFICER, cast.zone))
    draft = services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=officer, now=now)
    write_table(draft, actor=officer)
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=visit(officer), size=PHONE)
        page.goto(f"/rulebook/drafts/{draft.pk}/tables")
        press = page.keyboard.press
        page.get_by_label("从业人员数, 第 1 行").focus()
        first = cells(page)
        press("Control+d")
        press("Alt+ArrowDown")
        assert [row[0] for row in cells(page)] == ["< 100", "[100..500]", "< 100", ">= 500"]
        press("Alt+Delete")
        assert cells(page) == first
        for _ in range(3):
            # Each finds the focus in a cell, or it would not be heard.
            press("Control+z")
        assert cells(page) == first
        press("Escape")
        press("Tab")
        press("Enter")
        assert len(cells(page)) == 4
        page.get_by_role("button", name="撤销").focus()
        press("Enter")
        assert cells(page) == first
        assert page.evaluate("document.activeElement.tagName") == "BUTTON"

        assert [page.evaluate("([one, money]) => rulebookCells.tidied(one, money)", [one, money]) for one, money, _ in TYPED] == [said for _, _, said in TYPED]  # fmt: skip
        page.get_by_label("从业人员数, 第 1 行").focus()
        page.evaluate(PASTE, COPIED)
        page.get_by_text("右边多出的 1 列没有地方放").wait_for()
        page.get_by_label("行业, 第 3 行").focus()
        press("F4")
        page.locator("#choices li").first.wait_for()
        assert flaws(page) == []
        press("Escape")
        page.get_by_text("已保存（第").wait_for()
        page.context.close()
    assert [(row.tests, row.answers) for row in raw_table(text(draft, POLICY), "old", "band").rows] == [
        (("< 100", "-"), ("1", "10万")),
        (("[100..500)", '"farm", "shop"'), ("2", "20万")),
        ((">= 500", '"factory", "shop"'), ("3", "50 万")),
    ]
