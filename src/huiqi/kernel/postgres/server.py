"""Starting, finding, sharing and stopping the private server.

Every process that uses it holds a shared lock on `use.lock`, which the system drops even when the process is killed. Whoever
leaves and gets the lock alone is the last one, and stops the server. Starting and stopping happen under `start.lock`.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from huiqi.kernel.postgres import account as accounts
from huiqi.kernel.postgres import binaries as programs
from huiqi.kernel.postgres import cluster as clusters
from huiqi.kernel.postgres import folders as places
from huiqi.kernel.postgres.account import Account
from huiqi.kernel.postgres.address import socket_address
from huiqi.kernel.postgres.failures import CannotUsePostgres
from huiqi.kernel.postgres.folders import Folders

_PATIENCE_SECONDS = 60
_STEP_SECONDS = 0.02
_LOG_KEPT_BYTES = 10_000_000
# What a server says that comes too early after a kill: children of the last one have still to notice and to leave.
_NOT_YET = ("is still in use", "lock file")

# Servers that this process started and has to reap.
_children: dict[Path, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator may set; the defaults are right for almost everybody.

    `durable=False` is for throw-away servers, such as those of tests: nothing is forced to the disk.
    """

    binaries: Path | None = None
    socket_folder: Path | None = None
    database: str = "huiqi"
    durable: bool = True
    namespace_command: str = "unshare"
    reachable: Path = field(default=Path("/var/lib/huiqi"))


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, process, version (180006 is 18.6) and cluster."""

    address: str
    pid: int
    version: int
    cluster: Path


@contextmanager
def in_use(home: Path, options: Options = Options()) -> Iterator[Server]:
    """Give a running server, started where none was; the last process that leaves stops it.

    Raises CannotUsePostgres where none can be had.
    """
    folders = places.opened(home)
    with folders.use_lock.open("ab") as use:
        with locked(folders.start_lock):
            fcntl.flock(use, fcntl.LOCK_SH)
            server = ensure(folders, options)
        try:
            yield server
        finally:
            with locked(folders.start_lock):
                fcntl.flock(use, fcntl.LOCK_UN)
                if alone(use.fileno()):
                    halt(server.cluster)


def start(home: Path, options: Options = Options()) -> Server:
    """Return the running server of the folder, started where none was; it runs on until `stop`."""
    folders = places.opened(home)
    with locked(folders.start_lock):
        return ensure(folders, options)


def stop(home: Path) -> bool:
    """Stop the folder's server, whoever uses it, in order (SIGINT); return whether one ran."""
    folders = places.opened(home)
    with locked(folders.start_lock):
        return halt(folders.cluster)


def running(home: Path, options: Options = Options()) -> Server | None:
    """Return the folder's server if it runs and answers."""
    return answering(places.opened(home), options) if home.is_dir() else None


def ensure(folders: Folders, options: Options) -> Server:
    """Find or start the server; the caller holds the lock."""
    found = answering(folders, options)
    if found is not None:
        return found
    found_binaries = programs.find(options.binaries, cluster_major=clusters.major(folders.cluster))
    account = accounts.choose(namespace_command=options.namespace_command)
    folders = places.reachable_place(folders, account=account, reachable=options.reachable)
    binaries = accounts.own_copy(found_binaries, account=account, reachable=options.reachable)
    socket_folder = places.socket_folder(folders, account=account, setting=options.socket_folder)
    if not folders.cluster.exists():
        clusters.make(folders.cluster, binaries=binaries, account=account, durable=options.durable)
    clusters.checked(folders.cluster, binaries=binaries, account=account)
    clusters.forget_stranger(folders.cluster)
    words = account.command(
        binaries.folder / "postgres", "-D", str(folders.cluster), *parameters(socket_folder, options)
    )
    launch(folders, words=words, account=account, socket_folder=socket_folder, options=options)
    server = answering(folders, options)
    assert server is not None, "the server answered a moment ago"
    return server


