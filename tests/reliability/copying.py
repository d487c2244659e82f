"""A private server with the tables of the tests' template: one that may be killed, since nobody else uses it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from huiqi.kernel import postgres
from huiqi.kernel.postgres import binaries
from tests.template import template

# What is written outlives a killed server without being forced to the disk: only a power cut would need that.
OPTIONS = postgres.Options(database="killed", durable=False)
# It has to be written before a commit is answered, as an operator has it; servers of tests do without otherwise.
PROMISED = "alter database killed set synchronous_commit = on"


@contextmanager
def private_server(shared: postgres.Server) -> Iterator[Path]:
    """Give the folder of a private server that has all tables, copied from the server of the tests."""
    source = psycopg.conninfo.make_conninfo(shared.address, dbname=template(shared, shared.cluster.parent))
    above = Path(tempfile.mkdtemp(prefix="hq-"))
    home = above / "postgres"
    try:
        server = postgres.start(home, OPTIONS)
        copy_tables(source, server.address, above / "tables.dump")
        with psycopg.connect(server.address, autocommit=True) as connection:
            connection.execute(PROMISED)
        yield home
    finally:
        postgres.stop(home)
        shutil.rmtree(above)


def copy_tables(source: str, target: str, dump: Path) -> None:
    """Copy a database with all that is in it."""
    folder = binaries.find(None).folder
    for words in (
        [folder / "pg_dump", "--format=custom", "--compress=0", f"--dbname={source}", f"--file={dump}"],
        [folder / "pg_restore", "--single-transaction", "--no-owner", f"--dbname={target}", dump],
    ):
        subprocess.run(words, check=True, capture_output=True, env={"PATH": os.defpath})
