"""`python -m tests.reliability.killing FOLDER KILLS SEED`: pay batches while the worker, the database's server or one of its
sessions is killed (SIGKILL) at random moments, look at the books after each, and say how it went as JSON.

The folder holds the private server (`copying.py`). One process has everything loaded; the worker is forked from it, so that a
new one is there within milliseconds.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from huiqi.kernel import postgres
from tests.reliability.copying import OPTIONS

FIRMS = 8
# Longer than most lives of a worker, so that some end by themselves.
LIFE_SECONDS = 0.35
PATIENCE_SECONDS = 400
# Of twelve kills: the worker's process, the server, the worker's session at the server.
OWING = ("owed", "paying", "failed")
VICTIMS = ("worker",) * 7 + ("server",) * 2 + ("session",) * 3


@dataclass
class Figures:
    """What happened."""

    kills: Counter[str] = field(default_factory=Counter)
    # In which stage the open batch was found after each life.
    found_at: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    batches: int = 0
    payments: int = 0
    lives: int = 0
    finished: int = 0
    flaws: list[str] = field(default_factory=list)


def forked(act: Callable[[], None]) -> int:
    """Run something in a process of its own; return its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        act()
        code = 0
    except Exception as error:  # noqa: BLE001  # told to the parent by the exit code, and to people here
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        sys.stderr.flush()
        os._exit(code)


def ended(child: int, seconds: float) -> int | None:
    """Return the exit code of a process that ends within some time, else None."""
    deadline = time.monotonic() + seconds
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            return None
        time.sleep(0.001)


def kill_server(home: Path) -> None:
    """Kill the server's first process; its sessions notice by themselves."""
    server = postgres.running(home, OPTIONS)
    if server is not None:
        os.kill(server.pid, signal.SIGKILL)


def kill_session(home: Path) -> None:
    """Kill the session at the server that the worker has: the server ends all others and recovers."""
    import psycopg

    server = postgres.running(home, OPTIONS)
    if server is None:
        return
    with suppress(psycopg.OperationalError), psycopg.connect(server.address, autocommit=True) as connection:
        row = connection.execute(
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            " and backend_type = 'client backend' limit 1"
        ).fetchone()
        if row is not None:
            with suppress(ProcessLookupError):
                os.kill(row[0], signal.SIGKILL)


def live(desk: object, folder: Path, home: Path, chance: random.Random, figures: Figures, *, victim: str) -> None:
    """Let a worker live, and kill it or what it needs at a random moment; an empty victim lets it work to the end."""
    from tests.reliability.worker import work

    child = forked(lambda: work(desk, folder))
    figures.lives += 1
    code = ended(child, chance.uniform(0.0, LIFE_SECONDS) if victim else PATIENCE_SECONDS)
    if code is None:
        figures.kills[victim] += 1
        kill(child, victim, home)
    if code == 0:
        figures.finished += 1
    elif not victim:
        figures.flaws.append(f"the worker did not end well: {code}")


def kill(child: int, victim: str, home: Path) -> None:
    """Kill what is named, and the worker in the end: it dies of a lost database by itself, but perhaps later."""
    if victim == "server":
        kill_server(home)
    elif victim == "session":
        kill_session(home)
    if victim == "worker" or ended(child, 0.05) is None:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def run(folder: Path, kills: int, seed: int) -> Figures:
    """Kill so often, and check each time; then let everything be paid, and check once more."""
    from django.db import connection

    from huiqi.casework.models import Batch, Claim, Payment
    from tests.reliability import bank, checking
    from tests.reliability.desk import Desk

    home, chance, figures = folder / "postgres", random.Random(seed), Figures()
    for name in ("out", "back", "done"):
        (folder / name).mkdir()
    desk = Desk.set_up(FIRMS)
    assert len(desk.owners) == FIRMS
    connection.close()
    clerk = forked(lambda: bank.serve(folder))
    try:
        while figures.kills.total() < kills and not figures.flaws:
            if not Claim.objects.filter(state__in=OWING).exists():
                desk.owe(f"clause-{figures.rounds}")
                figures.rounds += 1
            # A process that is forked must not share the connection.
            connection.close()
            live(desk, folder, home, chance, figures, victim=chance.choice(VICTIMS))
            postgres.start(home, OPTIONS)
            figures.flaws += checking.flaws(folder)
            figures.found_at.update(Batch.objects.filter(closed_at=None).values_list("stage", flat=True))
        connection.close()
        live(desk, folder, home, chance, figures, victim="")
        figures.flaws += checking.flaws_at_the_end(folder)
        figures.batches, figures.payments = Batch.objects.count(), Payment.objects.filter(result="paid").count()
    finally:
        os.kill(clerk, signal.SIGKILL)
        os.waitpid(clerk, 0)
    return figures


def main(folder: str, kills: str, seed: str) -> int:
    """Run, and say how it went."""
    os.environ["DATABASE_URL"] = postgres.start(Path(folder) / "postgres", OPTIONS).address
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.django_settings"
    import django

    django.setup()
    begun = time.monotonic()
    figures = run(Path(folder), int(kills), int(seed))
    sys.stdout.write(json.dumps(vars(figures) | {"seconds": round(time.monotonic() - begun, 1)}, ensure_ascii=False))
    return 1 if figures.flaws else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
