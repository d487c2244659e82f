"""Two clicks on a slow line are one act: every form of the ledger takes effect once, and the second is led to where the first went."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.models import AuditEntry
from huiqi.ledger import services
from huiqi.ledger.models import Ban, Obligation, Transfer
from huiqi.ledger.services import Kind, Step, Two
from tests.at_once import at_once
from tests.cast import NORTH_CODE, SOUTH_CODE, SYSTEM, Cast, make_cast, visit
from tests.ledger.books import CHECKER, MAKER
from tests.ledger.test_promises_take_two_people import OWING, Desk

TODAY = day_in_china(read_clock())
LATER = (TODAY + timedelta(days=90)).isoformat()
BOTH = {"reason": "会议纪要5号", "ground": "会议纪要5号"}

# Who sends a form, where it is, and what it says; made when the form is tried.
Form = tuple[Client, str, Mapping[str, object]]


def on_line(page: str, **said: object) -> Callable[[Desk], Form]:
    return lambda desk: (desk.maker, reverse(f"ledger:{page}", args=(desk.books.line(1000),)), said)


def shift(desk: Desk) -> Form:
    said = {"giver": desk.books.line(1000), "taker": desk.books.line(), "amount": "10"}
    return desk.maker, reverse("ledger:shift"), said


def correct(desk: Desk) -> Form:
    entry = desk.books.step(desk.books.line(1000), Step.RESERVE, amount=300)
    transfer = Transfer.objects.get(entry=entry)
    return desk.maker, reverse("ledger:correct", args=(entry,)), {"transfer": transfer.pk, "amount": "10"}


def issue(desk: Desk) -> Form:
    said = {"line": desk.books.line(1000), "party": NORTH_CODE, "code": "创新券", "amount": "10", "last_day": LATER}
    return desk.maker, reverse("ledger:issue"), said


def use(desk: Desk) -> Form:
    voucher = desk.voucher(desk.books.line(1000), 200)
    return desk.maker, reverse("ledger:use", args=(voucher.pk,)), {"party": SOUTH_CODE, "amount": "10"}


def settle(desk: Desk) -> Form:
    voucher = desk.voucher(desk.books.line(1000), 200)
    desk.checked("use", voucher.pk, party=SOUTH_CODE, amount="50")
    used = voucher.uses.get()
    return desk.maker, f"{reverse('ledger:settle')}?pick={used.pk}", {}


def expire(desk: Desk) -> Form:
    services.issue_voucher(
        line=desk.books.line(1000), zone=desk.books.zone, key="voucher/over", holder=desk.cast.north_company.pk,
        code="创新券", amount=Decimal(10), last_day=TODAY - timedelta(days=1),
        two=Two(MAKER, CHECKER, SYSTEM, read_clock()),
    )  # fmt: skip
    return desk.maker, reverse("ledger:expire"), {}


def promise(desk: Desk) -> Form:
    said = {"line": desk.books.line(1000), "party": NORTH_CODE, "amount": "10"}
    return desk.maker, reverse("ledger:promise"), said


def pay(page: str) -> Callable[[Desk], Form]:
    def form(desk: Desk) -> Form:
        made = desk.checked("promise", line=desk.books.line(1000), party=NORTH_CODE, amount="100")
        return desk.maker, reverse(f"ledger:{page}", args=(made.pk,)), {"amount": "10"}

    return form


def compensate(desk: Desk) -> Form:
    fund = desk.books.line(1000, kind=Kind.FUND, year=None)
    return desk.maker, reverse("ledger:compensate"), {"line": fund, "party": NORTH_CODE, "amount": "10"}


def ask_back(desk: Desk) -> Form:
    line = desk.books.line(1000)
    desk.books.step(line, *OWING, Step.PAY, amount=300, party=desk.cast.north_company.pk)
    return desk.maker, reverse("ledger:ask_back", args=(line,)), {"cause": "claim/1", "amount": "10", "due_on": LATER}


def take_back(desk: Desk) -> Form:
    line = desk.books.line(1000)
    desk.books.step(line, *OWING, Step.PAY, amount=300, cause="claim/2", party=desk.cast.north_company.pk)
    asked = services.ask_back(
        line=line, cause="claim/2", amount=Decimal(300), ground="材料不实", due_on=TODAY, actor=SYSTEM, now=read_clock()
    )
    return desk.maker, reverse("ledger:take_back", args=(asked.pk,)), {"amount": "10"}


def ban(desk: Desk) -> Form:
    desk.books.step(desk.books.line(1000), Step.RESERVE, amount=300, cause="claim/4", party=desk.cast.north_company.pk)
    said = {"first_day": TODAY.isoformat(), "last_day": LATER}
    return desk.maker, reverse("ledger:ban", args=(desk.cast.north_company.pk,)), said


def banned(desk: Desk) -> Ban:
    return services.ban(
        zone=desk.books.zone, party=desk.cast.south_company.pk, first_day=TODAY, last_day=TODAY, ground="材料不实",
        actor=desk.officer, now=read_clock(),
    )  # fmt: skip


def prolong(desk: Desk) -> Form:
    return desk.maker, reverse("ledger:prolong", args=(banned(desk).pk,)), {"last_day": LATER}


def lift(desk: Desk) -> Form:
    return desk.checker, reverse("ledger:lift", args=(banned(desk).pk,)), {}


def plan(desk: Desk) -> Form:
    line = desk.books.line(1000)
    desk.books.step(line, *OWING, amount=300, cause="claim/3")
    return desk.maker, reverse("ledger:plan", args=(line,)), {"year_0": "100", "year_1": "200"}


def pay_owed(desk: Desk) -> Form:
    line = desk.books.line(1000)
    desk.books.step(line, *OWING, amount=300, cause="arrear/3")
    owed = Obligation.objects.get(line=line)
    return desk.maker, reverse("ledger:pay_owed", args=(owed.pk,)), {"amount": "100"}


def open_line(desk: Desk) -> Form:
    said = {"place": "0", "kind": "line", "year": "2026", "code": "rd", "title_zh": "研发补贴"}
    return desk.maker, reverse("ledger:open_line"), said


def add_payer(desk: Desk) -> Form:
    return desk.maker, reverse("ledger:add_payer"), {"place": "0", "name_zh": "市财政局"}


def confirm(desk: Desk) -> Form:
    address = desk.hand_in("change", desk.books.line(), step="set", amount="100")["Location"]
    return desk.checker, f"{address}/confirm", {"page": address}


KINDS: dict[str, Callable[[Desk], Form]] = {
    "set": on_line("change", step="set", amount="10"),
    "cut": on_line("change", step="cut", amount="10"),
    "shift": shift,
    "correct": correct,
    "issue": issue,
    "use": use,
    "settle": settle,
    "expire": expire,
    "promise": promise,
    "interim": pay("interim"),
    "final": pay("final"),
    "compensate": compensate,
    "ask_back": ask_back,
    "take_back": take_back,
    "ban": ban,
    "prolong": prolong,
    "lift": lift,
    "plan": plan,
    "pay_owed": pay_owed,
    "open_line": open_line,
    "add_payer": add_payer,
    "confirm": confirm,
}


def with_ticket(form: Form) -> Form:
    """The form with the ticket that its page brought."""
    client, address, said = form
    page = client.get(str(said.get("page", address))).content.decode()
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found, "the page brings a ticket"
    return client, address, {**BOTH, **said, "ticket": found[1]}


def sent(form: Form) -> Any:
    client, address, said = form
    return client.post(address, said)


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_twice_is_one_act(cast: Cast, kind: str) -> None:
    desk = Desk(cast)
    form = with_ticket(KINDS[kind](desk))
    first = sent(form)
    assert first.status_code == 302, first.content.decode()
    acts = AuditEntry.objects.count()
    second = sent(form)
    assert second["Location"] == first["Location"]
    assert AuditEntry.objects.count() == acts, "nothing was done a second time"
    assert "没有重复办理" in form[0].get(second["Location"]).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_is_one_act() -> None:
    desk = Desk(make_cast())
    for kind, made in KINDS.items():
        client, address, said = with_ticket(made(desk))
        actor = desk.approver if client is desk.checker else desk.officer
        acts = AuditEntry.objects.count()
        results = at_once(*[partial(sent, (visit(actor), address, said)) for _ in range(2)])
        assert [one.status_code for one in results] == [302, 302], kind
        assert len({one["Location"] for one in results}) == 1, kind
        codes = list(AuditEntry.objects.order_by("number").values_list("code", flat=True)[acts:])
        assert len([code for code in codes if code.startswith("ledger.")]) == (2 if kind == "confirm" else 1), codes


def test_what_is_refused_may_be_sent_again(cast: Cast) -> None:
    desk = Desk(cast)
    line = desk.books.line(100)
    desk.hand_in("change", line, step="cut", amount="100")
    waiting = desk.hand_in("change", line, step="cut", amount="100")["Location"]
    first = desk.hand_in("change", line, step="cut", amount="100")["Location"]
    desk.checker.post(f"{first}/confirm")
    form = with_ticket((desk.checker, f"{waiting}/confirm", {"page": waiting}))
    for _ in range(2):
        sent(form)
        assert "余额为0.00元" in desk.checker.get(waiting).content.decode(), "and is told the same again"
