"""A policy's way: drafted and checked as it is typed, through the gate by different people, published, its changes read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from huiqi.kernel.actor import Role
from tests.browser import PHONE, flaws, needs_chromium, new_page, open_browser
from tests.cast import Cast, visit

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]
OLD, NEW = "zh: 政策计算器", "zh: 政策计算器（2026年修订）"


@pytest.mark.inventory("XM-02")
def test_clause_is_drafted_checked_and_published(live_server: Any, published: Cast) -> None:
    drafter = visit(published.person("李敏", (Role.POLICY_OFFICER, published.zone)))
    colleague = visit(published.person("周正", (Role.POLICY_OFFICER, published.zone)))
    approver = visit(published.person("陈静", (Role.POLICY_APPROVER, published.zone)))
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=drafter)
        draft_and_mend(page)
        found = flaws(page)
        gate = send_in(page)
        assert page.get_by_role("button", name="同意并发布").count() == 0, "who drafted does not approve"
        page.context.close()

        page = new_page(browser, live_server.url, client=colleague)
        page.goto(gate)
        put_on_record(page, "expert_opinion", "同意，建议写明申请时限", given_by="西安交通大学 王教授")
        page.context.close()

        page = new_page(browser, live_server.url, client=approver, scheme="dark")
        page.goto(gate)
        put_on_record(page, "procedure_check", "已征求意见、集体讨论")
        put_on_record(page, "legal_basis", "依据充分")
        publish(page)
        assert page.get_by_text("还缺：公平竞争审查").first.is_visible()
        page.said.clear()  # that the form came back with 422
        found += flaws(page)
        put_on_record(page, "fair_competition", "没有排除、限制竞争的内容")
        publish(page)
        page.get_by_role("link", name="发布版本 2").first.click()
        found += flaws(page)
        assert page.get_by_text("政策计算器（2026年修订）").first.is_visible()
        assert page.locator("ins, .line-added").first.is_visible(), "what is new stands out"
        page.context.close()

        visitor = new_page(browser, live_server.url, size=PHONE)
        visitor.goto("/rulebook/compendium")
        assert visitor.get_by_role("heading", name="政策计算器（2026年修订）").is_visible()
        found += flaws(visitor)
        with visitor.expect_download() as sent:
            visitor.get_by_role("link", name="下载 PDF").click()
        assert Path(sent.value.path()).read_bytes().startswith(b"%PDF-")
        assert found == []


def draft_and_mend(page: Any) -> None:
    """Change a policy, break a formula, read on which line, mend it."""
    page.goto("/rulebook/policies/policy-calculator")
    page.get_by_role("button", name="修改").click()
    text = page.locator("#text")
    text.wait_for()
    before = text.input_value()
    line = before[: before.index("when: clause_conditions_met")].count("\n") + 1
    text.fill(before.replace("when: clause_conditions_met", "when: clause_condition_met").replace(OLD, NEW))
    finding = page.locator(f".finding-wrong[data-line='{line}']")
    finding.wait_for()
    assert "clause_condition_met" in finding.inner_text()
    assert page.locator(".gutter b").inner_text() == str(line)
    page.keyboard.press("Escape")
    text.fill(before.replace(OLD, NEW))
    page.locator("#report").get_by_text("没有错误").wait_for()


def send_in(page: Any) -> str:
    """Send the draft in with a self-review; return where its gate is."""
    page.get_by_role("link", name="送审与发布").click()
    page.get_by_label("意见").fill("已自查，与上位文件一致")
    page.get_by_role("button", name="通过自我审查并送审").click()
    page.get_by_text("草案已送审").wait_for()
    return str(page.url)


def put_on_record(page: Any, gate: str, text: str, *, given_by: str = "") -> None:
    """Record a check as passed."""
    card = page.locator(f"#gate-{gate}")
    card.locator("summary").click()
    card.get_by_label("通过", exact=True).check()
    card.get_by_label("意见", exact=True).fill(text)
    if given_by:
        card.get_by_label("谁的意见").fill(given_by)
    card.get_by_role("button", name="记录").click()
    page.get_by_text("已记录。").wait_for()


def publish(page: Any) -> None:
    """Approve and publish, with an opinion."""
    page.locator("form[action$='/gate/publish'] textarea").fill("同意发布")
    page.get_by_role("button", name="同意并发布").click()
    page.wait_for_load_state()


def test_second_officer_on_a_clause_is_told_and_nothing_is_overwritten(live_server: Any, published: Cast) -> None:
    first = visit(published.person("李敏", (Role.POLICY_OFFICER, published.zone)))
    second = visit(published.person("周正", (Role.POLICY_OFFICER, published.zone)))
    with open_browser() as browser:
        one = new_page(browser, live_server.url, client=first)
        one.goto("/rulebook/policies/policy-calculator")
        one.get_by_role("button", name="修改").click()
        two = new_page(browser, live_server.url, client=second)
        two.goto(one.url)
        put_in(one, "en: Policy calculator", "en: Policy calculator 2026")
        one.locator("[data-saved]").wait_for()
        put_in(two, OLD, NEW)
        two.locator("[data-refused]").wait_for()
        assert "李敏" in two.locator("[data-refused]").inner_text()
        two.once("dialog", lambda dialog: dialog.accept())
        two.get_by_role("button", name="对照两个版本").click()
        two.get_by_role("heading", name="对照两个版本").wait_for()
        two.said.clear()  # that the form came back with 409
        found = flaws(two)
        one.reload()
        assert OLD in one.locator("#text").input_value(), "what was saved first still stands"
        assert NEW not in one.locator("#text").input_value()
        two.get_by_role("button", name="保存合在一起的文本").click()
        two.get_by_text("已保存。").wait_for()
        one.reload()
        both = one.locator("#text").input_value()
        assert NEW in both
        assert "Policy calculator 2026" in both
        assert found + flaws(one) == []


def put_in(page: Any, old: str, new: str) -> None:
    """Type something else into the editor."""
    text = page.locator("#text")
    before = text.input_value()
    assert old in before
    text.fill(before.replace(old, new))
