"""A backup of one installation, restored into another: the same rows, files and audit trail; a damaged one is refused whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huiqi.kernel import postgres
from tests.reliability.copying import copy_tables
from tests.template import template

RUN = "import sys; from huiqi.site.commands import main; sys.exit(main())"
ADD_ZONE = """
import sys
from huiqi.kernel.actor import system
from huiqi.kernel.clock import read_clock
from huiqi.site.commands import ground
with ground.database():
    ground.set_up()
    from huiqi.register import services, queries
    if len(sys.argv) > 1:
        services.add_organisation(kind="zone", name=sys.argv[1], actor=system("test"), now=read_clock())
    print([one.name for one in queries.organisations(system("test"))])
"""


@pytest.fixture
def folders(postgres_server: postgres.Server) -> Iterator[tuple[Path, Path]]:
    """One data folder with all tables, as `huiqi migrate` makes them in ten times the time, and an empty one."""
    made = tuple(Path(tempfile.mkdtemp(prefix="hq-")) for _ in range(2))
    name = template(postgres_server, postgres_server.cluster.parent)
    source = psycopg.conninfo.make_conninfo(postgres_server.address, dbname=name)
    with postgres.in_use(made[0] / "postgres") as here, tempfile.TemporaryDirectory() as work:
        copy_tables(source, here.address, Path(work) / "tables.dump")
    yield made
    for folder in made:
        postgres.stop(folder / "postgres")
        shutil.rmtree(folder)


def python(data: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HUIQI_", "DJANGO_", "DATABASE_"))
    }
    kept |= {"HUIQI_DATA": str(data), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=kept, timeout=300)


def huiqi(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return python(data, RUN, *words)


def test_what_was_backed_up_comes_back(folders: tuple[Path, Path], tmp_path: Path) -> None:
    here, there = folders
    assert python(here, ADD_ZONE, "示范高新区").stdout == "['示范高新区']\n"
    (here / "files" / "ab").mkdir(parents=True)
    (here / "files" / "ab" / "evidence").write_bytes(b"\x00\xff evidence")
    (here / "snapshots" / "cd").mkdir(parents=True)
    (here / "snapshots" / "cd" / "cdef.zip").write_bytes(b"facts as they stood")
    (here / "snapshots" / "cd" / ".cdef.zip.1f").write_bytes(b"half")
    file = tmp_path / "backup.tar"
    made = huiqi(here, "backup", str(file))
    assert made.returncode == 0, made.stderr
    head = made.stdout.splitlines()[-1].removeprefix("audit trail up to ")
    assert file.stat().st_mode & 0o777 == 0o600
    again = huiqi(here, "backup", str(file))
    assert (again.returncode, "a backup never overwrites" in again.stderr) == (2, True)

    restored = huiqi(there, "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert python(there, ADD_ZONE).stdout == "['示范高新区']\n"
    assert (there / "files" / "ab" / "evidence").read_bytes() == b"\x00\xff evidence"
    # What decisions stand on: without it nothing could be decided again, and no audit pack made.
    assert [one.name for one in (there / "snapshots" / "cd").iterdir()] == ["cdef.zip"]
    assert (there / "snapshots" / "cd" / "cdef.zip").read_bytes() == b"facts as they stood"
    assert huiqi(there, "audit").stdout.strip() == head

    # What was there is only done away with when somebody says so, and then wholly.
    assert python(there, ADD_ZONE, "另一高新区").returncode == 0
    refused = huiqi(there, "restore", str(file))
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    shutil.rmtree(there / "files")
    assert "holds" in huiqi(there, "restore", str(file)).stderr
    assert "另一高新区" in python(there, ADD_ZONE).stdout
    assert huiqi(there, "restore", "--replace", str(file)).returncode == 0
    assert python(there, ADD_ZONE).stdout == "['示范高新区']\n"

    damaged = bytearray(file.read_bytes())
    damaged[damaged.index(b"\x00\xff evidence")] = 1
    (tmp_path / "damaged.tar").write_bytes(damaged)
    checked = huiqi(there, "restore", "--check", str(tmp_path / "damaged.tar"))
    assert (checked.returncode, "is damaged: files/ab/evidence" in checked.stderr) == (2, True)
    (tmp_path / "other.tar").write_bytes(b"no tar at all")
    other = huiqi(there, "restore", str(tmp_path / "other.tar"))
    assert (other.returncode, "is no backup" in other.stderr, "Traceback" in other.stderr) == (2, True, False)
