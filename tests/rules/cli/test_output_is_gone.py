"""Output that cannot take what is said: a closed pipe, a full disk, no output at all, a terminal that lacks characters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from huiqi_rules.cli import main

ROOT = Path(__file__).parents[3]
CHECK = "import sys; from huiqi_rules.cli import main; sys.exit(main(['rules', 'check', 'national', '--json']))"


def check(code=CHECK, env=None, **streams):
    return subprocess.run([sys.executable, "-c", code], timeout=300, check=False, cwd=ROOT,
                          env={**os.environ, "PYTHONPATH": "src", **(env or {})}, **streams)  # fmt: skip


def test_a_full_disk_below_the_output_is_2():
    with Path("/dev/full").open("wb") as full:
        done = check(stdout=full, stderr=subprocess.PIPE)

    assert (done.returncode, done.stderr) == (2, b"the output: No space left on device\n")


def test_no_output_at_all_is_no_error():
    closed = "import os; os.close(1); os.close(2)\n"
    run = "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', sys.argv[1]], close_fds=False).returncode)"

    done = subprocess.run([sys.executable, "-c", closed + run, CHECK], timeout=300, check=False, cwd=ROOT,
                          env={**os.environ, "PYTHONPATH": "src"}, capture_output=True)  # fmt: skip

    assert done.returncode == 0


def test_characters_that_the_terminal_lacks_are_escaped(tmp_path):
    folder = tmp_path / os.fsdecode("奖".encode() + b"\xff")
    code = f"import sys; from huiqi_rules.cli import main; sys.exit(main(['rules', 'check', {str(folder)!r}]))"

    for encoding in ("ascii", "utf-8"):
        done = check(code, env={"PYTHONIOENCODING": encoding}, capture_output=True)
        assert done.returncode == 2
        assert rb"\udcff: no pack.yaml in this folder" in done.stderr


def test_a_full_disk_for_temporary_files_is_2_and_named(monkeypatch, capsys):
    def run(_):
        raise OSError(28, "No space left on device", "/tmp/rows.csv")

    monkeypatch.setattr("huiqi_rules.cli.check_command.run", run)

    assert main(["rules", "check", "national"]) == 2
    assert capsys.readouterr().err == "/tmp/rows.csv: No space left on device\n"
