"""What was paid before Huiqi and what is paid on its outcome, in the made-up zone: a list of 33,000 payments, thousands of orders.

The list goes the way of every list: received, its columns said, checked, entered by one and confirmed by another.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from itertools import cycle
from typing import Any
from uuid import UUID

from benchmarks.zone import NOW, Zone
from benchmarks.zone_pack import ORDER
from benchmarks.zone_work import ids, in_bulk

EARLIER, WAITING, ORDERS, BY_HAND = 33_000, 3_000, 3_000, 300


def fill_rest(place: Any, zone: Zone) -> None:
    """Write what pages of earlier payments, of orders and of what is paid by hand show."""
    earlier_payments(place, zone)
    orders(place, zone)
    paid_by_hand(place, zone)


def earlier_payments(place: Any, zone: Zone) -> None:
    """One list that counts, and one that waits for decisions: names of clauses nobody knows, companies without a code."""
    from tests.casework.earlier.desk import Finance

    desk = Finance(place.cast)
    desk.confirmed(desk.say(desk.receive(sheet(zone, EARLIER), name="2025年拨付.xlsx", source="财政台账")))
    desk.say(desk.receive(sheet(zone, WAITING, is_open=True), name="2024年拨付.xlsx", source="旧台账"))


def sheet(zone: Zone, number: int, *, is_open: bool = False) -> bytes:
    """Return the workbook of a list, as an office keeps it."""
    from huiqi.register.models import Organisation
    from huiqi.ui.exports import Sheet, write_workbook
    from tests.casework.earlier.made import HEADER

    clauses = cycle([f"测速条款{place}" for place in range(8)])
    firms = (
        Organisation.objects.filter(pk__in=zone.companies[:number]).order_by("pk").values_list("credit_code", "name")
    )
    rows = [
        (
            "" if is_open and place % 10 == 0 else code, name, f"旧项目{place % 20}" if is_open else next(clauses), 2024 if is_open else 2025,
            Decimal("12.5"), date(2025, 6, 1), f"拨付{number}-{place}号", "",
        )
        for place, (code, name) in enumerate(firms)
    ]  # fmt: skip
    file = io.BytesIO()
    write_workbook(file, [Sheet("拨付", HEADER, rows)])
    return file.getvalue()


def orders(place: Any, zone: Zone) -> None:
    """Orders in all stages."""
    from huiqi.casework.models import OutcomeOrder, OutcomeStep
    from huiqi.kernel.ids import new_id
    from huiqi.rulebook import queries as rulebook
    from tests.ledger.books import Books

    pack_hash = rulebook.current_book(zone=zone.id, now=NOW).hash
    line, keys = Books(place.cast).line(10**9), ids(ORDERS)
    stages = cycle(("entered", "promised", "reported", "owed", "paying", "paid", "refused", "ended"))
    people = {name: new_id(NOW) for name in ("approved_by", "reported_by", "confirmed_by", "paid_by", "checked_by")}
    policy, clause = ORDER
    rows = [
        OutcomeOrder(
            id=key, zone=place.cast.zone, payee_id=company, title=f"第{number}期订单班", policy=policy, version="2026", clause=clause,
            policy_zh="测速订单班", policy_en="Bench classes", zh="测速结算", en="Bench settlement", article="第一条", pack_hash=pack_hash,
            line=line, promised={"bench_diplomas": ["number", "30"]}, outcome={"bench_diplomas": ["number", "28"]},
            expected_on=date(2026, 6, 30), most=Decimal(50_000), amount=Decimal(40_000), stage=next(stages), since=NOW,
            entered_by=new_id(NOW), entered_by_name="经办", entered_at=NOW, **people,
        )
        for number, (key, company) in enumerate(zip(keys, cycle(zone.companies[:500]), strict=False))
    ]  # fmt: skip
    in_bulk(OutcomeOrder, rows)
    in_bulk(
        OutcomeStep, [OutcomeStep(order=one, doing="enter", stage="entered", at=NOW, by_name="经办") for one in rows]
    )


def paid_by_hand(place: Any, zone: Zone) -> None:
    """Arrears of earlier years that finance pays by hand."""
    from huiqi.ledger.services import Entry, Movement, Step
    from tests.ledger.books import Books

    books = Books(place.cast)
    line = books.line(10**9)

    def owed(number: int, company: UUID) -> Entry:
        cause = f"arrear/bench/{number}"
        steps = (Step.RESERVE, Step.COMMIT, Step.OWE)
        return Entry(cause, [Movement(line, step, Decimal(30_000), cause, company) for step in steps])

    books.move_each([owed(number, company) for number, company in enumerate(zone.companies[:BY_HAND])])
