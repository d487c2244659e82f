"""What is wrong with the ground when a request or some work fails: the database is gone, or the disk is full."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from enum import StrEnum

from django.db import InterfaceError, OperationalError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# PostgreSQL's disk_full; where a temporary file or the log has no room it says so only in words.
_DISK_FULL, _IN_WORDS = "53100", "No space left on device"


class Outage(StrEnum):
    """Why nothing works; the values are the codes that programs get."""

    DATABASE_GONE = "database_gone"
    DISK_FULL = "disk_full"


def outage(error: BaseException | None) -> Outage | None:
    """Return which outage an error comes from; None where it is a mistake of ours."""
    chain = list(causes(error))
    if any(is_full(one) for one in chain):
        return Outage.DISK_FULL
    if isinstance(error, OperationalError | InterfaceError):
        return Outage.DATABASE_GONE
    return None


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__


def is_full(error: BaseException) -> bool:
    """Return whether an error says that there is no room: of this process, or of the database."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return True
    return getattr(error, "sqlstate", None) == _DISK_FULL or (
        isinstance(error, OperationalError) and _IN_WORDS in str(error)
    )
