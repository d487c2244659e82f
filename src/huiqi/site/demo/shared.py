"""Awards of the city's innovation policy that the zone matches: each part goes out of its own budget, in one payment to the firm."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from huiqi.casework import queries, services
from huiqi.casework.services import Terms
from huiqi.ledger import queries as ledger
from huiqi.site.demo.acting import account_of, acting_for, seen
from huiqi.site.demo.city_list import POLICY
from huiqi.site.demo.claims import bank_result
from huiqi.site.demo.scene import Scene

CLAUSE: Final = "award"
CITY: Final = "市财政局"
# So many are approved; so many of them take their award, and so many of these are paid.
_APPROVED, _TAKEN, _PAID = 40, 6, 4
# In working days ago.
_RUN, _POST, _OFFER, _TAKE, _PAY = 16, 15, 9, 8, 6


def match_city_awards(scene: Scene) -> None:
    """Make the round, name the budgets of both, and take its claims on their way."""
    officer, finance = scene.people["policy"], scene.people["finance"]
    made = open_round(scene)
    budgets = ledger.lines(finance).filter(code=POLICY)
    # In the order of the payers.
    lines = [budgets.get(payer__name_zh=CITY).pk, budgets.exclude(payer__name_zh=CITY).get().pk]
    services.set_lines(round=made, lines=lines, actor=finance, now=scene.working_ago(_RUN))
    claims = list(queries.claims(officer).filter(round=made).order_by("place").values_list("pk", flat=True))
    services.review(seen=seen(scene, claims), reason="市级公示名单核对无误", actor=officer, now=scene.working_ago(_RUN))
    approved, taken, paid = claims[:_APPROVED], claims[1 : _TAKEN + 1], claims[1 : _PAID + 1]
    services.approve(
        seen=seen(scene, approved), reason="同意", actor=scene.people["approver"], now=scene.working_ago(_POST)
    )
    services.post(round=made, actor=officer, now=scene.working_ago(_POST))
    services.offer_passed(now=scene.working_ago(_OFFER))
    for claim in taken:
        company = queries.claim_of(officer, id=claim).company_id
        owner, account = acting_for(scene, company), account_of(scene, company)
        services.confirm(id=claim, account=account, actor=owner, now=scene.working_ago(_TAKE))
    pay(scene, paid)
    # Who has a log-in has nothing to type: the account is on file.
    account_of(scene, queries.claim_of(officer, id=claims[0]).company_id)


def open_round(scene: Scene) -> UUID:
    """Run the policy and make the round; return it."""
    officer, then = scene.people["policy"], scene.working_ago(_RUN)
    run = services.start_run(
        scope=scene.zone, day=scene.working_day(_RUN), policies=[POLICY], name="市级创新政策区级配套", actor=officer,
        now=then,
    )  # fmt: skip
    services.carry_out(id=run.pk, actor=officer, now=then, progress=lambda *_: None)
    terms = Terms(confirm_days=30, notice_days=5)
    made: UUID = services.open_round(run=run.pk, policy=POLICY, clause=CLAUSE, terms=terms, actor=officer, now=then).pk
    return made


def pay(scene: Scene, claims: list[UUID]) -> None:
    """Pay claims: one payment for each, out of two budgets."""
    finance, payer, then = scene.people["finance"], scene.people["payer"], scene.working_ago(_PAY)
    batch = services.make_batch(zone=scene.zone, claims=claims, actor=finance, now=then)
    services.check_batch(id=batch.pk, actor=payer, now=then)
    services.send_batch(id=batch.pk, fixed=False, actor=finance, now=then)
    content = bank_result(queries.payments_of(payer, batch), failed=[])
    services.take_result(zone=scene.zone, content=content, actor=finance, now=then)
