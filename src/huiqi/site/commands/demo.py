"""`huiqi demo`: an invented zone to look around in: made at the first start, then served with its background work."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import Cannot
from huiqi.site.commands import ground, serve

if TYPE_CHECKING:
    from huiqi.site.demo import LogIn

SIZE = 3_000
_SIZE_MOST = 100_000
_PATIENCE_SECONDS = 10


class CannotMakeDemo(Cannot):
    """The invented zone cannot be made."""

    messages: ClassVar[Mapping[str, str]] = {
        "bad_size": "--size: between 10 and {most:,}, not {size:,}.",
        "own_database": "DATABASE_URL names a database of your own; the invented zone goes only into a private one. "
        "Unset it, or say --into-own-database.",
    }


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "demo",
        help="an invented zone to look around in",
        description="Make an invented zone (once), start pages and background work, and print address and log-ins. "
        "Passwords are random and shown once; --new-log-ins makes others.",
    )
    parser.add_argument("--size", type=int, default=SIZE, metavar="N", help="companies (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=int, default=8000, help="port, or the first free one after it (default: %(default)s)"
    )
    parser.add_argument("--new-log-ins", action="store_true", help="give everybody of the zone a new password")
    parser.add_argument("--only-make", action="store_true", help="make the zone and stop")
    parser.add_argument("--into-own-database", action="store_true", help="use the database that DATABASE_URL names")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the zone where there is none, print the log-ins that are new, and serve."""
    if not 10 <= arguments.size <= _SIZE_MOST:
        raise CannotMakeDemo("bad_size", size=arguments.size, most=_SIZE_MOST)
    if not ground.private() and not arguments.into_own_database:
        raise CannotMakeDemo("own_database")
    with ground.database():
        ground.set_up()
        from huiqi.site.commands.migrate import migrate

        migrate(verbosity=0)
        show(prepared(size=arguments.size, new=arguments.new_log_ins))
        if arguments.only_make:
            return 0
        port = serve.free_port(arguments.host, arguments.port)
        say(
            f"several people in one browser 一人一个网址: http://approver.localhost:{port}/, http://policy.localhost:{port}/ …"
        )
        with worker():
            serve.serve_pages(arguments.host, port, workers=1)
    return 0


def prepared(*, size: int, new: bool) -> list[LogIn]:
    """Make the zone where there is none; return the log-ins that are new."""
    from huiqi.site.demo import is_made, make_demo, new_log_ins

    made = is_made()
    if not made:
        make_demo(size=size, now=read_clock(), say=say)
    return new_log_ins(now=read_clock()) if new or not made else []


def say(text: str) -> None:
    """Print a step."""
    sys.stdout.write(f"huiqi: {text}\n")
    sys.stdout.flush()


def show(log_ins: list[LogIn]) -> None:
    """Print log-ins as a table; the only time that they are shown."""
    if not log_ins:
        say("the zone is there; lost a password? `make run ARGS=--new-log-ins` makes new ones")
        return
    width = max(len(one.login) for one in log_ins)
    sys.stdout.write("\nLog-ins 登录名 / password 密码 (shown once 仅显示一次), and what waits 待办:\n")
    for (zh, en), some in groupby(log_ins, key=lambda one: one.group):
        sys.stdout.write(f" {zh} {en}\n")
        for one in some:
            sys.stdout.write(f"  {one.login:<{width}}  {one.password}  {one.name}：{one.waits[0]} ({one.waits[1]})\n")
    sys.stdout.write("\n")
    sys.stdout.flush()


@contextmanager
def worker() -> Iterator[None]:
    """Do background work meanwhile, in a process of its own."""
    words = [sys.executable, "-c", "import sys; from huiqi.site.commands import main; sys.exit(main())", "worker"]
    # Every job told would push the log-ins out of sight.
    quiet = {"HUIQI_LOG_LEVEL": "WARNING"} | os.environ
    process = subprocess.Popen(words, env=quiet)  # noqa: S603  # our own command, no shell
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
