"""`huiqi audit`: prove that nobody changed the audit trail, or show where it was changed."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any

from huiqi.site.commands import ground, verify_pack


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "audit",
        help="verify the audit trail, or an audit pack offline",
        description="Verify the audit trail's chain of hashes, and the looks at sensitive facts that it seals, and print its end. Keep that line in another place: with "
        "--kept it later shows whether the end was cut off or the whole trail rewritten. Exit code 1: it is broken.",
    )
    parser.add_argument("--kept", type=kept, metavar="NUMBER:HASH", help="an end that was printed earlier")
    parser.set_defaults(run=run)
    verify_pack.add_parser(parser.add_subparsers(metavar="COMMAND"))


def kept(text: str) -> tuple[int, str]:
    """Return the two parts of an end as it was printed."""
    if not re.fullmatch(r"\d+:[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("expected what `huiqi audit` printed, NUMBER:HASH")
    number, own_hash = text.split(":")
    return int(number), own_hash


def run(arguments: argparse.Namespace) -> int:
    """Print every flaw, then the end."""
    with ground.database():
        ground.set_up()
        ground.require_migrated()
        from huiqi.kernel import audit, looks

        found = list(audit.flaws(kept=audit.Head(*arguments.kept) if arguments.kept else None))
        found += looks.flaws()
        end = audit.head()
    for flaw in found:
        sys.stdout.write(f"BROKEN at {flaw.number}: {flaw.text}\n")
    sys.stdout.write(f"{end.number}:{end.own_hash}\n")
    return 1 if found else 0
