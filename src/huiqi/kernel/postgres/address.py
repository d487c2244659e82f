"""From an address (`postgresql://user@host/name?...`) to what Django wants, and from a socket folder to an address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from huiqi.kernel.postgres.failures import CannotUsePostgres

_SCHEMES = ("postgresql://", "postgres://")
_OWN = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def socket_address(*, socket_folder: Path, user: str, name: str) -> str:
    """Return the address of a database behind a socket."""
    return f"postgresql://{quote(user)}@/{quote(name)}?host={quote(str(socket_folder), safe='')}"


def database_settings(address: str) -> dict[str, object]:
    """Return Django's settings of the database at an address; options such as `sslmode` are handed on.

    Raises CannotUsePostgres("bad_address") for anything that is not an address of PostgreSQL; passwords are not repeated.
    """
    if not address.startswith(_SCHEMES):
        raise CannotUsePostgres("bad_address", reason=f"it must start with {' or '.join(_SCHEMES)}")
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        raise CannotUsePostgres("bad_address", reason="it cannot be read") from None
    if not parts.get("dbname"):
        raise CannotUsePostgres("bad_address", reason="it names no database")
    settings: dict[str, object] = {"ENGINE": "django.db.backends.postgresql"}
    settings |= {key: str(parts.pop(name, "")) for name, key in _OWN.items()}
    settings["OPTIONS"] = dict(parts)
    return settings
