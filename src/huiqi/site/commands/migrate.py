"""`huiqi migrate`: bring the database's tables up to date."""

from __future__ import annotations

import argparse
from typing import Any

from huiqi.site.commands import ground


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "migrate",
        help="bring the database up to date",
        description="Bring the database's tables up to date. Safe to repeat; `serve` does it for the private database.",
    )
    parser.add_argument("--plan", action="store_true", help="only show what would be done")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Apply what is not applied yet."""
    with ground.database():
        ground.set_up()
        migrate(plan=arguments.plan)
    return 0


def migrate(*, plan: bool = False, verbosity: int = 1) -> None:
    """Apply migrations; Django has to be set up."""
    from django.core.management import call_command

    call_command("migrate", plan=plan, interactive=False, verbosity=verbosity)
