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
        "no_payer": ("没有这个出资方。", "There is no such payer."),
    }  # fmt: skip


def allowed(within: Collection[UUID], *, actor: Actor, roles: tuple[Role, ...]) -> None:
    """Pass where the actor holds one of the roles for one of the places, or is the system; raises CannotKeep."""
    if not actor.is_system and actor.organisations(*roles).isdisjoint(within):
        raise CannotKeep("not_allowed", actor=actor.name)