def launch(folders: Folders, *, words: list[str], account: Account, socket_folder: Path, options: Options) -> None:
    """Start the server and wait until it answers; raises CannotUsePostgres("not_started") with the log's last words."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        if recovered(folders, options, deadline=deadline):
            return
        if has_fallen(folders.cluster):
            # Nobody of ours listens there: the start lock is held.
            for leftover in (places.SOCKET_NAME, places.SOCKET_NAME + ".lock"):
                (socket_folder / leftover).unlink(missing_ok=True)
        reason = attempt(folders, words, account=account, options=options, deadline=deadline)
        if reason is None:
            return
        if time.monotonic() > deadline or not any(word in reason for word in _NOT_YET):
            raise CannotUsePostgres("not_started", cluster=folders.cluster, reason=reason, log=folders.log)
        time.sleep(_STEP_SECONDS)


def recovered(folders: Folders, options: Options, *, deadline: float) -> bool:
    """Wait while a server lives and does not answer, as it does after one of its sessions was killed; return whether it answers."""
    while not has_fallen(folders.cluster) and time.monotonic() < deadline:
        if answering(folders, options) is not None:
            return True
        time.sleep(_STEP_SECONDS)
    return False


def attempt(folders: Folders, words: list[str], *, account: Account, options: Options, deadline: float) -> str | None:
    """Start a process and wait for it; return None when it answers, else why it did not."""
    killed = _children.pop(folders.cluster, None)
    if killed is not None:
        if killed.poll() is None:
            # It was waited for as long as there is patience, and stays whole: a recovery must not be cut short.
            _children[folders.cluster] = killed
            return f"it did not answer within {_PATIENCE_SECONDS} s"
        killed.wait()
    if folders.log.exists() and folders.log.stat().st_size > _LOG_KEPT_BYTES:
        folders.log.replace(folders.log.with_suffix(".log.1"))
    with folders.log.open("ab") as log:
        begun = log.tell()
        child = subprocess.Popen(  # type: ignore[call-overload]  # the options are a dictionary
            words,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=clusters.environment(),
            # Ctrl-C at a terminal is for the commands; the server stops after them.
            start_new_session=True,
            **account.options(),
        )
    _children[folders.cluster] = child
    while child.poll() is None:
        if answering(folders, options) is not None:
            return None
        if time.monotonic() > deadline:
            child.send_signal(signal.SIGINT)
            child.wait()
            return f"it did not answer within {_PATIENCE_SECONDS} s"
        time.sleep(_STEP_SECONDS)
    del _children[folders.cluster]
    return last_words(folders.log, begun) or f"exit code {child.returncode}"


def parameters(socket_folder: Path, options: Options) -> tuple[str, ...]:
    """Return the server's settings: no port, a private socket."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        # Whoever is killed leaves its statement behind, and with it its locks: for a second, not until the statement ends.
        "client_connection_check_interval": "1s",
        "idle_in_transaction_session_timeout": "30min",
    }
    if not options.durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return tuple(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))


def last_words(log: Path, begun: int) -> str:
    """Return what a server that went away said last."""
    with log.open("rb") as file:
        file.seek(begun)
        lines = file.read().decode("utf-8", errors="replace").splitlines()
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error" in line] or lines
    return " ".join(line.split("]", 1)[-1].strip() for line in telling[-2:])


def answering(folders: Folders, options: Options) -> Server | None:
    """Return the server of this cluster if one answers, with its database made; None if none does."""
    left = clusters.postmaster(folders.cluster)
    if left is None or left.socket_folder is None:
        return None
    admin = socket_address(socket_folder=left.socket_folder, user=clusters.SUPERUSER, name="postgres")
    try:
        with psycopg.connect(admin, autocommit=True, connect_timeout=5) as connection:
            told = connection.execute("select current_setting('data_directory')").fetchone()
            assert told is not None
            if os.path.realpath(told[0]) != os.path.realpath(folders.cluster):
                return None
            known = connection.execute("select 1 from pg_database where datname = %s", [options.database]).fetchone()
            if known is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(options.database)))
            version = connection.info.server_version
    except psycopg.OperationalError:
        return None
    address = socket_address(socket_folder=left.socket_folder, user=clusters.SUPERUSER, name=options.database)
    return Server(address=address, pid=left.pid, version=version, cluster=folders.cluster)


def halt(cluster: Path) -> bool:
    """Stop the cluster's server and wait until it is gone; raises CannotUsePostgres("not_stopped")."""
    clusters.forget_stranger(cluster)
    left = clusters.postmaster(cluster)
    child = _children.pop(cluster, None)
    try:
        if left is None:
            return False
        os.kill(left.pid, signal.SIGINT)
    except ProcessLookupError:
        return False
    else:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        # The server's last act is to take this file away; its process may stay unreaped where nobody is there to do it.
        while (cluster / "postmaster.pid").exists() and alive(left.pid, child):
            if time.monotonic() > deadline:
                raise CannotUsePostgres("not_stopped", pid=left.pid, patience_seconds=_PATIENCE_SECONDS)
            time.sleep(_STEP_SECONDS)
        return True
    finally:
        if child is not None:
            child.wait()


def has_fallen(cluster: Path) -> bool:
    """Return whether the cluster's server is not there, without asking it: one that is only slow has not fallen."""
    left = clusters.postmaster(cluster)
    return left is None or not alive(left.pid, _children.get(cluster))


def alive(pid: int, child: subprocess.Popen[bytes] | None) -> bool:
    """Return whether the process is still there."""
    if child is not None and child.pid == pid:
        return child.poll() is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def alone(descriptor: int) -> bool:
    """Return whether nobody else holds the use lock."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@atexit.register
def leave() -> None:
    """Let servers that others still use go on without the process that started them: the last one to leave stops them."""
    for child in _children.values():
        if child.poll() is None:
            # `subprocess` takes a process that is let go of while it runs for a forgotten one, and complains.
            child.returncode = 0
    _children.clear()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file alone."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
