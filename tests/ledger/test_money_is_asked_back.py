"""What was paid wrongly is asked back, never more than was paid; who cheated gets nothing for a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from huiqi.kernel.actor import Actor
from huiqi.ledger import queries, services
from huiqi.ledger.models import ArrearsPlan, Recovery
from huiqi.ledger.services import CannotKeep, Step
from tests.cast import NOW, SYSTEM, Cast
from tests.ledger.books import CHECKER, FIRM, MAKER, OTHER_FIRM, Books, settle, sql

CHAIN = (Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY)
GROUND = "申报材料不实，依据管理办法第二十条"


def asked(line: UUID, amount: int) -> Recovery:
    return services.ask_back(
        line=line, cause="claim/1", amount=Decimal(amount), ground=GROUND, due_on=date(2026, 6, 1), actor=SYSTEM, now=NOW
    )  # fmt: skip


def recovered(recovery: Recovery, amount: int, key: str) -> Recovery:
    return services.recover(
        id=recovery.pk, key=key, amount=Decimal(amount), maker=MAKER, checker=CHECKER, actor=SYSTEM, now=NOW
    )  # fmt: skip


def test_what_comes_back_is_free_again(books: Books) -> None:
    line = books.line(1000)
    books.step(line, *CHAIN, amount=600)
    recovery = asked(line, 600)
    recovered(recovery, 200, "bank/1")
    again = recovered(recovery, 200, "bank/1")
    assert again.returned == Decimal(200)
    assert books.has(line) == {"set": Decimal(1000), "free": Decimal(600), "paid": Decimal(400)}
    with pytest.raises(CannotKeep) as refused:
        recovered(recovery, 401, "bank/2")
    assert refused.value.code == "returned_more"


def test_never_more_than_was_paid(books: Books) -> None:
    line = books.line(1000)
    books.step(line, *CHAIN, amount=600)
    asked(line, 500)
    with pytest.raises(CannotKeep) as refused:
        asked(line, 101)
    assert refused.value.code == "asked_more"
    with pytest.raises(IntegrityError, match="recovery_not_more_than_asked"), transaction.atomic():
        sql("update ledger_recovery set returned = 501")


def test_a_ban_holds_from_its_first_to_its_last_day(cast: Cast) -> None:
    made = services.ban(
        zone=cast.zone.pk, party=FIRM, first_day=date(2026, 3, 2), last_day=date(2029, 3, 1), ground=GROUND,
        actor=SYSTEM, now=NOW,
    )  # fmt: skip

    def banned(day: date) -> dict[UUID, date]:
        return queries.banned(zone=cast.zone.pk, parties=[FIRM, OTHER_FIRM], day=day)

    assert [bool(banned(day)) for day in (date(2026, 3, 1), date(2026, 3, 2), date(2029, 3, 1), date(2029, 3, 2))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert banned(date(2027, 1, 1)) == {FIRM: date(2029, 3, 1)}
    services.lift(id=made.pk, reason="复议后撤销", actor=SYSTEM, now=NOW)
    assert banned(date(2027, 1, 1)) == {}
    with pytest.raises(CannotKeep):
        services.lift(id=made.pk, reason="再次", actor=SYSTEM, now=NOW)


def test_what_is_owed_is_planned_by_year_to_the_fen(books: Books, maker: Actor, checker: Actor) -> None:
    line = books.line(1000)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, amount="900.50")
    years = {2026: Decimal(300), 2027: Decimal(300), 2028: Decimal("300.49")}
    with pytest.raises(CannotKeep, match=r"900\.49") as refused:
        services.propose_plan(line=line, years=years, reason="三年化解方案", actor=maker, now=NOW)
    assert refused.value.code == "plan_differs"
    years[2028] = Decimal("300.50")
    proposal = services.propose_plan(line=line, years=years, reason="三年化解方案", actor=maker, now=NOW)
    assert queries.arrears(SYSTEM)[0].unplanned == Decimal("900.50"), "what one person says is no plan yet"
    services.confirm(id=proposal.pk, actor=checker, now=NOW)
    plan = ArrearsPlan.objects.get()
    books.step(line, Step.PAY, amount=350)
    (owed,) = queries.arrears(SYSTEM)
    assert (owed.owed, owed.years, owed.unplanned) == (
        Decimal("550.50"), {2027: Decimal(250), 2028: Decimal("300.50")}, Decimal(0),
    )  # fmt: skip
    sql("insert into ledger_arrearsyear (plan_id, year, amount) values (%s, 2029, 1)", plan.pk)
    with pytest.raises(IntegrityError, match="do not add up"):
        settle()
