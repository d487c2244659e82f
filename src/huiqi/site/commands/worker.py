"""`huiqi worker`: do background and periodic work until stopped."""

from __future__ import annotations

import argparse
from typing import Any

from huiqi.kernel.leaving import leave_quietly
from huiqi.site.commands import ground


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "worker",
        help="do background and periodic work",
        description="Do background and periodic work until stopped (Ctrl-C or SIGTERM lets the job at hand finish).",
    )
    parser.add_argument(
        "--concurrency", type=int, default=2, metavar="JOBS", help="jobs at once (default: %(default)s)"
    )
    parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work off the queue."""
    leave_quietly()
    private = ground.private()
    with ground.database():
        ground.set_up()
        if private:
            from huiqi.site.commands.migrate import migrate

            migrate(verbosity=0)
        ground.require_migrated()
        from procrastinate.contrib.django import app

        from huiqi.site import warming

        if not arguments.once:
            warming.begin()
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]  # Django's
            app.run_worker(concurrency=arguments.concurrency, wait=not arguments.once)
    return 0
