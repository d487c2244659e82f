"""The ledger: 10,000 awards reserved, 1,000 payments booked, a statement of 10,000 transfers, balances after 5,000,000.

`HUIQI_BENCH_TRANSFERS` says how many transfers there are in the end; fewer make a quick trial.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from decimal import Decimal
from statistics import median
from uuid import UUID

from benchmarks.workload import seconds
from benchmarks.zone import NOW, database, make_zone

AWARDS, PAYMENTS, OF_ONE = 10_000, 1_000, 10_000
TRANSFERS = int(os.environ.get("HUIQI_BENCH_TRANSFERS", "5000000"))
_BATCH = 50_000
_TIMES = 20


def main() -> dict[str, object]:
    """Return seconds and milliseconds by act."""
    with database():
        return measured()


def measured() -> dict[str, object]:
    """Measure on an empty ledger first, then on a full one."""
    from huiqi.kernel.actor import system
    from huiqi.kernel.ids import new_ids
    from huiqi.ledger import queries, services
    from huiqi.ledger.services import Entry, LineSaid, Movement, Step

    zone, actor = make_zone(10).id, system("bench")
    maker, checker, party, *firms = new_ids(NOW, AWARDS + 3)

    def opened(code: str) -> UUID:
        said = LineSaid(within=(zone,), code=code, title=(code, ""), year=2026)
        line = services.open_line(said=said, actor=actor, now=NOW).pk
        book([Entry(f"set/{code}", [Movement(line, Step.SET, Decimal(10**12), "budget")])])
        return line

    def book(entries: list[Entry]) -> None:
        done = services.move_each(zone=zone, entries=entries, maker=maker, checker=checker, actor=actor, now=NOW)
        assert all(one.entry for one in done)

    def each(step: Step, number: int) -> list[Entry]:
        return [
            Entry(f"{step}/{at}", [Movement(line, step, Decimal(100), f"claim/{at}", firms[at])])
            for at in range(number)
        ]

    line = opened("awards")
    figures: dict[str, object] = {"awards": AWARDS, "transfers": TRANSFERS}
    figures["reserve_10000_seconds"] = seconds(lambda: book(each(Step.RESERVE, AWARDS)))
    listing = seconds(lambda: list(queries.statement(actor, line=line)[:AWARDS]))
    figures["list_10000_seconds"] = listing
    book(each(Step.COMMIT, PAYMENTS))
    book(each(Step.OWE, PAYMENTS))
    figures["pay_1000_seconds"] = seconds(lambda: book(each(Step.PAY, PAYMENTS)))
    steps = (Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY)
    book([
        Entry(f"own/{at}", [Movement(line, step, Decimal(1), f"own/{at}", party) for step in steps])
        for at in range(OF_ONE // len(steps))
    ])  # fmt: skip
    fill(zone, opened("history"), maker=maker, checker=checker, wanted=TRANSFERS - 3 * AWARDS)
    figures["statement_of_10000_ms"] = typical_ms(lambda: statement(actor, party))
    figures["balance_ms"] = typical_ms(lambda: queries.balances(actor, line=line))
    figures["reserve_10000_in_full_ledger_seconds"] = seconds(
        lambda: book(
            [
                Entry(f"late/{at}", [Movement(line, Step.RESERVE, Decimal(1), f"late/{at}", firms[at])])
                for at in range(AWARDS)
            ]
        )
    )
    figures["replay_seconds"] = seconds(assert_replays)
    return figures


def statement(actor: object, party: UUID) -> None:
    """Read what the page of a party reads: its sums, how many transfers there are, and the first page of them."""
    from huiqi.ledger import queries

    queries.party_page(actor, id=party)
    rows = queries.statement(actor, party=party)
    assert rows.count() == OF_ONE
    assert len(list(rows[:50])) == 50


def assert_replays() -> None:
    """Count every balance anew."""
    from huiqi.ledger import queries

    assert queries.replay() == []


def fill(zone: UUID, line: UUID, *, maker: UUID, checker: UUID, wanted: int) -> None:
    """Write as much history as asked for, by the same triggers as everything else: 100 transfers to a cause."""
    from django.db import connection, transaction

    for begun in range(0, wanted, _BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "insert into ledger_entry (id, zone, key, digest, note, maker, checker, made_at, transaction) "
                "select gen_random_uuid(), %s, 'history/' || %s, '', '', %s, %s, %s, 0 returning id",
                [zone, begun, maker, checker, NOW + timedelta(seconds=begun)],
            )
            (entry,) = cursor.fetchone()
            cursor.execute(
                "insert into ledger_transfer (entry_id, line_id, step, source, target, amount, cause) "
                "select %s, %s, 'reserve', 'free', 'reserved', 1, 'history/' || (at / 100) "
                "from generate_series(%s, %s) at",
                [entry, line, begun, min(begun + _BATCH, wanted) - 1],
            )
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def typical_ms(act: object) -> float:
    """Return the median of some runs, in milliseconds."""
    spent = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        act()
        spent.append(1000 * (time.perf_counter() - begun))
    return round(median(spent), 2)
