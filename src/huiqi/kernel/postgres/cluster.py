"""Making a cluster, and reading what its server left in `postmaster.pid`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from huiqi.kernel.postgres.account import Account, give
from huiqi.kernel.postgres.binaries import Binaries
from huiqi.kernel.postgres.failures import CannotUsePostgres

SUPERUSER = "huiqi"
_BUILTIN_LOCALE_FROM_MAJOR = 17
_TIMEOUT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What a server wrote down when it started."""

    pid: int
    socket_folder: Path | None


def major(cluster: Path) -> int | None:
    """Return the major version that made the cluster; None where there is none."""
    try:
        return int((cluster / "PG_VERSION").read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None


def environment() -> dict[str, str]:
    """Return what the programs may know: nothing of ours that would change how they behave (PGHOST, LANG, TZ)."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def make(cluster: Path, *, binaries: Binaries, account: Account, durable: bool = True) -> None:
    """Make a cluster, whole or not at all: it gets its name when it is finished; raises CannotUsePostgres("not_made")."""
    fresh = cluster.with_name(cluster.name + ".new")
    if fresh.exists():
        shutil.rmtree(fresh)
    locale = (
        ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
        if binaries.major >= _BUILTIN_LOCALE_FROM_MAJOR
        else ("--locale=C.UTF-8",)
    )
    # `trust` holds behind a socket that nobody else can reach: its folder is private, and no port is opened.
    words = ("--pgdata", str(fresh), "--username", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--data-checksums")
    done = subprocess.run(  # type: ignore[call-overload]  # the options are a dictionary
        account.command(binaries.folder / "initdb", *words, *locale, *(() if durable else ("--no-sync",))),
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=cluster.parent,
        env=environment(),
        timeout=_TIMEOUT_SECONDS,
        **account.options(),
    )
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        said = (done.stderr or done.stdout).strip().splitlines()
        raise CannotUsePostgres(
            "not_made", cluster=cluster, reason=" ".join(said[-3:]) or f"exit code {done.returncode}"
        )
    fresh.rename(cluster)


def checked(cluster: Path, *, binaries: Binaries, account: Account) -> None:
    """See that these programs can serve the cluster and that the account owns it; raises CannotUsePostgres."""
    found = major(cluster)
    if found != binaries.major:
        raise CannotUsePostgres("other_major", cluster=cluster, found=found, have=binaries.version)
    if os.geteuid() == 0:
        give(cluster, account)
        # The folder above too: inside a namespace root has no way past the mode of another account's folder.
        os.chown(cluster.parent, *(account.become or (os.geteuid(), os.getegid())))


def postmaster(cluster: Path) -> Postmaster | None:
    """Return what `postmaster.pid` says, alive or not; None where there is no such file or it is not yet written."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    folder = lines[4].strip() if len(lines) > 4 else ""
    return Postmaster(pid=pid, socket_folder=Path(folder) if folder else None)


def forget_stranger(cluster: Path, *, processes: Path = Path("/proc")) -> None:
    """Take away a `postmaster.pid` whose number now belongs to a process that is no server of this cluster.

    PostgreSQL itself clears a file whose process is gone, and looks for orphaned children while it does. It refuses to start
    only where the number lives on in a stranger, as it does in a container that was killed and started again.
    """
    left = postmaster(cluster)
    if left is None or not (processes / str(left.pid)).exists():
        return
    # Every process of a server works in its cluster's folder: while there is one, the file tells the truth.
    for process in processes.iterdir():
        if process.name.isdecimal() and works_in(process, cluster):
            return
    (cluster / "postmaster.pid").unlink()


def works_in(process: Path, cluster: Path) -> bool:
    """Return whether a process has the cluster for its working folder; a server we may not look at counts as one."""
    try:
        return (process / "cwd").resolve(strict=True) == cluster.resolve()
    except PermissionError:
        return is_postgres(process)
    except OSError:
        return False


def is_postgres(process: Path) -> bool:
    """Return whether a process calls itself postgres."""
    try:
        return bool(re.match(r"postgres|postmaster", (process / "comm").read_text(encoding="utf-8")))
    except OSError:
        return False
