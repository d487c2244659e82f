"""Identifiers: UUIDs of version 7, made here because PostgreSQL 15 has none; later ones sort after earlier ones.

They say when a row was made and nothing else, so they may stand in addresses.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = 2**48 - 1


def new_id(now: datetime) -> UUID:
    """Return a new identifier of that moment (RFC 9562, version 7): 48 bits of milliseconds, 74 bits of chance."""
    milliseconds = (now - _EPOCH) // timedelta(milliseconds=1)
    assert 0 <= milliseconds <= _LAST, f"{now} has no identifier"
    chance = secrets.randbits(74)
    number = milliseconds << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (2**62 - 1)
    return UUID(int=number)


def new_ids(now: datetime, count: int) -> Iterator[UUID]:
    """Yield many new identifiers of one moment, each after the one before (RFC 9562, 6.2: one random start, then counted)."""
    first = new_id(now).int & ~(1 << 61)
    for step in range(count):
        yield UUID(int=first + step)


def moment_of(identifier: UUID) -> datetime:
    """Return the moment at which an identifier of version 7 was made, to the millisecond."""
    assert identifier.version == 7, f"{identifier} says nothing about its moment"
    return _EPOCH + timedelta(milliseconds=identifier.int >> 80)
