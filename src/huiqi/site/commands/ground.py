"""What a command stands on: a database that runs, and Django set up on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from huiqi.kernel.environment import data_folder, read_path, read_text

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
    with postgres.in_use(data / "postgres", options()) as server:
        os.environ[ADDRESS] = server.address
        try:
            yield server.address
        finally:
            del os.environ[ADDRESS]


def set_up() -> None:
    """Set Django up; the database's address has to be in the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.site.settings")
    import django

    django.setup()
