"""`huiqi audit verify`: prove an audit pack offline, with neither database nor site, or tell everything that does not hold."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "verify",
        help="verify an audit pack, offline",
        description="Verify an audit pack without any database: every file and its hash, the index, the steps in an allowed order, "
        "the sums from the clause to the bank, two people wherever it takes two, and the decision once more by the rules and facts "
        "in the pack. Exit code 1: something does not hold; 2: the file cannot be read.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="an audit pack")
    parser.add_argument(
        "--manifest", type=sha256, metavar="HASH", help="the hash of its manifest as the zone's audit trail has it"
    )
    parser.set_defaults(run=run)


def sha256(text: str) -> str:
    """Return the hash as it was printed."""
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("expected 64 letters and digits, a SHA-256")
    return text


def run(arguments: argparse.Namespace) -> int:
    """Print everything that does not hold, then what was looked at."""
    from huiqi.casework.domain.packs.checking import verify

    found = verify(arguments.file, kept=arguments.manifest)
    for one in found.problems:
        place = " ".join(part for part in (one.file, one.claim) if part)
        sys.stdout.write(f"BROKEN {place}: {one.said(english=True)}（{one.said(english=False)}）\n")
    sys.stdout.write(
        f"{found.files} files, {found.claims} claims, {found.repeated} decided again, {found.trail_rows} rows of the audit trail\n"
    )
    if found.withheld:
        sys.stdout.write(f"{found.withheld} claims not decided again: facts are withheld in this pack\n")
    sys.stdout.write(f"manifest {found.manifest}\n")
    whole = "all of it holds 全部相符" if found.is_whole else "it does not hold: see above 有不相符之处，见上"
    sys.stdout.write(f"{whole}\n")
    return 0 if found.is_whole else 1
