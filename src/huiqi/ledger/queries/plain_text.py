"""The books as text that beancount reads: every entry, and at the end what every account has to come to.

What a line was given is equity, where its money is now are assets, what it paid is an expense. Ceilings count what stands on
lines already, so they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.ledger.domain.rights import SEE_LINES
from huiqi.ledger.domain.steps import State
from huiqi.ledger.models import Account, Line, Transfer
from huiqi.ledger.queries.reach import within_reach

_ROOTS = {State.SET: "Equity", State.PAID: "Expenses"}
_CHUNK = 2000


def plain_text(actor: Actor, *, day: date, year: int | None = None) -> Iterator[str]:
    """Yield the lines of the books that the actor may see, of a year if one is given, as of the end of a day."""
    lines = within_reach(actor, *SEE_LINES).exclude(kind="ceiling")
    if year is not None:
        lines = lines.filter(year=year)
    yield 'option "title" "惠企"\noption "operating_currency" "CNY"\n\n'
    yield from opened(lines)
    yield from entered(lines)
    yield from come_to(lines, day=day)


def opened(lines: QuerySet[Line]) -> Iterator[str]:
    """Yield the accounts of each line, open from the day on which it was."""
    for line in lines.select_related(None).order_by("made_at", "pk").iterator(chunk_size=_CHUNK):
        yield f"; {one_line(line.title_zh)} {line.year or ''} {one_line(line.code)}\n"
        for state in State:
            yield f"{day_in_china(line.made_at)} open {account(line.pk, state)} CNY\n"


def entered(lines: QuerySet[Line]) -> Iterator[str]:
    """Yield each entry with its transfers on these lines."""
    rows = (
        Transfer.objects.filter(line__in=lines.order_by().values("pk"))
        .select_related("entry")
        .order_by("entry_id", "id")
    )
    for _, grouped in groupby(rows.iterator(chunk_size=_CHUNK), key=lambda row: row.entry_id):
        transfers = list(grouped)
        first, entry = transfers[0], transfers[0].entry
        yield f"\n{day_in_china(entry.made_at)} * {quoted(first.cause)} {quoted(entry.note)}\n"
        yield f"  entry: {quoted(str(entry.pk))}\n  key: {quoted(entry.key)}\n"
        yield f"  maker: {quoted(str(entry.maker))}\n  checker: {quoted(str(entry.checker))}\n"
        for row in transfers:
            yield from posted(row)


def posted(row: Transfer) -> Iterator[str]:
    """Yield the two sides of a transfer."""
    yield f"  {account(row.line_id, State(row.target))}  {row.amount} CNY\n"
    yield f"  {account(row.line_id, State(row.source))}  -{row.amount} CNY\n"


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
