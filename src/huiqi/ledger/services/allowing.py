"""Who may change what in the ledger: asked here by every service, so that no door has rules of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar
from uuid import UUID

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot, Words


class CannotKeep(Cannot):
    """The ledger cannot be changed like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "exists": ("同一年度、同一用途、同一出资方的预算已经有了。", "There is a line for this year, purpose and payer already."),
        "no_ceiling": ("{ceiling}不是本区的总额控制。", "{ceiling} is no ceiling of this zone."),
        "no_pool": ("{pool}不是本区本年度的资金池。", "{pool} is no pool of this zone and year."),
        "year": ("除基金外，预算须有年度；基金没有年度。", "Every line has a year, but a fund has none."),
        "payer_exists": ("出资方“{name}”已经有了。", "There is a payer “{name}” already."),
        "somebody": ("{actor}不是具体的人，不能经办或复核。", "{actor} is no person: makers and checkers are people."),
        "two_zones": ("一次只能调整同一个区的预算。", "Budgets of one zone at a time."),
        "no_proposal": ("没有这项申请。", "There is no such proposal."),
        "decided": ("这项申请已经办结。", "This proposal is decided already."),
        "no_hold": ("没有这笔暂存的账。", "There is no such held entry."),
        "hold_ended": ("这笔暂存的账已经办结。", "This held entry is settled already."),
        "no_voucher": ("没有这张券。", "There is no such voucher."),
        "voucher_over": ("这张券已过期：最后使用日为{day}。", "The voucher is out of date: its last day was {day}."),
        "no_recovery": ("没有这项追回。", "There is no such recovery."),
        "asked_more": ("该事项已付{paid:,.2f}元，其中待追回{open:,.2f}元，不能再追回{wanted:,.2f}元。", "CNY {paid:,.2f} were paid for this cause and {open:,.2f} are asked back already; {wanted:,.2f} more cannot be."),
        "returned_more": ("只差{left:,.2f}元未追回，不能登记{wanted:,.2f}元。", "CNY {left:,.2f} are left to come back, not {wanted:,.2f}."),
        "nothing_left": ("没有到期未用完的券。", "No voucher is out of date with something left."),
        "no_uses": ("没有可以结算的使用记录。", "Nothing that was used waits to be settled."),
        "last_day_over": ("最后使用日不能早于今天。", "The last day cannot be over already."),
        "no_agreement": ("没有这项项目资金。", "There is no such promise."),
        "not_owed": ("没有这笔欠付。", "Nothing is owed for this."),
        "paid_by_flow": (
            "这笔款项由兑现流程（拨付批次、券结算、项目拨付）支付，不能在这里登记。",
            "This is paid by its own flow (batches, vouchers, projects), never by hand besides.",
        ),
        "no_fund": ("风险补偿只从基金支付。", "Losses are paid out of a fund."),
        "own_party": ("您在这家单位任职或任过职，须由别人办理。", "You act or acted for this party: somebody else handles its money."),
        "banned": ("这家单位在限制享受期内（至{day}），不能给予。", "This party is kept from support until {day}: nothing is given to it."),
        "own_ban": ("自己登记的限制须由别人解除。", "Who recorded a ban does not lift it."),
        "prolonged": ("这一对象另有更晚到期的限制，请在那一项上延长。", "This party has a ban that ends later: prolong that one."),
        "not_longer": ("新的末日须晚于现在的末日{day}。", "The new last day has to be after {day}."),
        "no_ban": ("没有这项限制。", "There is no such ban."),
        "days_turned": ("起止日期颠倒了。", "The last day lies before the first."),
        "plan_differs": ("各年合计{sum:,.2f}元，与欠付{owed:,.2f}元不符。", "The years add up to CNY {sum:,.2f}; {owed:,.2f} are owed."),
        "plan_waits": ("这条预算已有一份分年计划待复核，见“资金申请”。", "A plan for this line waits for its check already: see the money proposals."),
        "nothing_paid": ("这条预算没有为“{cause}”付过款。", "This line paid nothing for “{cause}”."),
        "no_line": ("没有这条预算。", "There is no such line."),
        "no_payer": ("没有这个出资方。", "There is no such payer."),
    }  # fmt: skip


def allowed(within: Collection[UUID], *, actor: Actor, roles: tuple[Role, ...]) -> None:
    """Pass where the actor holds one of the roles for one of the places, or is the system; raises CannotKeep."""
    if not actor.is_system and actor.organisations(*roles).isdisjoint(within):
        raise CannotKeep("not_allowed", actor=actor.name)
