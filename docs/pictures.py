"""Walk the tutorial of the first payment in Chromium, by the names on the pages alone, and take its pictures anew.

In one window `make run | tee run.log` with a zone that is new (the clause is published once), in another
`python -m docs.pictures run.log`. With --english it walks through the English pages and takes no pictures; with --readme
it takes those of the README instead. It prints how many clicks, pages and fields the way has.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
CLAUSE = "产学研共建奖励10万元 · Award for joint centres, 100,000 yuan"
POLICY = "产学研共建奖励 · Award for joint centres"
DESK, WIDE, TELEPHONE = (1000, 900), (1280, 900), (390, 900)


class Walk:
    """A browser with a tab for each person, and what was done in it."""

    def __init__(self, browser: Any, log: str, *, english: bool) -> None:
        self.english, self.done = english, Counter[str]()
        self.passwords = dict(re.findall(r"^ {2}(\w+) +(\w{14}) ", log, re.MULTILINE))
        self.port = re.findall(r"http://127\.0\.0\.1:(\d+)/", log)[-1]
        self.context = browser.new_context(locale="en-US" if english else "zh-CN", accept_downloads=True)
        self.context.set_default_timeout(60_000)

    def said(self, pair: str) -> Any:
        """Return a name in the language of the walk; a number may stand for its …"""
        name = pair.split(" · ")[self.english]
        return re.compile(re.escape(name).replace("…", ".+")) if "…" in name else name

    def tab(self, login: str, size: tuple[int, int] = DESK) -> Any:
        """Return a tab in which a person has logged in."""
        page = self.context.new_page()
        page.on("dialog", lambda question: question.accept())
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"http://{login}.localhost:{self.port}/")
        self.press(page, "登录 · Log in")
        self.fill(page, "登录名 · Log-in name", login)
        self.fill(page, "密码 · Password", self.passwords[login])
        self.press(page, "登录 · Log in", kind="button")
        return page

    def press(self, page: Any, pair: str, *, kind: str = "link") -> None:
        """Press the first link or button of that name, and wait for the page that it leads to."""
        page.get_by_role(kind, name=self.said(pair), exact=True).first.click()
        page.wait_for_load_state()
        self.done.update(("clicks", "pages"))

    def fill(self, page: Any, pair: str, text: str) -> None:
        """Write into the last field of that name."""
        page.get_by_label(self.said(pair)).last.fill(text)
        self.done["fields"] += 1

    def again(self, page: Any) -> None:
        """Load a page again."""
        page.reload()
        self.done["pages"] += 1

    def picture(self, page: Any, name: str, height: int) -> None:
        """Take a picture of the upper part of a page."""
        if not self.english:
            page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
            page.evaluate("document.activeElement.blur()")
            page.screenshot(path=IMAGES / f"{name}.png")


def main() -> None:
    """Walk the way, and say how long it is."""
    parser = argparse.ArgumentParser(description="Walk the tutorial of the first payment and take its pictures.")
    parser.add_argument("log", type=Path, help="what `make run` printed")
    parser.add_argument("--english", action="store_true", help="through the English pages, without pictures")
    parser.add_argument("--readme", action="store_true", help="the pictures of the README alone")
    arguments = parser.parse_args()
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path)
        walk = Walk(browser, arguments.log.read_text(encoding="utf-8"), english=arguments.english)
        show_first(walk) if arguments.readme else follow(walk, Path(folder))
        browser.close()
    print(dict(walk.done))


def show_first(walk: Walk) -> None:
    """Take the pictures of the README: a company's own page, and the register."""
    company = walk.tab("company1", WIDE)
    walk.press(company, "可享政策 · What we can get")
    walk.picture(company, "company", 900)
    service = walk.tab("service", WIDE)
    walk.press(service, "企业 · Companies")
    walk.picture(service, "companies", 900)


