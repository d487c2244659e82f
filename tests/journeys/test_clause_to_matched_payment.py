"""The main job in a real browser: a clause is published, run, reviewed, noticed, confirmed, paid, matched; four people and the company."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest

from huiqi.casework import tasks
from huiqi.casework.models import Run
from huiqi.kernel.actor import Actor, Role
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.browser import PHONE, flaws, needs_chromium, new_page, open_browser
from tests.casework.claims.conftest import rewarded
from tests.casework.claims.made import put_on_file
from tests.casework.conftest import add_company
from tests.cast import NOW, SYSTEM, Cast, visit
from tests.ledger.books import Books

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]
BUDGET, AMOUNT = 1_000_000, 300_000
CLAUSE = "首次认定奖励30万元"
AUTOMATIC = "delivery: auto_entitlement\n        notice_days: 3\n        pay_within_days: 30"


class Clock(datetime):
    """The clock of the test: it stands until it is moved."""

    at: ClassVar[datetime] = NOW

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain moment is what everybody wants
        """Return where the test has put the clock."""
        cls.at += timedelta(milliseconds=1)
        return cls.at.astimezone(tz)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    """The clock of every part of the product, a week after the cast was made."""
    monkeypatch.setattr("huiqi.kernel.clock.datetime", Clock)
    Clock.at = NOW + timedelta(days=7)
    return Clock


@dataclass
class People:
    """The four of the zone, and the company's owner."""

    drafter: Actor
    approver: Actor
    maker: Actor
    checker: Actor
    owner: Actor


@pytest.fixture
def people(cast: Cast) -> People:
    """A zone with rules, three companies with facts, accounts on file, a line of the budget, and those who work there."""
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    for company in (cast.north_company, cast.south_company):
        rewarded(company)
        put_on_file(company)
    add_company(cast, "未知数据有限公司", number=77)
    Books(cast).line(BUDGET, code="hnte-reward", title=("高新技术企业奖励", "HNTE rewards"))
    zone = cast.zone
    return People(
        cast.person("林政", (Role.POLICY_OFFICER, zone)),
        cast.person("赵核", (Role.POLICY_APPROVER, zone)),
        cast.person("周算", (Role.FINANCE_OFFICER, zone)),
        cast.person("吴审", (Role.FINANCE_APPROVER, zone)),
        cast.person("长安负责人", (Role.COMPANY_OWNER, cast.north_company)),
    )


@pytest.mark.django_db(transaction=True)
def test_a_clause_is_published_decided_confirmed_and_paid(
    live_server: Any, people: People, clock: type[Clock], tmp_path: Path
) -> None:
    with open_browser() as browser:

        @contextmanager
        def at_desk(actor: Actor, **how: Any) -> Iterator[Any]:
            page = new_page(browser, live_server.url, client=visit(actor), **how)
            yield page
            assert flaws(page) == []
            page.context.close()

        with at_desk(people.drafter) as page:
            draft(page)
        with at_desk(people.approver) as page:
            publish(page)
        with at_desk(people.drafter) as page:
            run(page)
            open_round(page)
            review(page)
        with at_desk(people.approver) as page:
            approve(page)
        with at_desk(people.drafter) as page:
            post(page)
        clock.at += timedelta(days=6)
        tasks.keep_claims_going(timestamp=0)
        with at_desk(people.owner, size=PHONE) as page:
            confirm(page)
        with at_desk(people.maker) as page:
            make_batch(page)
        with at_desk(people.checker) as page:
            check(page)
        with at_desk(people.maker) as page:
            result = bank_pays(send(page, tmp_path), tmp_path)
            match(page, result)
            balanced(page)
        with at_desk(people.owner, size=PHONE) as page:
            is_paid(page)


def draft(page: Any) -> None:
    """Let the first clause come without application, after three working days of notice, and send it in."""
    page.goto("/rulebook/policies/hnte-reward")
    page.get_by_role("button", name="修改").click()
    text = page.locator("#text")
    before = text.input_value()
    text.fill(before.replace("delivery: on_application", AUTOMATIC, 1))
    page.locator("#report").get_by_text("没有错误").wait_for()
    page.get_by_role("link", name="送审与发布").click()
    page.get_by_label("意见").fill("数据齐备，改为免申即享。")
    page.get_by_role("button", name="通过自我审查并送审").click()
    page.get_by_text("草案已送审").wait_for()


def publish(page: Any) -> None:
    """Put the four checks on record and publish."""
    page.goto("/rulebook/drafts/")
    page.get_by_role("link", name="高新技术企业奖励").first.click()
    page.get_by_role("link", name="送审与发布").click()
    for gate in ("expert_opinion", "procedure_check", "legal_basis", "fair_competition"):
        card = page.locator(f"#gate-{gate}")
        card.locator("summary").click()
        card.get_by_label("通过", exact=True).check()
        card.get_by_label("意见", exact=True).fill("无不同意见。")
        if card.get_by_label("谁的意见").count():
            card.get_by_label("谁的意见").fill("江西理工大学专家组")
        card.get_by_role("button", name="记录").click()
        page.get_by_text("已记录。").wait_for()
    page.locator("form[action$='/gate/publish'] textarea").fill("同意发布。")
    page.get_by_role("button", name="同意并发布").click()
    page.get_by_text("政策已发布。").wait_for()


