"""Counts and sums of clauses as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi_rules.api.batches import Uncomputed
from huiqi_rules.api.summaries import ClauseSummary
from huiqi_rules.cli.console import complain, say


def show_head() -> None:
    """Print the head of the table."""
    show_counts("policy / clause", "met", "not met", "unknown", "amount (yuan)", paint="bold")


def show_summary(one: ClauseSummary) -> None:
    """Print the line of one clause."""
    money = ""
    if one.amount_low is not None:
        money = f"{one.amount_low:,.2f}"
        if one.amount_high != one.amount_low:
            money += f" to {one.amount_high:,.2f}"
        if one.open_amounts:
            money += f", {one.open_amounts:,} not known"
    show_counts(f"{one.policy} / {one.clause}", f"{one.met:,}", f"{one.not_met:,}", f"{one.unknown:,}", money)


def show_counts(name: str, met: str, not_met: str, unknown: str, money: str = "", *, paint: str = "") -> None:
    """Print a line of the table."""
    say(f"{name:<58}{met:>9}{not_met:>9}{unknown:>9}  {money}", paint)


def show_uncomputed(failed: Iterable[Uncomputed]) -> None:
    """Print which clauses nobody has an answer under, and why."""
    for one in failed:
        complain(f"{one.policy} / {one.clause}: not computed for anybody: {one.reason.en}")
