"""A database with all tables, made once for a state of the migrations: every run of the tests copies it instead of migrating.

It stays on the tests' server; another state of the migrations makes another one, and the ones before go.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from huiqi.kernel import postgres
from huiqi.kernel.postgres.address import socket_address

ROOT = Path(__file__).resolve().parent.parent
_PREFIX = "template_of_tests_"


def template(server: postgres.Server, home: Path) -> str:
    """The name of the database to copy, made where there is none; processes that start together wait for one of them."""
    name = f"{_PREFIX}{state()}"
    with (home / "template.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(server.address, autocommit=True) as connection:
            told = connection.execute("select datname from pg_database where datname like %s", [f"{_PREFIX}%"])
            there = {row[0] for row in told}
            if name not in there:
                for other in there:
                    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(other)))
                make(connection, server, name)
    return name


def state() -> str:
    """What the tables follow from: all migrations of ours, and the versions of what else has some."""
    found = hashlib.sha256()
    for path in (*sorted((ROOT / "src").glob("huiqi/*/migrations/*.py")), ROOT / "uv.lock"):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


def make(connection: psycopg.Connection, server: postgres.Server, name: str) -> None:
    """Make it under another name first: one that was killed on the way is no template."""
    making = sql.Identifier("making_" + name)
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(making))
    connection.execute(sql.SQL("create database {}").format(making))
    told = psycopg.conninfo.conninfo_to_dict(server.address)
    address = socket_address(socket_folder=Path(str(told["host"])), user=str(told["user"]), name="making_" + name)
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        check=True,
        cwd=ROOT,
        env=os.environ
        | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.django_settings", "PYTHONPATH": paths},
    )
    connection.execute(sql.SQL("alter database {} rename to {}").format(making, sql.Identifier(name)))
