"""Money in the made-up zone: ten thousand claims at every step, budgets under ceilings, payments, vouchers, debts, deadlines.

The steps are taken by the services, so that the books are as they are in life; what takes long, for a part of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks.zone import NOW, Zone

if TYPE_CHECKING:
    from tests.casework.claims.made import Crew

# Claims by how far they came.
PROPOSED, REVIEWED, HELD, POSTED, OFFERED = 2_500, 2_000, 500, 2_500, 2_500
CONFIRMED, BATCHED, A_BATCH = 400, 300, 15
LINES, PROMISES, DEADLINES = 40, 300, 5_000
PLENTY = 10**11


def fill_money(place: Any, zone: Zone) -> None:
    """Write what makes the pages of claims, payments, budgets and deadlines long."""
    from tests.casework.claims.made import Crew

    crew = Crew(place.cast)
    claims(crew, zone)
    budgets(crew)
    promises(crew, zone)
    deadlines(zone)


def claims(crew: Crew, zone: Zone) -> None:
    """Rounds with their claims: proposed, reviewed, held for want of budget, on notice, offered, owed, batched and paid."""
    from huiqi.casework import services
    from huiqi.casework.models import Run
    from huiqi.kernel.clock import read_clock
    from huiqi.register.models import Organisation

    numbers = count()
    companies = iter(Organisation.objects.filter(pk__in=zone.companies[2:10_002]).order_by("pk"))
    run = Run.objects.filter(is_trial=False).order_by("pk").first()

    def round_of(number: int, *, budget: int = PLENTY, notice_days: int | None = 5) -> Any:
        firms = [next(companies) for _ in range(number)]
        # A clause has one round of a run.
        clause = f"reward_{next(numbers)}"
        return crew.round(firms, line=crew.books.line(budget), run=run, clause=clause, notice_days=notice_days)

    round_of(PROPOSED)
    crew.reviewed(round_of(REVIEWED))
    crew.approved(round_of(HELD, budget=1_000_000))
    posted = crew.approved(round_of(POSTED))
    # On notice today, for a notice that has passed is not shown any more.
    services.post(round=posted.pk, actor=crew.officer, now=read_clock())
    offered = crew.approved(round_of(OFFERED, notice_days=None))
    services.post(round=offered.pk, actor=crew.officer, now=NOW)
    pay(crew, offered, zone)


def pay(crew: Crew, offered: Any, zone: Zone) -> None:
    """Some confirmed by their companies, most of these in batches, and of these all but two paid."""
    from huiqi.casework import queries, services
    from huiqi.kernel.actor import Role
    from tests.casework.claims.made import PASSED, confirm, put_on_file
    from tests.casework.claims.made import claims as claims_of

    some = claims_of(offered, "offered")[:CONFIRMED]
    for claim in some:
        put_on_file(claim.company)
        confirm(claim, crew.cast.person("负责人", (Role.COMPANY_OWNER, claim.company)))
    for start in range(0, BATCHED, A_BATCH):
        services.make_batch(
            zone=zone.id, claims=[one.pk for one in some[start : start + A_BATCH]], actor=crew.maker, now=PASSED
        )
    for batch in list(queries.batches(crew.maker).filter(stage="made"))[2:]:
        services.check_batch(id=batch.pk, actor=crew.checker, now=PASSED)
        services.send_batch(id=batch.pk, fixed=False, actor=crew.maker, now=PASSED)
        lines = [f"{one.reference},{one.amount},成功" for one in batch.payments.all()]
        result = "\n".join(["参考号,金额,结果", *lines]).encode()
        services.take_result(zone=zone.id, content=result, actor=crew.maker, now=PASSED)


def budgets(crew: Crew) -> None:
    """Budget lines of three years under one ceiling each, and a proposal that waits for each."""
    from huiqi.ledger import services

    for year in (2025, 2026, 2027):
        ceiling = crew.books.line(PLENTY, kind=services.Kind.CEILING, year=year)
        for _ in range(LINES // 3):
            line = crew.books.line(year=year, ceilings=[ceiling])
            parts = [services.Part(line, services.Step.SET, Decimal(500_000))]
            services.propose(parts=parts, reason="年度预算", actor=crew.maker, now=NOW)


def promises(crew: Crew, zone: Zone) -> None:
    """Vouchers of companies, awards held for want of money, money asked back, and companies kept from support."""
    from huiqi.ledger import services
    from huiqi.ledger.services import Entry, Movement, Step, Two

    books, two = crew.books, Two(crew.maker.person, crew.checker.person, crew.maker, NOW)
    line, poor = books.line(PLENTY), books.line(1)
    chain = (Step.RESERVE, Step.COMMIT, Step.OWE)

    def entries(name: str, of: UUID, steps: tuple[Step, ...]) -> Iterator[Entry]:
        for number, company in enumerate(zone.companies[10_002 : 10_002 + PROMISES]):
            cause = f"{name}/{number}"
            yield Entry(cause, [Movement(of, step, Decimal(50_000), cause, company) for step in steps])

    books.move_each(list(entries("claim/held", poor, chain)))
    books.move_each(list(entries("claim/back", line, (*chain, Step.PAY))))
    for number, company in enumerate(zone.companies[10_002 : 10_002 + PROMISES]):
        services.issue_voucher(
            line=line, zone=zone.id, key=f"voucher/{number}", holder=company, code="innovation", amount=Decimal(50_000),
            last_day=date(2027, 1, 31), two=two,
        )  # fmt: skip
        services.ask_back(
            line=line, cause=f"claim/back/{number}", amount=Decimal(1_000), ground="核减", due_on=date(2026, 12, 1),
            actor=crew.maker, now=NOW,
        )  # fmt: skip
        services.ban(
            zone=zone.id, party=company, first_day=date(2026, 1, 1), last_day=date(2028, 12, 31), ground="材料不实",
            actor=crew.checker, now=NOW,
        )  # fmt: skip


def deadlines(zone: Zone) -> None:
    """Clocks that run, over half a year."""
    from huiqi.casework import services
    from huiqi_clocks import Term

    services.start_clocks(
        zone=zone.id, organisation=zone.id, now=NOW,
        said=[
            services.ClockSaid(
                f"bench/{number}", (f"第{number}件办理", f"Matter {number}"),
                date(2026, 6, 1) + timedelta(days=number % 180), Term(20), by_hand=True,
            )
            for number in range(DEADLINES)
        ],
    )  # fmt: skip
