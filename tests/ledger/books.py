"""A small ledger for tests: budget lines of the cast's zone with money, and movements in few words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import count
from uuid import UUID

from django.db import connection

from huiqi.kernel.ids import new_id
from huiqi.ledger import queries, services
from huiqi.ledger.services import Entry, Kind, LineSaid, Movement, State, Step
from tests.cast import NOW, SYSTEM, Cast

MAKER, CHECKER = new_id(NOW), new_id(NOW)
FIRM, OTHER_FIRM = new_id(NOW), new_id(NOW)
_numbers = count(1)


class Books:
    """The ledger of a zone, or of one of its parks."""

    def __init__(self, cast: Cast, *places: UUID) -> None:
        self.zone = cast.zone.pk
        self.within = (self.zone, *places)

    def line(self, amount: object = 0, *, kind: Kind = Kind.LINE, year: int | None = 2026, **said: object) -> UUID:
        """A line with so much money, in yuan."""
        number = next(_numbers)
        said = {"code": f"policy-{number}", "title": (f"第{number}号预算", f"Budget {number}")} | said
        opened = services.open_line(
            said=LineSaid(within=self.within, year=year, kind=kind, **said), actor=SYSTEM, now=NOW
        )
        if amount:
            self.move(Movement(opened.pk, Step.SET, Decimal(amount), f"budget/{number}"))
        return opened.pk

    def move(self, *movements: Movement, key: str = "", **said: object) -> UUID:
        key = key or f"key/{next(_numbers)}"
        said = {"maker": MAKER, "checker": CHECKER, "actor": SYSTEM, "now": NOW} | said
        return services.move(zone=self.zone, key=key, movements=movements, **said)

    def step(self, line: UUID, *steps: Step, amount: object, cause: str = "claim/1", party: UUID | None = FIRM) -> UUID:
        """One amount through some steps in one entry."""
        return self.move(*(Movement(line, step, Decimal(amount), cause, party) for step in steps))

    def move_each(self, entries: list[Entry], *, now: datetime = NOW) -> list[services.Outcome]:
        return services.move_each(zone=self.zone, entries=entries, maker=MAKER, checker=CHECKER, actor=SYSTEM, now=now)

    def has(self, line: UUID) -> dict[str, Decimal]:
        """What a line has in the states in which it has something."""
        held = queries.balances(SYSTEM, line=line)
        return {state.value: amount for state, amount in held.items() if amount}


def free(line: UUID) -> Decimal:
    return queries.balances(SYSTEM, line=line)[State.FREE]


def settle() -> None:
    """Let the database check what it would check at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def sql(statement: str, *values: object) -> None:
    """A statement past the services, as somebody at a console would send it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
