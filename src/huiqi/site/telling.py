"""Who is told what happened: listeners that put a message into the boxes of those concerned, in the transaction of the act."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from huiqi.kernel.actor import Role, system
from huiqi.kernel.clock import read_clock
from huiqi.kernel.money import full
from huiqi.ledger import queries as ledger
from huiqi.messages import services as messages
from huiqi.register import queries as register
from huiqi.register.domain.rights import OWN

_SYSTEM = system("messages")


def correction_opened(*, correction: UUID) -> None:
    """Tell the service officers of the place that a company asks for a correction."""
    found = register.correction(_SYSTEM, id=correction)
    company, now = found.subject.organisation, read_clock()
    said = messages.Said(
        kind="correction.opened",
        key=f"correction.opened/{correction}",
        title=(f"{company.name}申请更正数据", f"{company.name} asks for a correction"),
        body=(found.reason, found.reason),
        link=reverse("companies:correction", args=[correction]),
    )
    officers = register.holders(organisation=company.pk, roles=(Role.SERVICE_OFFICER,), now=now)
    messages.tell(persons=officers, said=said, now=now)


def correction_closed(*, correction: UUID) -> None:
    """Tell the people of the company how its correction was decided."""
    found = register.correction(_SYSTEM, id=correction)
    company, now = found.subject.organisation, read_clock()
    accepted = found.status == "accepted"
    said = messages.Said(
        kind="correction.closed",
        key=f"correction.closed/{correction}",
        title=("更正申请已采纳", "The correction was accepted")
        if accepted
        else ("更正申请未采纳", "The correction was refused"),
        body=(found.decision, found.decision),
        link=reverse("companies:correction", args=[correction]),
    )
    people = register.holders(organisation=company.pk, roles=OWN, now=now)
    messages.tell(persons=people, said=said, now=now)


def money_was_booked(*, proposal: UUID) -> None:
    """Tell who gets money by hand what is owed to them or was paid: the amount, the reason, and what comes next."""
    now = read_clock()
    for number, told in enumerate(ledger.told_of(proposal)):
        people = register.holders(organisation=told.party, roles=OWN, now=now)
        messages.tell(persons=people, said=of_money(told, key=f"proposal:{proposal}:{number}"), now=now)


def of_money(told: ledger.Told, *, key: str) -> messages.Said:
    """Return what a party is told: of what was paid, else of what is owed."""
    zh, en = told.line
    if told.paid:
        return messages.Said(
            kind="money.paid",
            key=key,
            title=(f"已付出：{full(told.paid)}元", f"Paid out: CNY {full(told.paid)}"),
            body=(
                f"“{zh}”：{told.reason}。款项已由银行付出，请核对本单位账户；三个工作日仍未到账的，请联系财务部门。",
                f"“{en}”: {told.reason}. The bank has paid it: check your account, and call the finance office if it is not there within three working days.",
            ),
            link=reverse("ledger:own"),
        )
    return messages.Said(
        kind="money.owed",
        key=key,
        title=(f"已列为应付：{full(told.owed)}元", f"Owed to you: CNY {full(told.owed)}"),
        body=(
            f"“{zh}”：{told.reason}。接下来由财务部门付款，您不用做什么，付出后会再告诉您。",
            f"“{en}”: {told.reason}. The finance office pays it next: there is nothing for you to do, and you are told when it is paid.",
        ),
        link=reverse("ledger:own"),
    )
