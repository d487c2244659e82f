"""The books as text that beancount reads: every entry, and at the end what every account has to come to.

What a line was given is equity, where its money is now are assets, what it paid is an expense. Ceilings count what stands on
lines already, so they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.ledger.domain.rights import SEE_LINES
from huiqi.ledger.domain.steps import State
from huiqi.ledger.models import Account, Line, Transfer
from huiqi.ledger.queries.reach import within_reach

_ROOTS = {State.SET: "Equity", State.PAID: "Expenses"}
_CHUNK = 2000


class Moved(NamedTuple):
    """A transfer with its entry."""

    entry: UUID
    line: UUID
    source: str
    target: str
    amount: Decimal
    cause: str
    made_at: datetime
    note: str
    key: str
    maker: UUID
    checker: UUID


_COLUMNS = (
    "entry_id", "line_id", "source", "target", "amount", "cause", "entry__made_at", "entry__note", "entry__key",
    "entry__maker", "entry__checker",
)  # fmt: skip


def plain_text(actor: Actor, *, day: date, year: int | None = None) -> Iterator[str]:
    """Yield the lines of the books that the actor may see, of a year if one is given, as of the end of a day.

    They come entry by entry while the database still reads, and all as of one moment, whatever is booked meanwhile.
    """
    lines = within_reach(actor, *SEE_LINES).exclude(kind="ceiling")
    if year is not None:
        lines = lines.filter(year=year)
    yield 'option "title" "惠企"\noption "operating_currency" "CNY"\n\n'
    with one_moment():
        yield from opened(lines)
        yield from entered(lines)
        yield from come_to(lines, day=day)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read as of one moment: sums at the end would else count what was booked after its entry was passed."""
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        if is_own:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def opened(lines: QuerySet[Line]) -> Iterator[str]:
    """Yield the accounts of each line, open from the day on which it was."""
    for line in lines.select_related(None).order_by("made_at", "pk").iterator(chunk_size=_CHUNK):
        yield f"; {one_line(line.title_zh)} {line.year or ''} {one_line(line.code)}\n"
        for state in State:
            yield f"{day_in_china(line.made_at)} open {account(line.pk, state)} CNY\n"


def entered(lines: QuerySet[Line]) -> Iterator[str]:
    """Yield each entry with its transfers on these lines."""
    found = Transfer.objects.filter(line__in=lines.order_by().values("pk")).order_by("entry_id", "id")
    rows = map(Moved._make, found.values_list(*_COLUMNS).iterator(chunk_size=_CHUNK))
    for _, grouped in groupby(rows, key=lambda row: row.entry):
        first, *others = grouped
        yield "".join((
            f"\n{day_in_china(first.made_at)} * {quoted(first.cause)} {quoted(first.note)}\n",
            f'  entry: "{first.entry}"\n  key: {quoted(first.key)}\n  maker: "{first.maker}"\n  checker: "{first.checker}"\n',
            posted(first), *map(posted, others),
        ))  # fmt: skip


def posted(row: Moved) -> str:
    """Return the two sides of a transfer."""
    target, source = account(row.line, State(row.target)), account(row.line, State(row.source))
    return f"  {target}  {row.amount} CNY\n  {source}  -{row.amount} CNY\n"


def come_to(lines: QuerySet[Line], *, day: date) -> Iterator[str]:
    """Yield what each account has to come to at the end of the day, or of a later one on which something was entered."""
    last = Transfer.objects.filter(line__in=lines.order_by().values("pk")).order_by("-entry__made_at")
    made_at = last.values_list("entry__made_at", flat=True).first()
    after = max(day, day_in_china(made_at) if made_at else day) + timedelta(days=1)
    yield "\n"
    kept = Account.objects.filter(line__in=lines.order_by().values("pk")).order_by("line_id", "state")
    for line, state, balance in kept.values_list("line_id", "state", "balance").iterator(chunk_size=_CHUNK):
        sign = "-" if state == State.SET and balance else ""
        yield f"{after} balance {account(line, State(state))}  {sign}{balance} CNY\n"


@lru_cache(maxsize=1024)
def account(line: UUID, state: State) -> str:
    """Return the name of the account of a line's state."""
    return f"{_ROOTS.get(state, 'Assets')}:L{line.hex}:{state.value.capitalize()}"


def quoted(text: str) -> str:
    """Return a text in quotes, on one line."""
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def one_line(text: str) -> str:
    """Return a text without breaks."""
    return " ".join(text.split())
