"""A backup that is made while payments are booked, restored elsewhere, is what was booked at one moment, to the fen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from huiqi.kernel import postgres
from tests.reliability import NIGHTLY
from tests.reliability.copying import private_server

ROOT = Path(__file__).resolve().parents[2]


def test_what_was_backed_up_under_load_comes_back_to_the_fen(postgres_server: postgres.Server) -> None:
    with private_server(postgres_server) as home:
        done = subprocess.run(
            [sys.executable, "-m", "tests.reliability.backing_up", str(home.parent), "100" if NIGHTLY else "3"],
            check=False, capture_output=True, text=True, cwd=ROOT, timeout=500,
            env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))},
        )  # fmt: skip
    assert done.stdout, done.stderr[-2000:]
    figures = json.loads(done.stdout)
    assert figures["flaws"] == []
    before, restored, after, end = (Decimal(one) for one in figures["paid"])
    assert Decimal(0) < before <= restored <= after <= end
    if NIGHTLY:
        assert before < after < end, "it was made while payments were booked"
