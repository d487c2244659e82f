"""What can be seen of the ledger, for its pages and the parts above it."""

from __future__ import annotations

from huiqi.ledger.queries.balances import balances, lines, replay
from huiqi.ledger.queries.budgets import choices, line_page, own_line, own_lines, payers, places, totals, years, zone_of
from huiqi.ledger.queries.entries import entry_page, proposal_page, proposals, waiting
from huiqi.ledger.queries.owed import owed_by_hand, owed_of
from huiqi.ledger.queries.own import own_names, own_statement, own_sums, own_use_sums, own_uses, still_owed
from huiqi.ledger.queries.payouts import payouts
from huiqi.ledger.queries.plain_text import plain_text
from huiqi.ledger.queries.promise_pages import arrears_table, held, hold_page, owed_by
from huiqi.ledger.queries.promises import arrears, ban, banned, bans, holds, recoveries, recovery, vouchers
from huiqi.ledger.queries.statements import cause_page, issuers, looked_for, obligations, party_page, statement
from huiqi.ledger.queries.told import Told, told_of
from huiqi.ledger.queries.voucher_pages import agreement, agreements, party_of, uses, voucher

__all__ = [
    "Told",
    "agreement",
    "agreements",
    "arrears",
    "arrears_table",
    "balances",
    "ban",
    "banned",
    "bans",
    "cause_page",
    "choices",
    "entry_page",
    "held",
    "hold_page",
    "holds",
    "issuers",
    "line_page",
    "lines",
    "looked_for",
    "obligations",
    "owed_by",
    "owed_by_hand",
    "owed_of",
    "own_line",
    "own_lines",
    "own_names",
    "own_statement",
    "own_sums",
    "own_use_sums",
    "own_uses",
    "party_of",
    "party_page",
    "payers",
    "payouts",
    "places",
    "plain_text",
    "proposal_page",
    "proposals",
    "recoveries",
    "recovery",
    "replay",
    "statement",
    "still_owed",
    "told_of",
    "totals",
    "uses",
    "voucher",
    "vouchers",
    "waiting",
    "years",
    "zone_of",
]
