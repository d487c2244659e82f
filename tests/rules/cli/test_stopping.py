"""Ctrl-C and SIGTERM end a command with one line and the usual code, while modules load and while a file is written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WRITE = """
import os, signal, sys
from huiqi_rules.cli.stopping import run_stoppable
from huiqi_rules.tables.writing import write_table
def rows():
    for number in range({rows}):
        if number == 500:
            os.kill(os.getpid(), {signal})
        yield (number, "text")
sys.exit(run_stoppable(lambda: 0 * write_table("out.{kind}", ("number", "text"), rows())))
"""
LOAD = """
import os, signal, sys
class Hook:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {signal})
sys.meta_path.insert(0, Hook())
from huiqi.site.commands import main
sys.exit(main(["rules", "check", "national"]))
"""
QUERY = """
import os, signal, sys, threading
from huiqi_rules.cli.stopping import run_stoppable
from huiqi_rules.columnar.store import connect
def run():
    threading.Timer(0.3, os.kill, (os.getpid(), {signal})).start()
    connect().sql("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b").fetchall()
    return 0
sys.exit(run_stoppable(run))
"""
ENDS = {signal.SIGINT: (130, "interrupted"), signal.SIGTERM: (143, "terminated")}


def python(code, folder, **more):
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, timeout=300,
                          check=False, **more)  # fmt: skip


@pytest.mark.parametrize("number", ENDS)
@pytest.mark.parametrize("kind", ("csv", "xlsx", "parquet"))
def test_while_a_file_is_written(tmp_path, kind, number):
    (tmp_path / f"out.{kind}").write_text("before", encoding="utf-8")

    done = python(WRITE.format(rows=1_000, signal=int(number), kind=kind), tmp_path)

    code, said = ENDS[number]
    assert (done.returncode, done.stderr) == (code, f"{said}; no file was left half written\n")
    assert [path.name for path in tmp_path.iterdir()] == [f"out.{kind}"]
    assert (tmp_path / f"out.{kind}").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("number", ENDS)
@pytest.mark.parametrize("module", ("huiqi_rules.cli.commands", "duckdb", "yaml"))
def test_while_modules_load(tmp_path, module, number):
    done = python(LOAD.format(module=module, signal=int(number)), tmp_path)

    assert (done.returncode, done.stderr) == (ENDS[number][0], f"{ENDS[number][1]}; no file was left half written\n")


@pytest.mark.parametrize("number", ENDS)
def test_while_a_query_runs(tmp_path, number):
    done = python(QUERY.format(signal=int(number)), tmp_path)

    assert (done.returncode, done.stderr) == (ENDS[number][0], f"{ENDS[number][1]}; no file was left half written\n")


def test_a_signal_that_the_caller_ignores_stays_ignored(tmp_path):
    ignored = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"

    done = python(ignored + WRITE.format(rows=1_000, signal=int(signal.SIGINT), kind="csv"), tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("kind", ("csv", "xlsx", "parquet"))
def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path, kind):
    for _ in range(3):
        done = python(WRITE.format(rows=1_000, signal=int(signal.SIGKILL), kind=kind), tmp_path)
        assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".") and left.name.endswith(".huiqi-part")

    assert python(WRITE.format(rows=400, signal=0, kind=kind), tmp_path).returncode == 0

    assert [path.name for path in tmp_path.iterdir()] == [f"out.{kind}"]