def run(page: Any) -> None:
    """Run the policy over the zone, from where it was published."""
    page.goto("/rulebook/drafts/?state=published")
    page.get_by_role("link", name="高新技术企业奖励").first.click()
    page.get_by_role("link", name="送审与发布").click()
    page.get_by_role("link", name="下一步：测算").click()
    assert page.get_by_label("高新技术企业奖励").is_checked()
    page.get_by_role("button", name="开始测算").click()
    page.get_by_text("排队等待后台处理").wait_for()
    tasks.carry_out_run(run=str(Run.objects.get().pk))
    page.goto(page.url)
    page.get_by_role("heading", name="按条款").wait_for()


def open_round(page: Any) -> None:
    """Make a round of the clause."""
    page.get_by_role("link", name=CLAUSE).click()
    page.get_by_role("link", name="建立发放批次").click()
    page.get_by_role("button", name="建立批次").click()
    page.get_by_text("公示3个工作日").wait_for()


def review(page: Any) -> None:
    """Name the line that pays, and agree to all."""
    page.get_by_role("button", name="指定").click()
    page.get_by_text("已指定资金来源").wait_for()
    page.get_by_label("理由").fill("认定名单核对无误")
    page.get_by_role("button", name="审核同意").click()
    page.get_by_text("下一步：另一人审批").wait_for()
    assert page.get_by_role("button", name="审核同意").count() == 0, "there is nothing left to review"


def approve(page: Any) -> None:
    """Approve all."""
    page.goto("/casework/rounds")
    page.get_by_role("link", name=CLAUSE).click()
    page.get_by_role("button", name="审批同意").click()
    page.get_by_text("已处理 2 家。").wait_for()


def post(page: Any) -> None:
    """Put them on public notice."""
    page.goto("/casework/rounds")
    page.get_by_role("link", name=CLAUSE).click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="公示2家").click()
    page.get_by_text("已公示。").wait_for()


def confirm(page: Any) -> None:
    """Take the award with one button."""
    page.goto("/casework/awards")
    page.get_by_role("link", name=CLAUSE).click()
    page.get_by_role("button", name="确认领取").click()
    page.get_by_text("已确认，等待拨付").wait_for()


def make_batch(page: Any) -> None:
    """Make a batch of what is owed."""
    page.goto("/casework/payments")
    page.get_by_role("button", name="把选中的编成批次").click()
    page.get_by_text("批次已编制").wait_for()
    assert page.get_by_role("button", name="复核同意").count() == 0, "who makes a batch does not check it"


def check(page: Any) -> None:
    """Agree to the batch that somebody else made."""
    page.goto("/casework/batches")
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="复核同意").click()
    page.get_by_text("已复核。").wait_for()


def send(page: Any, folder: Path) -> Path:
    """Take the file for the bank."""
    page.goto("/casework/batches")
    page.locator("tbody a").first.click()
    with page.expect_download() as sent:
        page.get_by_role("button", name="下载银行文件（CSV）").click()
    path = folder / "to_bank.csv"
    sent.value.save_as(path)
    return path


def bank_pays(sent: Path, folder: Path) -> Path:
    """Answer as the bank does: every order of its file was carried out."""
    head, *orders = sent.read_text(encoding="utf-8-sig").splitlines()
    reference, amount = head.split(",").index("参考号"), head.split(",").index("金额")
    cells = [order.split(",") for order in orders]
    lines = ["参考号,金额,结果,原因", *(f"{one[reference]},{one[amount]},成功," for one in cells)]
    path = folder / "from_bank.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def match(page: Any, result: Path) -> None:
    """Take the bank's result."""
    page.get_by_role("link", name="导入银行回单").click()
    page.get_by_label("银行回单文件").set_input_files(result)
    page.get_by_role("button", name="核对并入账").click()
    page.get_by_text("全部相符").wait_for()


def balanced(page: Any) -> None:
    """Read on the page of the line that every yuan of the budget is somewhere."""
    page.get_by_role("link", name="预算与账目").last.click()
    page.get_by_role("link", name="高新技术企业奖励").click()
    cells = page.locator(".content table, main table").first.locator("tbody tr").all_inner_texts()
    found = {row.split()[0]: Decimal(row.split()[1].replace(",", "")) for row in cells}
    assert found == {"已付": AMOUNT, "应付": 0, "已承诺": AMOUNT, "预留": 0, "可用": 400_000}
    assert sum(found.values()) == BUDGET


def is_paid(page: Any) -> None:
    """Read that the money is there."""
    page.goto("/casework/awards")
    page.get_by_role("link", name=CLAUSE).click()
    page.locator(".tag").get_by_text("已到账").wait_for()
