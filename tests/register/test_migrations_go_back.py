"""Every migration of the product can be taken back and applied again, in an empty database of its own."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from huiqi.kernel import postgres


@pytest.fixture
def empty(
    postgres_server: postgres.Server, settings: object, django_db_setup: None, django_db_blocker: object
) -> Iterator[str]:
    """An alias of a database without tables."""
    name = f"migrating_{connections['default'].settings_dict['NAME']}"
    with psycopg.connect(postgres_server.address, autocommit=True) as connection:
        connection.execute(f'drop database if exists "{name}" with (force)')
        connection.execute(f'create database "{name}"')
    connections.settings["migrating"] = connections.settings["default"] | {"NAME": name}
    with django_db_blocker.unblock():
        yield "migrating"
        connections["migrating"].close()
    del connections.settings["migrating"]
    del connections["migrating"]
    with psycopg.connect(postgres_server.address, autocommit=True) as connection:
        connection.execute(f'drop database "{name}" with (force)')


def tables(alias: str) -> set[str]:
    with connections[alias].cursor() as cursor:
        names = connections[alias].introspection.table_names(cursor)
    return {name for name in names if name.startswith(("kernel_", "register_", "rulebook_"))}


def test_there_and_back_and_there_again(empty: str) -> None:
    for _ in range(2):
        call_command("migrate", "register", database=empty, verbosity=0)
        call_command("migrate", "rulebook", database=empty, verbosity=0)
        assert {"kernel_auditentry", "register_fact", "register_organisation", "rulebook_packfile"} <= tables(empty)
        call_command("migrate", "rulebook", "zero", database=empty, verbosity=0)
        call_command("migrate", "register", "zero", database=empty, verbosity=0)
        call_command("migrate", "kernel", "zero", database=empty, verbosity=0)
        assert tables(empty) == set()


def test_models_and_migrations_agree(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
