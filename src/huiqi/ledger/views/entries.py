"""An entry with its transfers, and the statements of a party and of a cause."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from huiqi.ledger import queries
from huiqi.ledger.domain.rights import CHECK, MAKE, SEE_LINES
from huiqi.ledger.domain.steps import STATE_NAMES, STEP_NAMES, State, Step
from huiqi.ledger.views.lines import crumbs
from huiqi.ledger.views.transfers import cause_address, cause_name, issued, listing
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import show_list
from huiqi.ui.words import chosen


@require_safe
@door(*SEE_LINES)
def entry(request: Request, id: UUID) -> HttpResponse:
    """Show an entry."""
    page = queries.entry_page(request.actor, id=id)
    transfers = [
        (one, STEP_NAMES[Step(one.row.step)], STATE_NAMES[State(one.row.source)], STATE_NAMES[State(one.row.target)],
         (cause_name(one.row.cause), cause_address(one.row.cause)))
        for one in page.transfers
    ]  # fmt: skip
    path = [*crumbs(page.transfers[0].row.line), (chosen("账目", "Entry"), "")]
    return render(request, "ledger/entry.html", {"page": page, "transfers": transfers, "crumbs": path})


@require_safe
@door(*SEE_LINES)
def party(request: Request, id: UUID) -> HttpResponseBase:
    """Show what a party was promised and paid, and every transfer in its favour."""
    page = queries.party_page(request.actor, id=id)
    rows = queries.statement(request.actor, party=id)
    return show_list(
        request, issued(request, listing((f"{page.name}对账单", f"Statement of {page.name}"), without="party"), rows), rows,
        template="ledger/party.html", page=page, may_ban=request.actor.holds(*MAKE, *CHECK), crumbs=[*crumbs(), (page.name, "")],
    )  # fmt: skip


@require_safe
@door(*SEE_LINES)
def cause(request: Request) -> HttpResponseBase:
    """Show what a cause has on each line, and every transfer for it."""
    page = queries.cause_page(request.actor, cause=request.GET.get("cause", ""))
    rows = queries.statement(request.actor, cause=page.cause)
    return show_list(
        request, issued(request, listing(("事由对账单", "Statement of a cause"), without="cause"), rows), rows,
        template="ledger/cause.html", page=page, may_keep=request.actor.holds(*MAKE), query=urlencode({"cause": page.cause}), crumbs=[*crumbs(), (name_of(page), "")], name=name_of(page),
    )  # fmt: skip


def name_of(page: Any) -> str:
    """Return what a cause is called: by who knows it, else by its kind and identifier."""
    return chosen(*page.name) if page.address else cause_name(page.cause)
