"""`python -m tests.reliability.backing_up FOLDER ROUNDS`: back up while payments are booked, restore elsewhere, and compare.

Says as JSON how much was booked before, in and after the backup, and whatever is wrong with what was restored.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from huiqi.kernel import postgres
from tests.reliability.copying import OPTIONS
from tests.reliability.killing import forked

FIRMS = 4
RUN = "import sys; from huiqi.site.commands import main; sys.exit(main())"
# Writers of the ledger come one after the other, so what was booked by then is what came before in the order of numbers.
BOOKED = """
select count(*), sum(amount)::text, md5(string_agg(concat_ws('|', t.id, e.key, t.step, t.amount, t.cause, t.party), ';' order by t.id))
from ledger_transfer t join ledger_entry e on e.id = t.entry_id where t.id <= %s
"""
PAID = "select coalesce(sum(balance), 0)::text from ledger_account where state = 'paid'"


def huiqi(address: str, data: Path, *words: str) -> None:
    """Run a command on a database."""
    environment = os.environ | {"DATABASE_URL": address, "HUIQI_DATA": str(data)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], check=False, capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr


def asked(address: str, statement: str, *values: object) -> tuple[object, ...]:
    """Return the one row that a database answers."""
    with psycopg.connect(address) as connection:
        row = connection.execute(statement, values or None).fetchone()
    assert row is not None
    return row


def run(folder: Path, rounds: int, address: str) -> dict[str, object]:
    """Pay, back up meanwhile, restore elsewhere, compare."""
    from django.db import connection

    from tests.reliability import bank, worker
    from tests.reliability.desk import Desk

    for name in ("out", "back", "done", "here", "there"):
        (folder / name).mkdir()
    desk = Desk.set_up(FIRMS)
    for number in range(rounds):
        desk.owe(f"clause-{number}")
    connection.close()
    clerk = forked(lambda: bank.serve(folder))
    payer = forked(lambda: worker.work(desk, folder, most=FIRMS))
    try:
        while asked(address, PAID) == ("0",) or asked(address, PAID) == ("0.00",):
            time.sleep(0.002)
        before = asked(address, PAID)[0]
        huiqi(address, folder / "here", "backup", str(folder / "backup.tar"))
        after = asked(address, PAID)[0]
        os.waitpid(payer, 0)
    finally:
        os.kill(clerk, signal.SIGKILL)
        os.waitpid(clerk, 0)
    elsewhere = psycopg.conninfo.make_conninfo(address, dbname="elsewhere")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("create database elsewhere")
    there = address.replace("/killed", "/elsewhere")
    huiqi(there, folder / "there", "restore", str(folder / "backup.tar"))
    return {
        "paid": [before, asked(elsewhere, PAID)[0], after, asked(address, PAID)[0]],
        "flaws": [*compared(address, elsewhere), *looked_through(folder)],
    }


def compared(here: str, there: str) -> list[str]:
    """Return where what was restored is not, to the fen, what was booked by then."""
    (last,) = asked(there, "select coalesce(max(id), 0) from ledger_transfer")
    kept, restored = asked(here, BOOKED, last), asked(there, BOOKED, last)
    return [] if kept == restored and restored[0] else [f"booked {kept}, restored {restored}"]


def looked_through(folder: Path) -> list[str]:
    """Return what is wrong with what was restored by itself: replayed, claim by claim, and its trail."""
    from django.db import connection

    from huiqi.kernel import audit
    from tests.reliability import checking

    connection.close()
    connection.settings_dict["NAME"] = "elsewhere"
    return [*checking.flaws(folder), *(one.text for one in audit.flaws())]


def main(folder: str, rounds: str) -> int:
    """Run, and say how it went."""
    address = os.environ["DATABASE_URL"] = postgres.start(Path(folder) / "postgres", OPTIONS).address
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.django_settings"
    import django

    django.setup()
    sys.stdout.write(json.dumps(run(Path(folder), int(rounds), address)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
