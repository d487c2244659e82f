"""Starting, sharing, killing and stopping a real server; one test each, because every one makes a cluster (half a second)."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from huiqi.kernel import postgres
from huiqi.kernel.postgres import binaries, cluster, server

QUICK = postgres.Options(durable=False)
STARTER = """
import sys
from pathlib import Path
from huiqi.kernel import postgres
with postgres.in_use(Path(sys.argv[1]), postgres.Options(durable=False)) as server:
    print(server.pid, flush=True)
    sys.stdin.readline()
"""


def starter(home: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    words = [sys.executable, "-W", "always", "-c", STARTER, str(home)]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment)


def gone(pid: int) -> bool:
    for _ in range(3_000):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def trigrams_of(connection: psycopg.Connection) -> list[str]:
    connection.execute("create extension pg_trgm")
    return connection.execute("select show_trgm('科技创新')").fetchone()[0]


def test_server_is_private_speaks_chinese_and_stops(home: Path) -> None:
    with postgres.in_use(home, QUICK) as server:
        with psycopg.connect(server.address) as connection:
            trigrams = trigrams_of(connection)
            settings = {
                name: connection.execute("select current_setting(%s)", [name]).fetchone()[0]
                for name in ("listen_addresses", "unix_socket_directories", "server_encoding", "data_checksums")
            }
        assert trigrams
        assert settings["listen_addresses"] == ""
        assert settings["server_encoding"] == "UTF8"
        assert settings["data_checksums"] == "on"
        for folder in (home, server.cluster, Path(settings["unix_socket_directories"])):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert postgres.running(home) == server
    assert gone(server.pid)
    assert postgres.running(home) is None
    assert postgres.stop(home) is False


def test_committed_rows_survive_a_kill(ready_home: Path) -> None:
    server = postgres.start(ready_home)
    with psycopg.connect(server.address) as connection:
        connection.execute("create table kept (number int); insert into kept select generate_series(1, 1000)")
    os.kill(server.pid, signal.SIGKILL)
    again = postgres.start(ready_home)
    assert again.pid != server.pid
    with psycopg.connect(again.address) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (1000,)
    assert postgres.stop(ready_home) is True


def test_a_server_that_recovers_from_a_killed_session_is_waited_for(ready_home: Path) -> None:
    running = postgres.start(ready_home, QUICK)
    # One who started it, and one who finds it.
    for command in (postgres.start, found_by_another):
        with psycopg.connect(running.address) as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
            assert command(ready_home, QUICK).pid == running.pid
    with psycopg.connect(running.address) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def found_by_another(home: Path, options: postgres.Options) -> postgres.Server:
    """Start it as a process that is not its parent."""
    children, server._children = server._children, {}
    try:
        return postgres.start(home, options)
    finally:
        server._children = children


def test_two_that_start_at_once_share_and_the_last_one_stops_it(ready_home: Path) -> None:
    first, second = starter(ready_home), starter(ready_home)
    pids = {int(first.stdout.readline()), int(second.stdout.readline())}
    assert len(pids) == 1
    first.communicate("\n", timeout=120)
    assert postgres.running(ready_home) is not None
    # Killed, it says goodbye to nobody: the next one to leave still stops the server.
    second.kill()
    second.communicate()
    with postgres.in_use(ready_home, QUICK) as server:
        assert {server.pid} == pids
    assert gone(server.pid)


def test_who_started_it_and_leaves_first_leaves_it_to_the_others(ready_home: Path) -> None:
    first = starter(ready_home)
    pid = first.stdout.readline()
    second = starter(ready_home)
    assert second.stdout.readline() == pid
    said = first.communicate("\n", timeout=120)[1]
    assert (first.returncode, said) == (0, ""), "nobody is told of a forgotten process"
    assert postgres.running(ready_home) is not None
    second.communicate("\n", timeout=120)
    assert postgres.running(ready_home) is None


def test_number_that_belongs_to_a_stranger_now_is_forgotten(ready_home: Path) -> None:
    server = postgres.start(ready_home, QUICK)
    postgres.stop(ready_home)
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        note = server.cluster / "postmaster.pid"
        note.write_text(
            f"{stranger.pid}\n{server.cluster}\n0\n5432\n{ready_home}/socket\n\n\nready\n", encoding="utf-8"
        )
        assert postgres.stop(ready_home) is False, "a stranger must not be stopped"
        note.write_text(
            f"{stranger.pid}\n{server.cluster}\n0\n5432\n{ready_home}/socket\n\n\nready\n", encoding="utf-8"
        )
        assert postgres.start(ready_home, QUICK).pid != stranger.pid
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_making_that_was_cut_short_starts_afresh(home: Path) -> None:
    (home / "cluster.new").mkdir(parents=True)
    (home / "cluster.new" / "PG_VERSION").write_text("18\n", encoding="ascii")
    with postgres.in_use(home, QUICK) as server:
        assert cluster.major(server.cluster) == server.version // 10_000
    assert not (home / "cluster.new").exists()


def test_damaged_cluster_is_told_with_the_servers_own_words(ready_home: Path) -> None:
    with postgres.in_use(ready_home, QUICK) as server:
        pass
    (server.cluster / "global" / "pg_control").unlink()
    with pytest.raises(postgres.CannotUsePostgres, match="pg_control") as failure:
        postgres.start(ready_home, QUICK)
    assert failure.value.code == "not_started"


@pytest.mark.parametrize("folder", binaries.candidates(None)[1:], ids=str)
def test_system_programs_do_as_well(home: Path, folder: Path) -> None:
    if binaries.Binaries(folder, binaries.version(folder)).major < binaries.FLOOR_MAJOR:
        pytest.skip(f"{folder} is older than {binaries.FLOOR_MAJOR}")
    with (
        postgres.in_use(home, postgres.Options(binaries=folder, durable=False)) as server,
        psycopg.connect(server.address) as connection,
    ):
        assert trigrams_of(connection)
        version = server.version
    # Without the setting the programs that fit the cluster are found, not the newest.
    with postgres.in_use(home, QUICK) as server:
        assert server.version == version
