"""Addresses of the part."""

from __future__ import annotations

from django.urls import path

from huiqi.ledger.views import agreements, entries, lines, promises, proposals, recoveries, statements, vouchers

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
    path("parties/<uuid:id>/statement.pdf", statements.party_pdf, name="party_pdf"),
    path("books.beancount", statements.books, name="books"),
    path("own", statements.own, name="own"),
    path("held/", promises.holds, name="holds"),
    path("held/<uuid:id>", promises.hold, name="hold"),
    path("held/<uuid:id>/take-up", promises.take_up, name="take_up"),
    path("held/<uuid:id>/drop", promises.drop, name="drop"),
    path("vouchers", promises.vouchers, name="vouchers"),
    path("vouchers/issue", vouchers.issue, name="issue"),
    path("vouchers/expire", vouchers.expire, name="expire"),
    path("vouchers/uses", vouchers.uses, name="uses"),
    path("vouchers/settle", vouchers.settle, name="settle"),
    path("vouchers/<uuid:id>", vouchers.voucher, name="voucher"),
    path("vouchers/<uuid:id>/use", vouchers.use, name="use"),
    path("projects", agreements.agreements, name="agreements"),
    path("projects/promise", agreements.promise, name="promise"),
    path("projects/<uuid:id>/interim", agreements.interim, name="interim"),
    path("projects/<uuid:id>/final", agreements.final, name="final"),
    path("losses/add", agreements.compensate, name="compensate"),
    path("recoveries/<uuid:id>/return", agreements.take_back, name="take_back"),
    path("bans/<uuid:id>/lift", recoveries.lift, name="lift"),
    path("bans/<uuid:id>/prolong", recoveries.prolong, name="prolong"),
    path("recoveries", promises.recoveries, name="recoveries"),
    path("lines/<uuid:id>/ask-back", recoveries.ask_back, name="ask_back"),
    path("parties/<uuid:id>/ban", recoveries.ban, name="ban"),
    path("bans", promises.bans, name="bans"),
    path("arrears", promises.arrears, name="arrears"),
    path("lines/<uuid:id>/plan", promises.plan, name="plan"),
    path("cause", entries.cause, name="cause"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:id>", proposals.proposal, name="proposal"),
    path("proposals/<uuid:id>/confirm", proposals.confirm, name="confirm"),
    path("proposals/<uuid:id>/refuse", proposals.refuse, name="refuse"),
    path("proposals/<uuid:id>/withdraw", proposals.withdraw, name="withdraw"),
]
