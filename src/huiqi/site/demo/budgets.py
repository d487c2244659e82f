"""Money of the invented zone: budgets for its policies under a yearly ceiling, a fund, and something waiting at every step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from huiqi.kernel.words import Pair
from huiqi.ledger import services as ledger
from huiqi.ledger.services import Entry, Kind, LineSaid, Movement, Part, Step, Two, WhenShort
from huiqi.rulebook.queries import current_book
from huiqi.rulebook.services import evaluating
from huiqi.site.demo.city_list import POLICY
from huiqi.site.demo.scene import KEPT_OUT, Scene

_WAN = Decimal(10_000)
_OF_A_POLICY = 3000 * _WAN
_CEILING = 100_000 * _WAN
_REASON = "年度预算批复(虚构)"
_OWING = (Step.RESERVE, Step.COMMIT, Step.OWE)


@dataclass(slots=True)
class Desk:
    """The two people of finance, and the zone they keep the books of."""

    scene: Scene
    parts: list[Part] = field(default_factory=list)

    @property
    def zone(self) -> UUID:
        """The zone."""
        return self.scene.zone

    def two(self, days_ago: int) -> Two:
        """Return maker and checker on a day."""
        people = self.scene.people
        maker, checker = people["finance"].person, people["payer"].person
        assert maker is not None, "the officer is a person"
        assert checker is not None, "the approver is a person"
        return Two(maker, checker, people["finance"], self.scene.ago(days_ago))

    def line(self, title: tuple[str, str], code: str, amount: Decimal, **said: object) -> UUID:
        """Open a line; its budget is set with all others (`set_all`)."""
        year = self.scene.day(0).year
        asked = LineSaid(within=(self.zone,), title=title, code=code, **({"year": year} | said))  # type: ignore[arg-type]  # parts of a line by name
        opened = ledger.open_line(said=asked, actor=self.scene.people["finance"], now=self.scene.ago(50))
        self.parts.append(Part(opened.pk, Step.SET, amount))
        return opened.pk

    def set_all(self) -> None:
        """Set the budgets of the lines opened so far, proposed by the one and confirmed by the other."""
        made = self.proposed(self.parts, _REASON, days_ago=49)
        ledger.confirm(id=made, actor=self.scene.people["payer"], now=self.scene.ago(48))
        self.parts.clear()

    def proposed(self, parts: Sequence[Part], reason: str, *, days_ago: int) -> UUID:
        """Propose a change that waits."""
        actor, now = self.scene.people["finance"], self.scene.ago(days_ago)
        return ledger.propose(parts=parts, reason=reason, actor=actor, now=now).pk

    def award(self, line: UUID, steps: Sequence[Step], amount: Decimal, cause: str, party: UUID, days_ago: int) -> None:
        """Let an award take some steps."""
        two = self.two(days_ago)
        movements = [Movement(line, step, amount, cause, party) for step in steps]
        ledger.move_each(
            zone=self.zone, entries=[Entry(f"{cause}/{steps[-1].value}", movements)],
            maker=two.maker, checker=two.checker, actor=two.actor, now=two.now,
        )  # fmt: skip


def keep_books(scene: Scene) -> None:
    """Open budgets for all policies that pay, and let money be at every step."""
    desk = Desk(scene)
    payers = [
        ledger.add_payer(within=(scene.zone,), name=name, actor=scene.people["finance"], now=scene.ago(50)).pk
        for name in (("市财政局", "City finance bureau"), ("高新区财政局", "Finance bureau of the zone"))
    ]
    ceiling = desk.line(("年度惠企资金总额控制", "Yearly ceiling of support"), "all", _CEILING, kind=Kind.CEILING)
    lines = [
        desk.line(title, policy, _OF_A_POLICY, payer=payers[1], ceilings=[ceiling])
        for policy, title in sorted(paying_policies(scene).items())
    ]
    desk.set_all()
    share_with_the_city(desk, payers, ceiling)
    owe_from_before(desk)
    pay_losses(desk)
    hand_out_vouchers(desk, ceiling)
    pay_projects(desk, ceiling)
    desk.proposed([Part(lines[0], Step.SET, 500 * _WAN)], "执行进度较快，申请追加(虚构)", days_ago=2)
    desk.proposed(
        [Part(lines[-1], Step.CUT, 200 * _WAN), Part(lines[0], Step.SET, 200 * _WAN)], "科目间调剂(虚构)", days_ago=1
    )


def paying_policies(scene: Scene) -> dict[str, Pair]:
    """Return the titles of the policies in force with a clause that gives money out of one budget, by id."""
    book, day = current_book(zone=scene.zone, now=scene.now), scene.day(0)
    heads = (*evaluating.clauses_in_force(book, day=day), *evaluating.clauses_for_others(book, day=day))
    return {head.policy: head.policy_name for head in heads if head.has_money and not head.payers}


def share_with_the_city(desk: Desk, payers: Sequence[UUID], ceiling: UUID) -> None:
    """Keep budgets for awards that the city and the zone share: 750 and 700."""
    names = (("市级创新政策奖励", "City innovation award"), ("市级创新政策区级配套", "Match of the zone"))
    for title, amount, payer, ceilings in zip(names, (750 * _WAN, 700 * _WAN), payers, ([], [ceiling]), strict=True):
        desk.line(title, POLICY, amount, payer=payer, ceilings=ceilings)
    desk.set_all()


def owe_from_before(desk: Desk) -> None:
    """Owe awards of the year before, planned over three years but for one that came later; ask one back, and keep its receiver out."""
    year = desk.scene.day(0).year
    line = desk.line(("上年度奖补结转", "Awards of the year before"), "carried-over", 900 * _WAN, year=year - 1)
    desk.set_all()
    steps = count(1)
    for company in desk.scene.some(3, 6):
        desk.award(line, _OWING, 100 * _WAN, f"award/{year - 1}/{next(steps)}", company, 40)
    owed = 100 * _WAN * len(desk.scene.some(3, 6))
    third = (owed / 3).quantize(Decimal("0.01"))
    plan = ledger.propose_plan(
        line=line, years={year: third, year + 1: third, year + 2: owed - 2 * third}, reason="三年化解方案(虚构)",
        actor=desk.scene.people["finance"], now=desk.scene.ago(36),
    )  # fmt: skip
    ledger.confirm(id=plan.pk, actor=desk.scene.people["payer"], now=desk.scene.ago(35))
    (last,) = desk.scene.some(KEPT_OUT, 1)
    desk.award(line, _OWING, 60 * _WAN, f"award/{year - 1}/late", last, 20)
    desk.award(line, (*_OWING, Step.PAY), 50 * _WAN, f"award/{year - 1}/false", last, 38)
    ledger.ask_back(
        line=line, cause=f"award/{year - 1}/false", amount=50 * _WAN, ground="申报材料不实(虚构)", due_on=desk.scene.day(-30),
        actor=desk.scene.people["finance"], now=desk.scene.ago(10),
    )  # fmt: skip
    ledger.ban(
        zone=desk.zone, party=last, first_day=desk.scene.day(10), last_day=desk.scene.day(-1085), ground="申报材料不实，三年内不予支持(虚构)",
        actor=desk.scene.people["finance"], now=desk.scene.ago(10),
    )  # fmt: skip


def pay_losses(desk: Desk) -> None:
    """Pay losses out of a fund until one is larger than what is left: a part is owed, the rest waits."""
    fund = desk.line(
        ("知识产权质押贷款风险补偿资金", "Risk fund for loans on patents"),
        "ip-risk",
        300 * _WAN,
        kind=Kind.FUND,
        year=None,
    )
    desk.set_all()
    bank = desk.scene.places["示范银行高新支行"].pk
    desk.award(fund, (*_OWING, Step.PAY), 120 * _WAN, "loss/1", bank, 25)
    two = desk.two(5)
    ledger.draw(
        zone=desk.zone, key="loss/2", fund=fund, amount=250 * _WAN, cause="loss/2", party=bank, when_short=WhenShort.PART,
        maker=two.maker, checker=two.checker, actor=two.actor, now=two.now,
    )  # fmt: skip


def hand_out_vouchers(desk: Desk, ceiling: UUID) -> None:
    """Hand out vouchers; one was used in part."""
    line = desk.line(("科技创新券", "Innovation vouchers"), "innovation-voucher", 200 * _WAN, ceilings=[ceiling])
    desk.set_all()
    two = desk.two(28)
    issued = [
        ledger.issue_voucher(
            line=line,
            zone=desk.zone,
            key=f"voucher/{number}",
            holder=holder,
            code="科技创新券",
            amount=5 * _WAN,
            last_day=desk.scene.day(0) + timedelta(days=120),
            two=two,
        )
        for number, holder in enumerate(desk.scene.some(0, 4))
    ]
    provider = desk.scene.places["示范检测认证院"].pk
    ledger.use_voucher(id=issued[0].pk, key="voucher/use/1", provider=provider, amount=3 * _WAN, two=desk.two(15))


def pay_projects(desk: Desk, ceiling: UUID) -> None:
    """Promise money to a project, pay a part of it, and let the next part wait for its check."""
    line = desk.line(("重点研发项目资金", "Key research projects"), "key-projects", 500 * _WAN, ceilings=[ceiling])
    desk.set_all()
    maker, checker = desk.scene.people["finance"], desk.scene.people["payer"]
    (company,) = desk.scene.some(1, 1)
    promised = ledger.propose_agreement(
        line=line,
        party=company,
        amount=200 * _WAN,
        reason="重点研发项目合同2026-07号(虚构)",
        actor=maker,
        now=desk.scene.ago(27),
    )
    ledger.confirm(id=promised.pk, actor=checker, now=desk.scene.ago(26))
    for part, days_ago in ((80 * _WAN, 14), (60 * _WAN, 2)):
        paid = ledger.propose_payment(
            line=line, cause=f"agreement/{promised.pk}", amount=part, is_final=False, reason="中期评估通过(虚构)", actor=maker,
            now=desk.scene.ago(days_ago),
        )  # fmt: skip
        if days_ago > 2:
            ledger.confirm(id=paid.pk, actor=checker, now=desk.scene.ago(days_ago - 1))
