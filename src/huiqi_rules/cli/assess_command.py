"""`huiqi rules assess`: one subject under one policy, with amount, reasons and distance."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path

from huiqi_rules.api.engine import Circumstances
from huiqi_rules.api.looking_ahead import with_next_change
from huiqi_rules.api.why import explain_determination
from huiqi_rules.cli.console import say, say_data
from huiqi_rules.cli.dates import day
from huiqi_rules.cli.facts_file import read_facts
from huiqi_rules.cli.opening import CannotOpen, open_pack
from huiqi_rules.core.echo import echo
from huiqi_rules.core.values import Bounds
from huiqi_rules.packs.expectations import show


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "assess",
        help="assess one subject: outcome, amount, reasons, how far",
        description="Assesses one subject under a policy on a day. FILE.json holds its facts by Chinese name or id; "
        'a fact left out is unknown, "none" is known to be absent, annual facts are {"2023": 1, "2024": 2}.',
        epilog="Exit code: 0 assessed (whatever the outcome), 2 something could not be read.\n"
        "Example: huiqi rules assess --pack national --policy tech-sme-2017 --as-of 2024-06-01 --facts company.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pack", required=True, metavar="PACK", help="a pack folder, or the name of a bundled pack")
    parser.add_argument("--policy", required=True, metavar="ID", help="the policy to assess")
    parser.add_argument("--as-of", required=True, type=day, metavar="DATE", help="the day, as 2024-06-01")
    parser.add_argument("--facts", required=True, type=Path, metavar="FILE.json", help="the facts of the subject")
    parser.add_argument("--clause", metavar="ID", help="only this clause")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="language of the reasons (default zh)")
    parser.add_argument("--json", action="store_true", help="print everything as data")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Assess the subject; return the exit code."""
    pack = open_pack(arguments.pack)
    if arguments.policy not in pack.checked.rulebook.policies:
        known = ", ".join(sorted(pack.checked.rulebook.policies))
        raise CannotOpen(f"{echo(arguments.policy)}: no such policy in the pack; it has: {known}")
    clauses = [clause.id for version in pack.engine.policy(arguments.policy).versions for clause in version.clauses]
    if arguments.clause is not None and arguments.clause not in clauses:
        known = ", ".join(dict.fromkeys(clauses))
        raise CannotOpen(f"{echo(arguments.clause)}: no such clause in {arguments.policy}; it has: {known}")
    facts = read_facts(arguments.facts, pack, arguments.policy)
    around = Circumstances(clause=arguments.clause)
    determination = pack.engine.assess(arguments.policy, arguments.as_of, facts, around)
    determination = with_next_change(pack.engine, determination)
    explanation = explain_determination(pack.engine, determination, arguments.language)
    if not arguments.json:
        say(explanation.text)
        return 0
    data: dict[str, object] = {
        "policy": determination.policy,
        "version": determination.version,
        "as_of": determination.as_of.isoformat(),
        "outcome": str(determination.outcome),
        "amount": _amount(determination.amount),
        "amount_kind": str(determination.amount_kind),
        "failed": list(determination.failed),
        "missing": list(determination.missing),
        "values": {name: _plain(value) for name, value in determination.values.items()},
        "conditions": dict(determination.conditions),
        "next_change": None if determination.next_change is None else determination.next_change.isoformat(),
        "reasons": explanation.data,
        "distance": explanation.data.get("distances", []),
        "questions": explanation.data.get("questions", []),
        "text": explanation.text,
        "pack_hash": determination.pack_hash,
    }
    say_data(data)
    return 0


def _amount(value: object) -> object:
    return "unknown" if value is None else _plain(value)


def _plain(value: object) -> object:
    """Return a value as JSON: numbers whose text is the exact decimal, ranges as from and to, codes as text."""
    match value:
        case None | bool():
            return value
        case Bounds(low=low, high=high):
            return {"from": _plain(low), "to": _plain(high)}
        case Decimal() if value == value.to_integral_value():
            return int(value)
        case Decimal() if Decimal(repr(float(value))) == value:
            # JSON knows numbers by their text, and this one's text is the decimal to the last digit.
            return float(value)
        case _:
            return show(value)
