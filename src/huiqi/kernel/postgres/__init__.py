"""A small supervisor over PostgreSQL's own binaries: a private server in a folder, or the one that DATABASE_URL names.

`in_use` is the door: it starts the server where none runs, and the last process that leaves stops it.
"""

from __future__ import annotations

from huiqi.kernel.postgres.address import database_settings
from huiqi.kernel.postgres.failures import CannotUsePostgres
from huiqi.kernel.postgres.folders import private_folder
from huiqi.kernel.postgres.keeping import kept_up
from huiqi.kernel.postgres.server import Options, Server, in_use, running, start, stop

__all__ = [
    "CannotUsePostgres",
    "Options",
    "Server",
    "database_settings",
    "in_use",
    "kept_up",
    "private_folder",
    "running",
    "start",
    "stop",
]
