"""Who stops a server sees what it says itself, and its mistakes, but not what a library has to say about its own end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"

LATE = """
import os
class Late:
    def __del__(self, write=os.write):
        write(2, b"leaked!")
from huiqi.kernel.leaving import leave_quietly
leave_quietly()
import sys
sys.late = Late()
"""


def ended(code: str) -> tuple[int, str]:
    there = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-c", code], env=there, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_what_is_written_after_the_end_is_not_seen() -> None:
    assert ended(LATE.replace("leave_quietly()", ""))[1] == "leaked!"
    assert ended(LATE + "print('stopped', file=sys.stderr)") == (0, "stopped\n")


def test_a_mistake_is_told_with_its_exit_code() -> None:
    code, said = ended(LATE + "raise ValueError('why it ended')")
    assert code == 1
    assert "why it ended" in said
