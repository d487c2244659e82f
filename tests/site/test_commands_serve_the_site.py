"""The commands as an operator types them, on a data folder of their own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiqi.kernel import postgres
from huiqi.kernel.postgres.server import locked
from huiqi.site import commands
from huiqi.site.commands import serve

RUN = "import sys; from huiqi.site.commands import main; sys.exit(main())"


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hq-"))
    yield folder
    postgres.stop(folder / "postgres")
    shutil.rmtree(folder)


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HUIQI_", "DJANGO_", "DATABASE_"))
    }
    return kept | {"HUIQI_DATA": str(data), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)} | more


def huiqi(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment(data, **more), timeout=300
    )


def test_pages_are_served_though_the_port_is_taken(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-c", RUN, "serve", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(data)
        )
        try:
            said = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stdout.readline())
            assert said
            assert int(said[1]) != port
            body, headers = fetched(f"{said[0]}health")
            assert body == '{"database": "ok"}'
            assert "default-src 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            # A second command joins the server that runs, and finds that all is well.
            doctor = huiqi(data, "doctor")
            assert doctor.returncode == 0, doctor.stdout
            assert "ok   migrations: all applied" in doctor.stdout
            assert huiqi(data, "worker", "--once").returncode == 0
            audit = huiqi(data, "audit")
            assert (audit.returncode, audit.stdout) == (0, f"0:{'0' * 64}\n")
            assert postgres.running(data / "postgres") is not None
            assert "政策找企业" in fetched(said[0])[0]
            database_falls_and_rises(data, said[0])
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=120)
    assert postgres.running(data / "postgres") is None


def database_falls_and_rises(data: Path, site: str) -> None:
    """The database is killed under the running site: the site says so in each form, and starts it again by itself."""
    fallen = postgres.running(data / "postgres")
    with locked(data / "postgres" / "start.lock"):
        os.kill(fallen.pid, signal.SIGKILL)
        for address, form in (("health", "json"), ("rulebook/find", "html"), ("api/v1/policies", "problem+json")):
            request = urllib.request.Request(f"{site}{address}", headers={"Authorization": f"Bearer huiqi_{0:032}_x"})
            refused = refusal_of(request)
            assert refused.code == 503
            assert form in refused.headers["Content-Type"]
            if form == "html":
                assert "数据库暂时无法访问" in refused.read().decode()
            elif form == "problem+json":
                assert json.loads(refused.read())["code"] == "database_gone"
    for _ in range(600):
        if (risen := postgres.running(data / "postgres")) is not None:
            break
        time.sleep(0.2)
    assert risen.pid != fallen.pid
    assert fetched(f"{site}health")[0] == '{"database": "ok"}'


def refusal_of(request: urllib.request.Request) -> urllib.error.HTTPError:
    """What the site refuses; for a moment what is left of a killed server may answer still."""
    for _ in range(300):
        try:
            urllib.request.urlopen(request, timeout=120).close()
        except urllib.error.HTTPError as error:
            return error
        time.sleep(0.1)
    raise AssertionError(f"{request.full_url} is answered although the database is gone")


def fetched(address: str) -> tuple[str, dict[str, str]]:
    for _ in range(1_200):
        try:
            with urllib.request.urlopen(address, timeout=120) as answer:
                return answer.read().decode(), {name.lower(): value for name, value in answer.headers.items()}
        except ConnectionError:
            pass
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
        time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


def test_rules_start_without_django() -> None:
    code = (
        "import sys; from huiqi.site.commands import main\n"
        "try: main(['rules', '--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "assert 'django' not in sys.modules and 'psycopg' not in sys.modules, 'rules need no database'"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment(Path("/x"))
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: huiqi rules")


def test_database_that_is_not_ready_or_not_there_is_told(data: Path, postgres_server: postgres.Server) -> None:
    empty = postgres_server.address.replace("/huiqi?", "/postgres?")
    for command in ("audit", "worker", "serve"):
        done = huiqi(data, command, DATABASE_URL=empty)
        assert (done.returncode, "run `huiqi migrate` first" in done.stderr) == (2, True), done.stderr
    gone = huiqi(data, "migrate", DATABASE_URL=f"postgresql://huiqi@/huiqi?host={data}/nowhere")
    assert (gone.returncode, "does not answer" in gone.stderr, "Traceback" in gone.stderr) == (2, True, False)


@pytest.mark.parametrize(
    ("more", "message"),
    (
        ({"DATABASE_URL": "mysql://localhost/huiqi"}, "DATABASE_URL is no address of a PostgreSQL server"),
        ({"HUIQI_POSTGRES_BIN": "/nowhere"}, "no PostgreSQL was found (/nowhere)"),
        ({"HUIQI_DATA": "var"}, "HUIQI_DATA='var' makes no sense: expected an absolute path"),
    ),
)
def test_what_cannot_be_done_is_said_in_one_line(tmp_path: Path, more: dict[str, str], message: str) -> None:
    done = huiqi(tmp_path, "migrate", **more)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_parser_knows_the_commands() -> None:
    usage = commands.build_parser().format_help()
    assert all(name in usage for name in ("serve", "worker", "migrate", "doctor", "rules"))


def test_port_that_may_not_be_listened_on() -> None:
    with pytest.raises(serve.CannotServe, match=r"cannot listen on 192\.0\.2\.1"):
        serve.free_port("192.0.2.1", 8000)
