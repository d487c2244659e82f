"""Telling companies what became of their claims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from huiqi.casework.models import Claim
from huiqi.kernel.money import full
from huiqi.messages.services import Said, tell_each
from huiqi.register import queries as register


def tell_companies(told: Sequence[tuple[Claim, Said]], *, now: datetime) -> None:
    """Tell those who act for the companies of claims something about each."""
    people = register.people_acting_for({claim.company_id for claim, _ in told}, at=now)
    tell_each([(people[claim.company_id], said) for claim, said in told], now=now)


def funded(claim: Claim) -> Said:
    """Return what a company is told that stood in line and whose turn came: there is money."""
    assert claim.amount is not None, "a confirmed claim has its amount"
    return Said(
        kind="claim.held",
        key=f"claim:{claim.pk}:funded:{claim.version}",
        title=(
            f"轮到您了，等待拨付：{full(claim.amount)}元",
            f"It is your turn: CNY {full(claim.amount)} will be paid",
        ),
        body=(
            f"“{claim.round.zh}”的资金已经补充，按确认顺序轮到您，将拨付到在册账户，不用再做什么。",
            f"There is money for “{claim.round.en}”, and it is your turn: it is paid to the account on file. There is nothing to do.",
        ),
        link=reverse("casework:own_claim", args=[claim.pk]),
    )
