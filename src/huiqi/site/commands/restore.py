"""`huiqi restore`: bring back what a backup holds, whole or not at all."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from huiqi.kernel.environment import data_folder
from huiqi.kernel.errors import Cannot
from huiqi.site.commands import archives, ground

# Written by newer programs, unknown to older servers, and without meaning for a restore.
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout"


class CannotRestore(Cannot):
    """It was not restored as it should be; the message says what is there now."""

    messages: ClassVar[Mapping[str, str]] = {
        "not_empty": "the database holds {tables} tables. Restore into an empty one, or say --replace to do away with them.",
        "files_there": "{path} holds files. Move it away, or say --replace: files of the backup are then added to it.",
        "restore_failed": "the database could not be restored, and is as it was: {reason}",
        "chain_broken": "restored, but the audit trail is not what was written ({flaw}): it was tampered with before the backup was made.",
    }


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "restore",
        help="bring back what a backup holds",
        description="Compare every hash of a backup, restore database and files, check the audit trail, bring the tables up to date. "
        "Stop `serve` and `worker` first. In one transaction: whatever goes wrong, the database stays as it was.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `huiqi backup` wrote")
    parser.add_argument("--check", action="store_true", help="only check that the backup is whole")
    parser.add_argument("--replace", action="store_true", help="do away with what the database holds now")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check, then restore."""
    path: Path = arguments.file.absolute()
    contents = archives.read(path)
    data = data_folder()
    with tempfile.TemporaryDirectory(prefix="huiqi-restore-") as work:
        archives.unpack(path, contents, Path(work))
        sys.stdout.write(f"{path}: whole, of {contents.made_at}, release {contents.release}\n")
        if arguments.check:
            return 0
        if not arguments.replace and any((data / "files").glob("*")):
            raise CannotRestore("files_there", path=data / "files")
        with ground.database() as address:
            restore_database(Path(work) / archives.DATABASE, address=address, replace=arguments.replace)
            for folder in archives.FOLDERS:
                put_files(Path(work) / folder, data / folder)
            ground.set_up()
            check_trail(contents)
            from huiqi.site.commands.migrate import migrate

            migrate(verbosity=0)
            from huiqi.kernel.planner import count_anew

            count_anew()
    sys.stdout.write("restored; the audit trail holds the end that the backup named\n")
    return 0


def restore_database(dump: Path, *, address: str, replace: bool) -> None:
    """Restore in one transaction; raises CannotRestore."""
    import psycopg

    with psycopg.connect(address) as connection:
        row = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
    tables = row[0] if row else 0
    if tables and not replace:
        raise CannotRestore("not_empty", tables=tables)
    clear = b"drop schema public cascade;\ncreate schema public;\n" if tables else b""
    command = ground.client_command(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", address
    )
    with (
        dumped(dump) as lines,
        # Words of our own, no shell.
        subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as psql,
    ):
        assert psql.stdin is not None and psql.stderr is not None
        try:
            psql.stdin.write(clear)
            for line in lines:
                psql.stdin.write(line)
            psql.stdin.close()
        except BrokenPipeError:
            # psql stopped at an error, which it says below.
            pass
        said = psql.stderr.read().decode(errors="replace")
        if psql.wait() != 0:
            raise CannotRestore("restore_failed", reason=ground.last_line(said))


@contextmanager
def dumped(dump: Path) -> Iterator[Iterator[bytes]]:
    """Give the dump as lines of SQL."""
    command = ground.client_command("pg_restore", "--no-owner", "--no-acl", "--file=-", str(dump))
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reader:  # noqa: S603  # words of our own, no shell
        assert reader.stdout is not None
        yield (line for line in reader.stdout if not line.startswith(_UNKNOWN_BEFORE_17))
    if reader.returncode not in {0, -13}:
        raise CannotRestore("restore_failed", reason=f"pg_restore ended with {reader.returncode}")


def put_files(source: Path, target: Path) -> None:
    """Move files to where they are kept; one that is there with other contents is replaced."""
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = place.with_name(f".{place.name}.part")
            shutil.copyfile(path, part)
            part.replace(place)


def check_trail(contents: archives.Contents) -> None:
    """See that the audit trail is whole and ends as the backup says; raises CannotRestore."""
    from huiqi.kernel import audit

    flaw = next(audit.flaws(kept=audit.Head(contents.audit_number, contents.audit_hash)), None)
    if flaw is not None:
        raise CannotRestore("chain_broken", flaw=f"row {flaw.number}: {flaw.text}")
