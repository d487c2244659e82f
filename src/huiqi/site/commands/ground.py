"""What a command stands on: a database that runs, and Django set up on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from huiqi.kernel.environment import data_folder, read_path, read_text
from huiqi.kernel.errors import Cannot

if TYPE_CHECKING:
    from huiqi.kernel import postgres

ADDRESS = "DATABASE_URL"


def options() -> postgres.Options:
    """Return what the environment says about the private server."""
    from huiqi.kernel import postgres

    return postgres.Options(
        binaries=read_path("HUIQI_POSTGRES_BIN"), socket_folder=read_path("HUIQI_POSTGRES_SOCKET_DIR")
    )


def private() -> bool:
    """Return whether the database is the private server, and not one that DATABASE_URL names."""
    return not read_text(ADDRESS)


@contextmanager
def database() -> Iterator[str]:
    """Give the address of a database: of the server that DATABASE_URL names, else of the private one, which runs meanwhile."""
    from huiqi.kernel import postgres

    if not private():
        address = read_text(ADDRESS)
        postgres.database_settings(address)
        yield address
        return
    data = data_folder()
    postgres.private_folder(data)
    with postgres.kept_up(data / "postgres", options()) as server:
        os.environ[ADDRESS] = server.address
        try:
            yield server.address
        finally:
            del os.environ[ADDRESS]


class CannotUseDatabase(Cannot):
    """The database is not there, or not ready for the command."""

    messages: ClassVar[Mapping[str, str]] = {
        "unreachable": "the database does not answer: {reason}",
        "not_migrated": "the database is not up to date ({missing} migrations are missing): run `huiqi migrate` first.",
    }


def set_up() -> None:
    """Set Django up on the database of the environment; raises CannotUseDatabase("unreachable")."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.site.settings")
    import django

    django.setup()
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CannotUseDatabase("unreachable", reason=" ".join(str(error).split())) from error


def migrations_missing() -> int:
    """Return how many migrations are not applied; Django has to be set up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require_migrated() -> None:
    """See that every migration is applied; raises CannotUseDatabase("not_migrated")."""
    missing = migrations_missing()
    if missing:
        raise CannotUseDatabase("not_migrated", missing=missing)


def client_command(program: str, *words: str) -> list[str]:
    """Return the words that run one of PostgreSQL's client programs; raises CannotUsePostgres where there is none."""
    from huiqi.kernel.postgres import binaries

    return [str(binaries.find(options().binaries).folder / program), *words]


def client(program: str, *words: str) -> None:
    """Run one of PostgreSQL's client programs; raises CalledProcessError with what it said."""
    subprocess.run(client_command(program, *words), check=True, capture_output=True, text=True)  # noqa: S603  # no shell


def last_line(said: str | None) -> str:
    """Return the last words of a program."""
    return next((line for line in reversed((said or "").splitlines()) if line.strip()), "it said nothing")
