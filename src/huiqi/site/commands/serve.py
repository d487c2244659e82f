"""`huiqi serve`: serve the pages; a port that is taken is no error, the next free one is used and said."""

from __future__ import annotations

import argparse
import errno
import multiprocessing
import socket
import sys
from collections.abc import Mapping
from typing import Any, ClassVar

from huiqi.kernel.errors import Cannot
from huiqi.kernel.leaving import leave_quietly
from huiqi.site.commands import ground

_PORTS_TRIED = 50
# With an open stream of events a worker would not stop by itself.
_KILL_AFTER_SECONDS = 3


class CannotServe(Cannot):
    """No address to listen on."""

    messages: ClassVar[Mapping[str, str]] = {
        "cannot_listen": "cannot listen on {host}, port {port}: {reason}.",
        "no_port": "no port of {host} is free from {port} on ({tried} were tried).",
    }


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "serve",
        help="serve the pages",
        description="Serve the pages until stopped. The private database is started and brought up to date first.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=int, default=8000, help="port, or the first free one after it (default: %(default)s)"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start the database, bring it up to date, and serve."""
    private = ground.private()
    with ground.database():
        ground.set_up()
        if private:
            from huiqi.site.commands.migrate import migrate

            migrate(verbosity=0)
        ground.require_migrated()
        serve_pages(arguments.host, arguments.port, workers=arguments.workers)
    return 0


def serve_pages(host: str, port: int, *, workers: int) -> None:
    """Serve on the port, or the first free one after it, until a signal comes; raises CannotServe."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    free = free_port(host, port)
    sys.stdout.write(f"Huiqi 惠企: http://{shown(host)}:{free}/\n")
    sys.stdout.flush()
    listen(host, free, workers=workers)


def free_port(host: str, port: int) -> int:
    """Return the port, or the first one after it on which nobody listens; raises CannotServe."""
    for candidate in range(port, min(port + _PORTS_TRIED, 65_536)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # Ports of connections that ended a moment ago count as free, as they do for the server itself.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    continue
                raise CannotServe("cannot_listen", host=host, port=candidate, reason=error.strerror) from error
            return candidate
    raise CannotServe("no_port", host=host, port=port, tried=_PORTS_TRIED)


def shown(host: str) -> str:
    """Return the host as a browser on this machine has to name it."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  # compared, not listened on
        return "localhost"
    return f"[{host}]" if ":" in host else host


def listen(host: str, port: int, *, workers: int) -> None:
    """Serve by WSGI until a signal comes.

    Each worker is a fresh process. A forked one would inherit the locks of threads that it does not have: the keeper of the
    database, and the pool that sets PDF files, which hung for ever where the parent had made one.
    """
    from granian import Granian
    from granian.constants import Interfaces

    leave_quietly()
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "huiqi.site.wsgi:warmed",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        workers_kill_timeout=_KILL_AFTER_SECONDS,
        respawn_failed_workers=True,
    ).serve()
