"""Claims at every step of their way: what waits for each role, from the review to the bank's result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.bands import Band
from huiqi.casework.services import ObjectionSaid, Terms
from huiqi.kernel.actor import Role
from huiqi.ledger import queries as ledger
from huiqi.ledger import services as books
from huiqi.ledger.services import Part, State, Step
from huiqi.register import services as register
from huiqi.register.services import Said
from huiqi.site.demo.acting import account_of, acting_for, seen
from huiqi.site.demo.places import DEMO
from huiqi.site.demo.scene import KEPT_OUT, Scene

_POLICY = "hnte-reward"
_FIRST, _LATER = "first_recognition_reward", "later_recognition_reward"
_SOURCE = "科技创新局认定名单(虚构)"
# So many companies have each clause; the first ones are those that somebody acts for.
_FEW, _MORE = 15, 5
# Above this, in yuan, somebody else is to approve.
_LARGE = Decimal(500_000)
# What a cut leaves of the budget, in yuan: less than one award.
_LEFT = Decimal(100_000)


def pay_awards(scene: Scene) -> None:
    """Reward companies for their recognition: everything that can wait for somebody waits."""
    few = min(_FEW, len(scene.made) - 1)
    first = scene.some(0, few)
    later = [one for one in scene.some(few, min(_MORE, len(scene.made) - few)) if one not in scene.some(KEPT_OUT, 1)]
    recognise(scene, first, later)
    line = line_of(scene)
    made = open_round(scene, _FIRST, line)
    name_stand_in(scene)
    change_bands(scene)
    go_on(scene, made, [claim_of(scene, made, company) for company in first if company in companies_of(scene, made)])
    if not later:
        return  # the smallest zone has nobody for whom money could run short
    cut_budget(scene, line, leave=_LEFT)
    made = open_round(scene, _LATER, line)
    hold(scene, [claim_of(scene, made, company) for company in later if company in companies_of(scene, made)])


def recognise(scene: Scene, first: Sequence[UUID], later: Sequence[UUID]) -> None:
    """Say who was recognised, and of all but the last that they stand on no list."""
    officer, then = scene.people["policy"], scene.ago(30)
    for company in [*first, *later]:
        said = [
            Said("applied_this_year", True), Said("recognised_this_year", True),
            Said("first_recognition", company in first), Said("serious_incident_or_misconduct", False),
        ]  # fmt: skip
        if company != first[-1]:
            said.append(Said("on_adverse_list", False))
        register.record_facts(subject=company, said=said, source=_SOURCE, actor=officer, now=then)


def line_of(scene: Scene) -> UUID:
    """Return the line of the budget that pays the policy (`budgets`)."""
    found: UUID = ledger.lines(scene.people["finance"]).get(code=_POLICY).pk
    return found


def open_round(scene: Scene, clause: str, line: UUID) -> UUID:
    """Run the policy, make a round of a clause, and name the line that pays it."""
    officer, then = scene.people["policy"], scene.ago(28)
    run = services.start_run(
        scope=scene.zone, day=scene.day(28), policies=[_POLICY], name="高企奖励兑现", actor=officer, now=then
    )
    services.carry_out(id=run.pk, actor=officer, now=then, progress=lambda *_: None)
    terms = Terms(confirm_days=12, notice_days=5)
    made = services.open_round(run=run.pk, policy=_POLICY, clause=clause, terms=terms, actor=officer, now=then)
    services.set_lines(round=made.pk, lines=[line], actor=scene.people["finance"], now=then)
    return made.pk


def go_on(scene: Scene, made: UUID, claims: Sequence[UUID]) -> None:
    """Take the claims of a round as far as each is to come: the first ones to the end, the last ones not at all."""
    officer, approver = scene.people["policy"], scene.people["approver"]
    offered, failed, owed, objected, approved, to_approve, back, _, *others = claims
    # The smallest zones have no company for the last ones.
    noticed, ready, checked, sent, paid = others[:1], others[1:2], others[2:3], others[3:4], others[4:]
    agreed = [offered, failed, owed, objected, approved, to_approve, *others]
    services.review(seen=seen(scene, agreed), reason="认定名单核对无误", actor=officer, now=scene.ago(27))
    services.send_back(
        seen=seen(scene, [back]), reason="证书编号与名单不一致，请核实", actor=officer, now=scene.ago(27)
    )
    services.approve(
        seen=seen(scene, [offered, failed, owed, *ready, *checked, *sent, *paid]),
        reason="同意",
        actor=approver,
        now=scene.ago(26),
    )
    services.post(round=made, actor=officer, now=scene.ago(26))
    services.offer_passed(now=scene.ago(14))
    account_of(scene, queries.claim_of(DEMO, id=offered).company_id)
    for claim in (failed, owed, *ready, *checked, *sent, *paid):
        confirm(scene, claim)
    pay(scene, failed, [failed, *paid])
    for some, stages in ((sent, 2), (checked, 1), ([owed], 0)):
        batch(scene, some, stages)
    services.approve(seen=seen(scene, [objected, *noticed]), reason="同意", actor=approver, now=scene.ago(2))
    notice = services.post(round=made, actor=officer, now=scene.ago(1))
    assert notice is not None, "this clause has a notice"
    said = ObjectionSaid(objected, "某企业员工", "身份证后六位 012345", "13800000000", "该企业去年已获认定，不属首次。")
    services.object_to(notice=notice.pk, said=said, now=scene.now)
    services.approve(seen=seen(scene, [approved]), reason="同意", actor=approver, now=scene.now)


def cut_budget(scene: Scene, line: UUID, *, leave: Decimal) -> None:
    """Take from a budget what is free of it, but for less than one award."""
    maker, checker = scene.people["finance"], scene.people["payer"]
    free = ledger.balances(maker, line=line)[State.FREE]
    parts = [Part(line, Step.CUT, free - leave)]
    cut = books.propose(parts=parts, reason="年中预算调减(虚构)", actor=maker, now=scene.ago(3))
    books.confirm(id=cut.pk, actor=checker, now=scene.ago(3))


def hold(scene: Scene, claims: Sequence[UUID]) -> None:
    """Approve claims for which the money does not suffice."""
    services.review(seen=seen(scene, claims), reason="名单核对无误", actor=scene.people["policy"], now=scene.ago(2))
    services.approve(seen=seen(scene, claims), reason="同意", actor=scene.people["approver"], now=scene.ago(1))


def confirm(scene: Scene, claim: UUID) -> None:
    """Let a company take its award."""
    company = queries.claim_of(DEMO, id=claim).company_id
    services.confirm(id=claim, account=account_of(scene, company), actor=acting_for(scene, company), now=scene.ago(13))


def pay(scene: Scene, failed: UUID, claims: Sequence[UUID]) -> None:
    """Pay a batch of which one payment comes back."""
    maker, checker = scene.people["finance"], scene.people["payer"]
    made = services.make_batch(zone=scene.zone, claims=list(claims), actor=maker, now=scene.ago(8))
    services.check_batch(id=made.pk, actor=checker, now=scene.ago(7))
    services.send_batch(id=made.pk, fixed=False, actor=maker, now=scene.ago(7))
    content = bank_result(queries.payments_of(checker, made), failed=[failed])
    services.take_result(zone=scene.zone, content=content, actor=maker, now=scene.ago(5))


def bank_result(payments: Iterable[Any], *, failed: Collection[UUID]) -> bytes:
    """Return what the bank sends back of payments, of which those of some claims failed."""
    lines = ["参考号,金额,结果,原因"]
    for payment in payments:
        result = "失败,户名与账号不符" if payment.claim_id in failed else "成功,"
        lines.append(f"{payment.reference},{payment.amount},{result}")
    return "\r\n".join(lines).encode("gb18030")


def batch(scene: Scene, claims: Sequence[UUID], stages: int) -> None:
    """Make a batch that waits for its check; one stage on, for the bank's file; two on, for the bank's result."""
    maker, checker = scene.people["finance"], scene.people["payer"]
    if not claims:
        return
    made = services.make_batch(zone=scene.zone, claims=list(claims), actor=maker, now=scene.ago(2))
    if stages:
        services.check_batch(id=made.pk, actor=checker, now=scene.ago(1))
    if stages > 1:
        services.send_batch(id=made.pk, fixed=False, actor=maker, now=scene.ago(1))


def name_stand_in(scene: Scene) -> None:
    """Let the approver be away soon, and another one of finance approve meanwhile."""
    away, there = scene.people["approver"], scene.people["payer"]
    assert away.person is not None and there.person is not None, "they are people"
    services.stand_in(
        zone=scene.zone, role=Role.POLICY_APPROVER, away=away.person, person=there.person, first_day=scene.day(-5),
        last_day=scene.day(-9), reason="出差(虚构)", actor=away, now=scene.ago(1),
    )  # fmt: skip


def change_bands(scene: Scene) -> None:
    """Propose that finance approves large amounts; another approver has to agree."""
    bands = [Band(_LARGE, Role.POLICY_APPROVER), Band(None, Role.FINANCE_APPROVER)]
    services.propose_bands(
        zone=scene.zone,
        bands=bands,
        reason="大额事项由财政局复核人审批(虚构)",
        actor=scene.people["approver"],
        now=scene.ago(1),
    )


def companies_of(scene: Scene, made: UUID) -> frozenset[UUID]:
    """Return the companies of a round."""
    return frozenset(queries.claims(scene.people["policy"]).filter(round=made).values_list("company_id", flat=True))


def claim_of(scene: Scene, made: UUID, company: UUID) -> UUID:
    """Return the claim of a company in a round."""
    found: UUID = queries.claims(scene.people["policy"]).get(round=made, company=company).pk
    return found
