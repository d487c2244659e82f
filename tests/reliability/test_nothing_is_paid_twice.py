"""Killed at random moments, worker and database alike: nothing is paid twice, nothing is lost, every batch ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from huiqi.kernel import postgres
from tests.reliability import NIGHTLY
from tests.reliability.copying import private_server

ROOT = Path(__file__).resolve().parents[2]
KILLS = 300 if NIGHTLY else 10


def test_killed_at_random_moments_every_batch_ends_and_each_claim_is_paid_once(
    postgres_server: postgres.Server,
) -> None:
    with private_server(postgres_server) as home:
        done = subprocess.run(
            [sys.executable, "-m", "tests.reliability.killing", str(home.parent), str(KILLS), "20261121"],
            check=False, capture_output=True, text=True, cwd=ROOT, timeout=600,
            env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))},
        )  # fmt: skip
    assert done.stdout, done.stderr[-2000:]
    figures = json.loads(done.stdout)
    assert figures["flaws"] == []
    assert sum(figures["kills"].values()) == KILLS
    assert figures["payments"] == figures["rounds"] * 8
    if NIGHTLY:
        assert set(figures["kills"]) == {"worker", "server", "session"}
        assert {"made", "checked", "sent"} <= set(figures["found_at"]), "it was killed at every step"
