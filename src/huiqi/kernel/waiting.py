"""One after the other: whoever does something under a name waits until the transaction of whoever does it now has ended."""

from __future__ import annotations

from django.db import connection


def wait_for(name: str) -> None:
    """Wait for others who hold a name, and hold it until the transaction ends."""
    assert connection.in_atomic_block, f"{name} is held by a transaction"
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
