"""A file that cannot be written is told under the name that was asked for, and nothing is left beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from huiqi_rules.tables.replacing import replacing
from huiqi_rules.tables.sources import TableError
from huiqi_rules.tables.writing import write_table

ROOT = Path(__file__).parents[3]
KINDS = ("csv", "xlsx", "parquet")
# A limit on the size of any file stands in for a full disk.
FULL = """
import resource, signal
from huiqi_rules.tables.sources import TableError
from huiqi_rules.tables.writing import write_relations, write_table
import duckdb
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    if {relation}:
        write_relations("out.{kind}", [duckdb.sql("SELECT random() AS r FROM range(200000)")], header=["r"])
    else:
        write_table("out.{kind}", ("number",), ((str(number * 7919),) for number in range(200_000)))
except TableError as error:
    print(error)
"""


@pytest.mark.parametrize("relation", (False, True))
@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk(tmp_path, kind, relation):
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", FULL.format(kind=kind, relation=relation)], cwd=tmp_path, env=env,
                          capture_output=True, text=True, timeout=300, check=False)  # fmt: skip

    assert done.stdout.startswith(f"out.{kind}: error["), done
    assert "File too large" in done.stdout
    assert "huiqi-" not in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="a folder that nobody can write to, root included")
def test_a_folder_that_cannot_be_written_to(kind):
    with pytest.raises(TableError, match=rf"^/proc/out\.{kind}: error\[unwritable\]: the file can't be written: "):
        write_table(f"/proc/out.{kind}", ("number",), [(1,)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_of_that_name(tmp_path, kind):
    (tmp_path / f"out.{kind}").mkdir()

    with pytest.raises(TableError, match="Is a directory"):
        write_table(str(tmp_path / f"out.{kind}"), ("number",), [(1,)])

    assert [path.name for path in tmp_path.iterdir()] == [f"out.{kind}"]


def test_the_longest_name_is_written(tmp_path):
    path = tmp_path / f"{'x' * 251}.csv"

    assert write_table(str(path), ("number",), [(1,)]) == 1
    assert path.is_file()


def test_two_who_write_into_one_folder_do_not_disturb_each_other(tmp_path):
    with replacing(str(tmp_path / "one.csv")) as one:
        Path(one).write_text("1", encoding="utf-8")
        with replacing(str(tmp_path / "two.csv")) as two:
            Path(two).write_text("2", encoding="utf-8")

    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        "one.csv": "1",
        "two.csv": "2",
    }
