"""Addresses of the part."""

from __future__ import annotations

from django.urls import path

from huiqi.ledger.views import entries, lines, proposals

app_name = "ledger"
urlpatterns = [
    path("lines/", lines.lines, name="lines"),
    path("lines/open", lines.open_line, name="open_line"),
    path("lines/<uuid:id>", lines.line, name="line"),
    path("lines/<uuid:id>/change", proposals.change, name="change"),
    path("payers/add", lines.add_payer, name="add_payer"),
    path("shift", proposals.shift, name="shift"),
    path("entries/<uuid:id>", entries.entry, name="entry"),
    path("entries/<uuid:id>/correct", proposals.correct, name="correct"),
    path("parties/<uuid:id>", entries.party, name="party"),
    path("cause", entries.cause, name="cause"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:id>", proposals.proposal, name="proposal"),
    path("proposals/<uuid:id>/confirm", proposals.confirm, name="confirm"),
    path("proposals/<uuid:id>/refuse", proposals.refuse, name="refuse"),
    path("proposals/<uuid:id>/withdraw", proposals.withdraw, name="withdraw"),
]
