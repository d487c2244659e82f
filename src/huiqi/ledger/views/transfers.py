"""Transfers as a list: of a line, of a party, of a cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.words import Pair
from huiqi.ledger import queries
from huiqi.ledger.domain.steps import STATE_NAMES, STEP_NAMES, State, Step
from huiqi.ledger.queries.outside import outside
from huiqi.ui.doors import Request
from huiqi.ui.listing import Column, Filter, Listing
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from huiqi.ledger.queries.statements import StatedTransfer


def entry_of(row: StatedTransfer) -> str:
    """Return the address of the entry of a transfer."""
    return reverse("ledger:entry", args=(row.entry_id,))


def line_of(row: StatedTransfer) -> str:
    """Return the address of the line of a transfer."""
    return reverse("ledger:line", args=(row.line_id,))


def party_of(row: StatedTransfer) -> str:
    """Return the address of the statement of the receiver."""
    return reverse("ledger:party", args=(row.party,)) if row.party else ""


def cause_of(row: StatedTransfer) -> str:
    """Return the address of the statement of a cause."""
    return cause_address(row.cause)


def cause_name(cause: str) -> str:
    """Return what a list calls a cause: its kind in words and its identifier, of a UUID the end; as it is where nobody knows the kind."""
    kind, _, rest = cause.partition("/")
    words = outside().kind(kind)
    return f"{chosen(*words)} {rest if len(rest) < _UUID_LENGTH else rest[-_SHOWN:]}" if words else cause


def cause_address(cause: str) -> str:
    """Return the address of the statement of a cause."""
    return f"{reverse('ledger:cause')}?{urlencode({'cause': cause})}"


def party(row: StatedTransfer) -> str:
    """Return the receiver's name; the identifier of one who has none here."""
    return row.party_name or str(row.party or "")


# Characters of an identifier by which a person tells two apart.
_SHOWN = 8
_UUID_LENGTH = 36
COLUMNS: Sequence[Column[StatedTransfer]] = (
    Column("at", "时间", "Time", lambda row: row.entry.made_at, ("id",), entry_of, "day"),
    Column("line", "预算", "Line", lambda row: chosen(*row.line.title), ("line__title_zh",), line_of, "wide"),
    Column("step", "办理", "Step", lambda row: chosen(*STEP_NAMES[Step(row.step)]), ("step",)),
    Column("source", "由", "From", lambda row: chosen(*STATE_NAMES[State(row.source)])),
    Column("target", "到", "To", lambda row: chosen(*STATE_NAMES[State(row.target)])),
    Column("amount", "金额（元）", "Yuan", lambda row: row.amount, ("amount",), kind="number"),
    Column("party", "收款方", "Receiver", party, ("party_name",), party_of, "wide"),
    Column("cause", "事由", "Cause", lambda row: cause_name(row.cause), ("cause",), cause_of, "wide"),
)


def issued(request: Request, shown: Listing[Any], rows: QuerySet[Any], *, line: str = "line") -> Listing[Any]:
    """Return a statement that names on paper who issues it and when, where its Excel file is asked for."""
    if request.GET.get("format") != "xlsx":
        return shown
    issuer, day = queries.issuers(rows, line=line), day_in_china(read_clock())
    said = chosen(f"出具单位：{issuer}　出具日期：{day:%Y-%m-%d}", f"Issued by {issuer} on {day:%Y-%m-%d}")
    return replace(shown, issued=said)


def listing(title: Pair, *, without: str = "") -> Listing[StatedTransfer]:
    """Return the list of transfers, without the column that is the same for all of them."""
    return Listing(
        zh=title[0],
        en=title[1],
        columns=[one for one in COLUMNS if one.key != without],
        order=("-id",),
        filters=(
            Filter("step", "办理", "Step", [(step.value, *STEP_NAMES[step]) for step in Step],
                   lambda rows, value: rows.filter(step=value)),
        ),
        search=queries.looked_for,
        search_hint=("收款方、事由或登记编号", "receiver, cause or key"),
        empty=("还没有账目。", "Nothing has been entered yet."),
    )  # fmt: skip
