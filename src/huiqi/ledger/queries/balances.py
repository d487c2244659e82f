"""What is where: balances by line, by cause, and all of them counted anew from the transfers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import DecimalField, OuterRef, QuerySet, Subquery

from huiqi.kernel.actor import Actor
from huiqi.ledger.domain.rights import SEE_LINES
from huiqi.ledger.domain.steps import State
from huiqi.ledger.models import Account, Line
from huiqi.ledger.queries.reach import line as visible_line
from huiqi.ledger.queries.reach import within_reach


def lines(actor: Actor, *, year: int | None = None) -> QuerySet[Line]:
    """Return the lines that the actor may see, of a year if one is given, with `in_set`, `in_free` and so on, in yuan."""
    seen = within_reach(actor, *SEE_LINES)
    return with_balances(seen if year is None else seen.filter(year=year)).select_related("payer")


def with_balances(rows: QuerySet[Line]) -> QuerySet[Line]:
    """Return lines with the balance of each state."""
    money: DecimalField[Decimal, Decimal] = DecimalField(max_digits=18, decimal_places=2)
    balances = {
        f"in_{state.value}": Subquery(
            Account.objects.filter(line=OuterRef("pk"), state=state.value).values("balance"), output_field=money
        )
        for state in State
    }
    return rows.annotate(**balances)


def balances(actor: Actor, *, line: UUID) -> dict[State, Decimal]:
    """Return what a line has in each state, in yuan: six rows are read however many transfers there are; raises CannotSee."""
    found = visible_line(actor, id=line)
    rows = dict(found.accounts.order_by().values_list("state", "balance"))
    return {state: rows[state.value] for state in State}


@dataclass(frozen=True, slots=True)
class Difference:
    """A balance that is not what the transfers add up to, in yuan: an account's state, or a cause with its state."""

    line: UUID
    state: str
    kept: Decimal
    counted: Decimal
    cause: str = ""


def replay() -> list[Difference]:
    """Return every balance that is not what its transfers add up to, and none where all agree."""
    with connection.cursor() as cursor:
        cursor.execute(REPLAY_ACCOUNTS)
        found = [Difference(line, state, kept, counted) for line, state, kept, counted in cursor.fetchall()]
        cursor.execute(REPLAY_OBLIGATIONS)
        return found + [
            Difference(line, state, kept, counted, cause) for line, cause, state, kept, counted in cursor.fetchall()
        ]


REPLAY_ACCOUNTS = """
select a.line_id, a.state, a.balance, coalesce(moved.amount, 0)
from ledger_account a left join (
    select line_id, state, sum(amount) as amount
    from (
        select line_id, source as state, case source when 'set' then amount else -amount end as amount
        from ledger_transfer
        union all
        select line_id, target, case target when 'set' then -amount else amount end from ledger_transfer) one
    group by line_id, state) moved using (line_id, state)
where a.balance <> coalesce(moved.amount, 0)
order by a.line_id, a.state
"""
REPLAY_OBLIGATIONS = """
select line_id, cause, state, coalesce(kept.amount, 0), coalesce(counted.amount, 0)
from (
    select o.line_id, o.cause, held.state, held.amount
    from ledger_obligation o
    cross join lateral (values
        ('reserved', o.reserved), ('committed', o.committed), ('payable', o.payable), ('paid', o.paid)
    ) held (state, amount)) kept
full join (
    select line_id, cause, state, sum(amount) as amount
    from (
        select line_id, cause, source as state, -amount as amount from ledger_transfer where mirrors_id is null
        union all
        select line_id, cause, target, amount from ledger_transfer where mirrors_id is null) one
    where state in ('reserved', 'committed', 'payable', 'paid')
    group by line_id, cause, state) counted using (line_id, cause, state)
where coalesce(kept.amount, 0) <> coalesce(counted.amount, 0)
order by line_id, cause, state
"""
