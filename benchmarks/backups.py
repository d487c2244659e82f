"""A backup of a ledger of 200,000 transfers and its restore elsewhere, each by its command; what came back is compared to the fen.

`HUIQI_BENCH_TRANSFERS` says how many transfers there are; fewer make a quick trial.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from benchmarks.ledger import fill
from benchmarks.workload import seconds
from benchmarks.zone import NOW, database, make_zone

TRANSFERS = int(os.environ.get("HUIQI_BENCH_TRANSFERS", "200000"))
_COMMAND = "import sys; from huiqi.site.commands import main; sys.exit(main())"
# Every transfer with its entry, and every balance: what has to come back.
_BOOKED = """
select count(*), md5(string_agg(concat_ws('|', t.id, e.key, t.step, t.amount, t.cause, t.party), ';' order by t.id)),
    (select md5(string_agg(concat_ws('|', line_id, state, balance), ';' order by line_id, state)) from ledger_account)
from ledger_transfer t join ledger_entry e on e.id = t.entry_id
"""


def main() -> dict[str, object]:
    """Return seconds and size; raise where something else came back."""
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as folder, database():
        return measured(Path(folder), os.environ["DATABASE_URL"])


def measured(folder: Path, here: str) -> dict[str, object]:
    """Fill a ledger, back it up, restore it into a database beside it."""
    fill_ledger()
    there = urlsplit(here)._replace(path="/elsewhere").geturl()
    with psycopg.connect(here, autocommit=True) as server:
        server.execute("drop database if exists elsewhere")
        server.execute("create database elsewhere")
    file = folder / "backup.tar"
    figures: dict[str, object] = {"transfers": TRANSFERS}

    def timed(name: str, act: Callable[[], object]) -> None:
        figures[f"{name}_seconds"] = seconds(act)

    timed("backup", lambda: huiqi(here, folder / "here", "backup", str(file)))
    figures["size_mb"] = round(file.stat().st_size / 1e6, 1)
    timed("check", lambda: huiqi(there, folder / "there", "restore", "--check", str(file)))
    timed("restore", lambda: huiqi(there, folder / "there", "restore", str(file)))
    # Of all the commands and what they called, in MB.
    figures["peak_memory_mb"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    assert booked(there) == booked(here), "something else came back"
    return figures


def fill_ledger() -> None:
    """Open a line with money and write as many transfers as asked for."""
    from huiqi.kernel.actor import system
    from huiqi.kernel.ids import new_ids
    from huiqi.ledger import services
    from huiqi.ledger.services import Entry, LineSaid, Movement, Step

    zone, actor = make_zone(10).id, system("bench")
    maker, checker = new_ids(NOW, 2)
    said = LineSaid(within=(zone,), code="history", title=("history", ""), year=2026)
    line = services.open_line(said=said, actor=actor, now=NOW).pk
    first = [Entry("set", [Movement(line, Step.SET, Decimal(10**12), "budget")])]
    services.move_each(zone=zone, entries=first, maker=maker, checker=checker, actor=actor, now=NOW)
    fill(zone, line, maker=maker, checker=checker, wanted=TRANSFERS)


def huiqi(address: str, data: Path, *words: str) -> None:
    """Run a command on a database and a data folder."""
    data.mkdir(exist_ok=True)
    environment = os.environ | {"DATABASE_URL": address, "HUIQI_DATA": str(data)}
    environment.pop("DJANGO_SETTINGS_MODULE")
    subprocess.run(
        [sys.executable, "-c", _COMMAND, *words], check=True, env=environment, stdout=subprocess.DEVNULL, timeout=600
    )


def booked(address: str) -> tuple[object, ...] | None:
    """Return what a ledger holds, as one hash."""
    with psycopg.connect(address) as connection:
        return connection.execute(_BOOKED).fetchone()
