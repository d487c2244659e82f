"""`huiqi rules total`: counts and sums of a register in Parquet, with no row written."""

from __future__ import annotations

import argparse
from decimal import Decimal

from huiqi_rules.api.adding_up import Totals
from huiqi_rules.api.large import LargeRegister
from huiqi_rules.cli.console import complain, say, say_data
from huiqi_rules.cli.dates import day
from huiqi_rules.cli.opening import open_pack, refuse_unknown_policies
from huiqi_rules.cli.summaries import show_head, show_summary, show_uncomputed
from huiqi_rules.tables.sources import TableError


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "total",
        help="count and add up a large register in Parquet, without an answer for each company",
        description="Says for every clause how many companies meet it, do not, and are unknown, and how much money it comes to: "
        "ten million companies in seconds. Columns are named after facts and typed: whole or decimal numbers in yuan, dates, "
        "yes or no, texts. A column that is not ready is refused, nothing is guessed; `huiqi rules run` reads anything. "
        "Limits that look at other companies or at the past are left out: they need every company's answer.",
        epilog="Exit code: 0 done, 1 a clause could not be computed, 2 something could not be read.\n"
        "Example: huiqi rules total --pack national --as-of 2024-06-01 --table companies.parquet",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pack", required=True, metavar="PACK", help="a pack folder, or the name of a bundled pack")
    parser.add_argument("--as-of", required=True, type=day, metavar="DATE", help="the day, as 2024-06-01")
    parser.add_argument("--table", required=True, metavar="FILE.parquet", help="the register, one row a company")
    parser.add_argument("--policy", nargs="+", default=[], metavar="ID", help="only these policies")
    parser.add_argument("--json", action="store_true", help="print everything as data")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Add up the register; return the exit code."""
    pack = open_pack(arguments.pack)
    refuse_unknown_policies(arguments.policy, pack)
    if not arguments.table.lower().endswith(".parquet"):
        remedy = "use `huiqi rules run`, which reads Excel and CSV too and prints the same counts and sums"
        raise TableError(arguments.table, "only Parquet files are added up where they lie", remedy, code="not-parquet")
    with LargeRegister(pack.engine, arguments.table) as register:
        for problem in register.problems:
            complain(str(problem))
        totals = register.totals(arguments.as_of, policies=arguments.policy)
    if arguments.json:
        say_data(_data(totals, register.rows))
    else:
        _show(totals, register.rows)
    show_uncomputed(totals.uncomputed)
    return 1 if totals.uncomputed else 0


def _show(totals: Totals, rows: int) -> None:
    say(f"{rows:,} companies")
    show_head()
    for one in totals.summaries:
        show_summary(one)
    if totals.limited:
        limited = ", ".join(f"{policy} / {clause}" for policy, clause in totals.limited)
        say(f"before their limits, which `huiqi rules run` applies: {limited}")
    if totals.not_in_force:
        say(f"not in force on {totals.day}: {', '.join(totals.not_in_force)}")


def _data(totals: Totals, rows: int) -> dict[str, object]:
    limited = set(totals.limited)
    return {
        "companies": rows,
        "as_of": totals.day.isoformat(),
        "clauses": [
            {
                "policy": one.policy, "version": one.version, "clause": one.clause, "met": one.met, "not_met": one.not_met,
                "unknown": one.unknown, "amount_low": _text(one.amount_low), "amount_high": _text(one.amount_high),
                "open_amounts": one.open_amounts, "before_limits": (one.policy, one.clause) in limited,
            }
            for one in totals.summaries
        ],
        "not_computed": [f"{one.policy}/{one.clause}" for one in totals.uncomputed],
        "not_in_force": list(totals.not_in_force),
    }  # fmt: skip


def _text(amount: Decimal | None) -> str | None:
    # As text: a sum of a large register has more digits than a number of JSON keeps everywhere.
    return None if amount is None else f"{amount:.2f}"