def follow(walk: Walk, folder: Path) -> None:
    """Follow the tutorial, section by section."""
    approver = walk.tab("approver")
    publish(walk, approver)
    policy = walk.tab("policy")
    review(walk, policy)
    walk.press(approver, "惠企 · Huiqi")
    walk.press(approver, "待审批的兑现 · Claims to approve")
    walk.press(approver, CLAUSE)
    walk.press(approver, "审批同意 · Approve", kind="button")
    walk.again(policy)
    walk.press(policy, "请…家确认 · Ask … to confirm", kind="button")
    company = confirm(walk)
    finance = pay(walk, folder)
    walk.press(finance, "预算与账目 · Budgets and books")
    walk.fill(finance, "查找 · Search", "产学研")
    walk.press(finance, "查找 · Search", kind="button")
    walk.press(finance, POLICY)
    walk.picture(finance, "payment-line", 740)
    walk.again(company)
    company.get_by_text(walk.said("已到账 · Paid"), exact=True).first.wait_for()


def publish(walk: Walk, page: Any) -> None:
    """Put the last check on record, and publish."""
    walk.press(page, "待审查、发布的草案 · Drafts at the gate")
    walk.press(page, POLICY)
    walk.press(page, "送审与发布 · Review and publication")
    page.get_by_text(walk.said("记录 · Record"), exact=True).locator("visible=true").first.click()
    page.get_by_label(walk.said("通过 · Passed"), exact=True).locator("visible=true").check()
    walk.done["clicks"] += 2
    page.get_by_label(walk.said("意见 · Opinion"), exact=True).locator("visible=true").first.fill(
        "没有排除、限制竞争。"
    )
    walk.done["fields"] += 1
    page.get_by_role("button", name=walk.said("记录 · Put on record"), exact=True).locator("visible=true").click()
    page.wait_for_load_state()
    walk.done.update(("clicks", "pages"))
    walk.fill(page, "意见 · Opinion", "同意发布。")
    walk.press(page, "同意并发布 · Approve and publish", kind="button")


def review(walk: Walk, page: Any) -> None:
    """Run the clause, make a round of it, name its line, agree."""
    page.get_by_text(walk.said("测算 · Runs"), exact=True).first.click()
    walk.press(page, "政策测算 · Runs")
    walk.press(page, "开始测算 · Start a run")
    page.get_by_label(walk.said(POLICY)).check()
    walk.done["clicks"] += 2
    walk.press(page, "开始测算 · Start", kind="button")
    walk.press(page, "查看结果 · See the result")
    walk.press(page, CLAUSE)
    walk.press(page, "建立发放批次 · Make a round")
    walk.press(page, "建立批次 · Make it", kind="button")
    walk.press(page, "指定 · Name it", kind="button")
    walk.fill(page, "理由 · the reason", "名单核对无误")
    walk.picture(page, "payment-round", 1260)
    walk.press(page, "审核同意 · Agree", kind="button")


def confirm(walk: Walk) -> Any:
    """Take the award on a telephone; return the company's tab."""
    page = walk.tab("company1", TELEPHONE)
    walk.press(page, "待确认领取的奖补 · Awards to take")
    walk.press(page, CLAUSE)
    walk.picture(page, "payment-award", 1060)
    walk.press(page, "确认领取 · Take it", kind="button")
    return page


def pay(walk: Walk, folder: Path) -> Any:
    """Make a batch, check it, send it, answer as the bank, match; return the finance officer's tab."""
    finance = walk.tab("finance")
    walk.press(finance, "待拨付的兑现 · Claims to pay")
    walk.press(finance, "把选中的编成批次 · Make a batch of those picked", kind="button")
    payer = walk.tab("payer")
    walk.press(payer, "待复核的拨付批次 · Batches to check")
    payer.locator("tbody a").first.click()
    payer.wait_for_load_state()
    walk.done.update(("clicks", "pages"))
    walk.press(payer, "复核同意 · Agree", kind="button")
    walk.again(finance)
    with finance.expect_download():
        finance.get_by_role("button", name=walk.said("下载银行文件（CSV） · File for the bank (CSV)")).click()
    reference = re.findall(r"\d{16}", finance.locator("tbody").inner_text())[0]
    answer = folder / "result.csv"
    answer.write_text(f"参考号,金额,结果\n{reference},100000.00,成功\n", encoding="utf-8")
    walk.press(finance, "导入银行回单 · take the result")
    finance.locator("input[type=file]").set_input_files(answer)
    walk.done["clicks"] += 3
    walk.press(finance, "核对并入账 · Match and book", kind="button")
    walk.picture(finance, "payment-matched", 640)
    return finance


if __name__ == "__main__":
    main()
