"""Statements as files: PDF for a party, text for the whole books; and what a company sees of its own money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from huiqi.kernel.clock import day_in_china, end_of_day_in_china, read_clock
from huiqi.ledger import queries
from huiqi.ledger.domain.rights import OWN, PROVIDE, SEE_BOOKS, SEE_LINES
from huiqi.ledger.domain.steps import STEP_NAMES, Step
from huiqi.ledger.views.transfers import COLUMNS, cause_name, issued
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.pdf import PDF, pdf
from huiqi.ui.words import chosen, in_english

if TYPE_CHECKING:
    from huiqi.ledger.queries.statements import StatedTransfer

_TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "ledger" / "statement.typ"
ROWS_MOST = 1000
_BLOCK_CHARACTERS = 64_000


@require_safe
@door(*SEE_LINES)
def party_pdf(request: Request, id: UUID) -> HttpResponse:
    """Send the statement of a party as a PDF."""
    now = read_clock()
    page = queries.party_page(request.actor, id=id)
    rows = queries.statement(request.actor, party=id)
    shown = list(rows[:ROWS_MOST])
    title = chosen(f"{page.name}对账单", f"Statement of {page.name}")
    day = f"{day_in_china(now):%Y-%m-%d}"
    data = {
        "english": in_english(),
        "issuer": queries.issuers(rows),
        "title": title,
        "day": day,
        "states": [{"name": chosen(*one.name), "amount": f"{one.amount:,.2f}"} for one in page.promised],
        "rows": [line_of(row) for row in shown],
        "left_out": max(rows.count() - len(shown), 0),
    }
    return sent_as_pdf(data, now=now)


def sent_as_pdf(data: Mapping[str, Any], *, now: datetime) -> HttpResponse:
    """Send a statement (title, day, states, rows) as a PDF under its title and day; the same state of a day gives the same bytes."""
    # Files take a moment of a fixed offset.
    told_at = end_of_day_in_china(day_in_china(now)).astimezone(UTC)
    sent = HttpResponse(pdf(_TEMPLATE, data=data, made_at=told_at), content_type=PDF)
    name = f"{data['title']} {data['day']}.pdf"
    sent["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return sent


def line_of(row: StatedTransfer) -> dict[str, str]:
    """Return a transfer as the statement prints it."""
    return {
        "day": f"{day_in_china(row.entry.made_at):%Y-%m-%d}",
        "line": chosen(*row.line.title),
        "step": chosen(*STEP_NAMES[Step(row.step)]),
        "amount": f"{row.amount:,.2f}",
        "cause": cause_name(row.cause),
    }


@require_safe
@door(*SEE_BOOKS)
def books(request: Request) -> StreamingHttpResponse:
    """Send the books as text for beancount, of a year if one is asked for."""
    day = day_in_china(read_clock())
    year = request.GET.get("year", "")
    asked = int(year) if year.isdecimal() and len(year) == 4 else None
    text = in_blocks(queries.plain_text(request.actor, day=day, year=asked))
    sent = StreamingHttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"{chosen('账目', 'Books')} {asked or ''} {day:%Y-%m-%d}.beancount".replace("  ", " ")
    sent["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return sent


def in_blocks(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield the first text at once, so that the download begins, then some of them together: each part costs a turn of the server."""
    block: list[str] = []
    left = 0
    for text in texts:
        block.append(text)
        left -= len(text)
        if left < 0:
            yield "".join(block).encode()
            block, left = [], _BLOCK_CHARACTERS
    yield "".join(block).encode()


@require_safe
@door(*OWN, *PROVIDE)
def own(request: Request) -> HttpResponseBase:
    """Show a company or an institution what it is owed and was paid."""
    rows = queries.own_statement(request.actor)
    return show_list(
        request, issued(request, OWN_LISTING, rows), rows, template="ledger/own.html",
        sums=queries.own_sums(request.actor),
    )  # fmt: skip


@require_safe
@door(*OWN, *PROVIDE)
def own_pdf(request: Request) -> HttpResponse:
    """Send a company or an institution the statement of its money as a PDF."""
    now = read_clock()
    rows = queries.own_statement(request.actor)
    shown = list(rows[:ROWS_MOST])
    names = "、".join(queries.own_names(request.actor))
    data = {
        "english": in_english(),
        "issuer": queries.issuers(rows),
        "title": chosen(f"{names}对账单", f"Statement of {names}"),
        "day": f"{day_in_china(now):%Y-%m-%d}",
        "states": [
            {"name": chosen(*one.name), "amount": f"{one.amount:,.2f}"} for one in queries.own_sums(request.actor)
        ],
        "rows": [line_of(row) for row in shown],
        "left_out": max(rows.count() - len(shown), 0),
    }
    return sent_as_pdf(data, now=now)


def plain(column: Column[StatedTransfer]) -> Column[StatedTransfer]:
    """Return a column without its link: what lies behind it is not the company's to see."""
    return Column(column.key, column.zh, column.en, column.cell, column.sort, kind=column.kind)


# What matters first, so that a phone shows it without scrolling.
_BY_KEY = {column.key: plain(column) for column in COLUMNS}
OWN_COLUMNS: Sequence[Column[StatedTransfer]] = [
    _BY_KEY[key] for key in ("at", "amount", "step", "line", "party", "cause")
]
OWN_LISTING: Listing[StatedTransfer] = Listing(
    zh="本单位资金",
    en="Our money",
    columns=OWN_COLUMNS,
    order=("-id",),
    filters=(
        Filter(
            "state",
            "进度",
            "State",
            (("owed", "应付未付", "Owed, not paid yet"),),
            lambda rows, _: queries.still_owed(rows),
        ),
    ),
    search=queries.looked_for,
    search_hint=("事由", "cause"),
    empty=("还没有应付或已付给本单位的资金。", "Nothing is owed or was paid to you yet."),
)
