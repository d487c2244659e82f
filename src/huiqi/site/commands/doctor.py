"""`huiqi doctor`: check what an operator would ask, and say what to do where something is wrong."""

from __future__ import annotations

import argparse
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from huiqi.kernel.environment import data_folder, read_socket
from huiqi.kernel.errors import Cannot
from huiqi.kernel.scanning import answers
from huiqi.site.commands import ground

PYTHON_FLOOR = (3, 11)
DISK_FLOOR_BYTES = 500_000_000
DISK_LOW_BYTES = 2_000_000_000
_NAMED_MOST = 5
CLOCKS_APART_MOST = timedelta(seconds=5)
# No moment before this release can be the present.
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
_MARKS = {"ok": "ok   ", "warning": "warn ", "failure": "FAIL "}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `state` is ok, warning or failure."""

    state: str
    subject: str
    text: str


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "doctor",
        help="check this installation",
        description="Check Python, data folder, disk, secret key, database, migrations, ledger and clock. Exit code 1: something fails.",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each finding."""
    failed = False
    for finding in findings():
        failed |= finding.state == "failure"
        sys.stdout.write(f"{_MARKS[finding.state]}{finding.subject}: {finding.text}\n")
    return 1 if failed else 0


def findings() -> Iterator[Finding]:
    """Yield what each check finds, the database's last; a check that cannot run is a failure with its reason."""
    data = data_folder()
    yield python_version(sys.version_info[:2])
    yield from folder_rights(data)
    yield free_disk(shutil.disk_usage(existing(data)).free, data)
    yield guarded("secret key", lambda: secret(data))
    yield from guarded_scanner()
    private = ground.private()
    try:
        with ground.database():
            yield from database(private=private)
    except Cannot as error:
        yield Finding("failure", "database", str(error))


def guarded(subject: str, check: Callable[[], Finding]) -> Finding:
    """Return what a check finds; an expected failure becomes a finding."""
    try:
        return check()
    except Cannot as error:
        return Finding("failure", subject, str(error))


def python_version(version: tuple[int, ...]) -> Finding:
    """Return whether Python is new enough."""
    text = f"{'.'.join(map(str, version))} ({platform.python_implementation()})"
    if version < PYTHON_FLOOR:
        return Finding("failure", "Python", f"{text}: 3.11 or newer is needed")
    return Finding("ok", "Python", text)


def folder_rights(data: Path) -> Iterator[Finding]:
    """Yield whether the data folder is closed to others."""
    if not data.exists():
        yield Finding("ok", "data folder", f"{data} (will be made)")
        return
    open_to_others = stat.S_IMODE(data.stat().st_mode) & 0o077
    if open_to_others:
        yield Finding("warning", "data folder", f"{data} can be entered by others: run `chmod 700 {data}`")
    else:
        yield Finding("ok", "data folder", f"{data}")


def existing(path: Path) -> Path:
    """Return the nearest folder above that exists."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def free_disk(free_bytes: int, data: Path) -> Finding:
    """Return whether there is room."""
    text = f"{free_bytes / 1_000_000_000:.1f} GB free for {data}"
    if free_bytes < DISK_FLOOR_BYTES:
        return Finding("failure", "disk", f"{text}: make room before the database stops")
    return Finding("warning" if free_bytes < DISK_LOW_BYTES else "ok", "disk", text)


def secret(data: Path) -> Finding:
    """Return whether the key that signs sessions is sound; where there is none, one is made."""
    from huiqi.site.secret_key import secret_key

    return Finding("ok", "secret key", f"{len(secret_key(data))} characters")


def guarded_scanner() -> Iterator[Finding]:
    """Yield whether the virus scanner answers, where one is named."""
    try:
        named = read_socket("HUIQI_SCANNER")
    except Cannot as error:
        yield Finding("failure", "scanner", str(error))
        return
    if named is None:
        return
    where = str(named) if isinstance(named, Path) else f"{named[0]}:{named[1]}"
    if answers(named):
        yield Finding("ok", "scanner", f"{where} answers")
    else:
        yield Finding("failure", "scanner", f"{where} does not answer: no file is taken until it does")


def database(*, private: bool) -> Iterator[Finding]:
    """Yield version, migrations, ledger and clock of the database."""
    ground.set_up()
    from django.db import Error, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select current_setting('server_version'), current_setting('server_version_num')::int, now()"
            )
            version, number, moment = cursor.fetchone()
        if number < 150_000:
            yield Finding("failure", "PostgreSQL", f"{version}: 15 or newer is needed")
        else:
            yield Finding("ok", "PostgreSQL", f"{version}, {'private' if private else 'of your own'}")
        yield (unmigrated := migrations())
        if unmigrated.state == "ok":
            yield ledger()
            yield one_human()
        yield clock(database_moment=moment)
    except Error as error:
        yield Finding("failure", "PostgreSQL", f"does not answer: {str(error).strip()}")
    finally:
        connection.close()


def migrations() -> Finding:
    """Return whether every migration is applied."""
    missing = ground.migrations_missing()
    if missing:
        return Finding("warning", "migrations", f"{missing} are not applied: run `huiqi migrate`")
    return Finding("ok", "migrations", "all applied")


def ledger() -> Finding:
    """Return whether every balance of the ledger is what its transfers add up to."""
    from huiqi.ledger.queries import replay

    differences = replay()
    if differences:
        one = differences[0]
        text = f"{len(differences)} balances are not what their transfers add up to, such as {one.state} of line {one.line}"
        return Finding("failure", "ledger", f"{text}: restore a backup, and find out who wrote past the ledger")
    return Finding("ok", "ledger", "every balance is what its transfers add up to")


def one_human() -> Finding:
    """Return whether two holders of roles that exclude each other may be one human."""
    from django.utils import timezone

    from huiqi.register.queries import likely_one_human, words_of_likeness

    found = list(likely_one_human(now=timezone.now()).order_by("person__name_key", "pk"))
    if not found:
        return Finding("ok", "roles", "no two holders of roles that exclude each other look like one human")
    named = []
    for one in found[:_NAMED_MOST]:
        role, likeness = words_of_likeness(one)
        named.append(f"{one.person.name} ({role.words[1]}, {', '.join(words for _, words in likeness)})")
    more = f" and {len(found) - _NAMED_MOST} more" if len(found) > _NAMED_MOST else ""
    return Finding(
        "warning", "roles", f"may be one human with two accounts: {'; '.join(named)}{more}. Look at their papers"
    )


def clock(*, database_moment: datetime) -> Finding:
    """Return whether this machine's clock can be right and agrees with the database's."""
    from django.utils import timezone

    here = timezone.now()
    if here < RELEASED:
        return Finding("failure", "clock", f"{here:%Y-%m-%d %H:%M} lies before this release: set the clock")
    apart = abs(here - database_moment)
    if apart > CLOCKS_APART_MOST:
        return Finding(
            "failure", "clock", f"{apart.total_seconds():.0f} s apart from the database's: set up NTP on both"
        )
    return Finding("ok", "clock", f"{here:%Y-%m-%d %H:%M:%S} UTC")
