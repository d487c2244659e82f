"""Reading as at one moment: what takes minutes to read still tells of one state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything inside as it was when it began, whatever others change meanwhile; nothing can be written inside.

    Within somebody's transaction that one goes on, as it is: it holds what it needs by its locks.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield
