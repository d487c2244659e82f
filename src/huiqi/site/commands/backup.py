"""`huiqi backup`: everything that is kept, in one file."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar

from huiqi.kernel.clock import read_clock
from huiqi.kernel.environment import data_folder
from huiqi.kernel.errors import Cannot
from huiqi.site.commands import archives, ground


class CannotBackUp(Cannot):
    """The backup could not be made; nothing was left behind."""

    messages: ClassVar[Mapping[str, str]] = {
        "exists": "{path} exists: a backup never overwrites. Name another file.",
        "no_folder": "there is no folder {path}.",
        "dump_failed": "the database could not be read: {reason}",
        "not_written": "{path} could not be written: {reason}. Nothing was left behind.",
    }


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "backup",
        help="write everything that is kept into one file",
        description="Write database and files into one file, while the site goes on. `huiqi restore` reads it. "
        "The site's key is not in it: keep that apart, for without it everybody sets up second factors and webhooks anew. "
        "Keep the file as safe as the site: it holds everything.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a new file, such as backup-2026-11-21.tar")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the backup and say what is in it."""
    path: Path = arguments.file.absolute()
    if path.exists():
        raise CannotBackUp("exists", path=path)
    if not path.parent.is_dir():
        raise CannotBackUp("no_folder", path=path.parent)
    with ground.database() as address, tempfile.TemporaryDirectory(prefix=".huiqi-backup-", dir=path.parent) as work:
        ground.set_up()
        ground.require_migrated()
        contents = back_up(path, address=address, work=Path(work))
    size = path.stat().st_size / 1_000_000
    sys.stdout.write(f"{path}: {len(contents.members)} members, {size:.1f} MB\n")
    sys.stdout.write(f"audit trail up to {contents.audit_number}:{contents.audit_hash}\n")
    return 0


def back_up(path: Path, *, address: str, work: Path) -> archives.Contents:
    """Write the backup; the database as at one moment, then the files, which are only ever added."""
    from django.db import connection

    from huiqi.kernel import audit

    head = audit.head()
    dump = work / archives.DATABASE
    try:
        ground.client("pg_dump", f"--dbname={address}", "--format=custom", "--no-owner", "--no-acl", f"--file={dump}")
        sources = {archives.DATABASE: dump, **dict(archives.kept_files(data_folder()))}
        contents = archives.Contents(
            format=archives.FORMAT,
            made_at=read_clock().isoformat(timespec="seconds"),
            release=version("huiqi"),
            postgres_version=connection.pg_version,  # type: ignore[attr-defined]  # PostgreSQL alone
            audit_number=head.number,
            audit_hash=head.own_hash,
            members={name: archives.hash_of(source) for name, source in sources.items()},
        )
        archives.write(path, contents, sources)
    except subprocess.CalledProcessError as error:
        raise CannotBackUp("dump_failed", reason=ground.last_line(error.stderr)) from error
    except OSError as error:
        raise CannotBackUp("not_written", path=path, reason=error.strerror or error) from error
    return contents
