"""Why no database server can be had, each reason with what the operator can do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from huiqi.kernel.errors import Cannot


class CannotUsePostgres(Cannot):
    """No server can be started or reached; the message says why and what to do."""

    messages: ClassVar[Mapping[str, str]] = {
        "no_binaries": (
            "no PostgreSQL was found ({looked}). Install it (apt-get install postgresql), name its folder of programs in "
            "HUIQI_POSTGRES_BIN, or name a server of your own in DATABASE_URL."
        ),
        "too_old": "PostgreSQL {version} in {folder} is too old: version {floor} or newer is needed.",
        "other_major": (
            "the database in {cluster} was made by PostgreSQL {found}; at hand is only version {have}. Install version "
            "{found} and name its folder of programs in HUIQI_POSTGRES_BIN, or restore a backup into a new data folder."
        ),
        "socket_path_too_long": (
            "the socket's path would have {length_bytes} bytes, at most {limit_bytes} are possible: {path}. "
            "Name a shorter folder in HUIQI_POSTGRES_SOCKET_DIR."
        ),
        "socket_folder_open": (
            "{path} may not hold the database's socket: it must be a folder of yours that nobody else may enter (mode 0700)."
        ),
        "no_folder": "the folder {path} cannot be made: {reason}",
        "folder_not_yours": "{path} belongs to another user (uid {owner}); the database's folder must belong to uid {user}.",
        "no_account": (
            "PostgreSQL does not run as root, this machine forbids user namespaces, and no unprivileged account can run it: "
            "{reason}. Run huiqi as an ordinary user, or name a server of your own in DATABASE_URL."
        ),
        "not_made": "the database could not be made in {cluster}: {reason}",
        "not_started": "the database server in {cluster} did not start: {reason} (log: {log})",
        "not_stopped": "the database server (process {pid}) did not stop within {patience_seconds} s.",
        "bad_address": "DATABASE_URL is no address of a PostgreSQL server: {reason}. Expected: postgresql://user@host/name",
    }
