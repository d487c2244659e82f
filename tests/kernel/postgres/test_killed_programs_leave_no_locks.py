"""A program that is killed in the middle of a statement: the server notices, ends the statement, and its locks are free."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from huiqi.kernel import postgres

HOLDER = """
import sys, psycopg
with psycopg.connect(sys.argv[1]) as connection:
    connection.execute("select pg_advisory_xact_lock(7)")
    print("held", flush=True)
    connection.execute("select pg_sleep(600)")
"""


def waiting(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    found = connection.execute("select count(*) from pg_stat_activity where query like 'select pg_sleep%'").fetchone()
    assert found is not None
    return int(str(found[0]))


def holder(address: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", HOLDER, address], stdout=subprocess.PIPE, text=True)


def test_a_killed_programs_statement_ends_and_its_lock_is_free(ready_home: Path) -> None:
    with (
        postgres.in_use(ready_home, postgres.Options(durable=False)) as server,
        holder(server.address) as program,
        psycopg.connect(server.address, autocommit=True) as other,
    ):
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        while waiting(other) == 0:
            time.sleep(0.01)
        program.send_signal(signal.SIGKILL)
        program.wait()
        other.execute("set lock_timeout = '30s'")
        other.execute("select pg_advisory_lock(7)")
        # Its locks are free a moment before its session is gone.
        until = time.monotonic() + 30
        while waiting(other) and time.monotonic() < until:
            time.sleep(0.01)
        assert waiting(other) == 0
