"""The worker that may be killed at any moment: begun again, it goes on from what the tables and the folders say.

Folders as an operator has them: `out` for files to the bank, `back` for its results, `done` for results that were loaded.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from huiqi.casework import queries, services
from tests.casework.claims.made import PASSED
from tests.reliability.desk import Desk

OPEN = ("made", "checked", "sent")


def work(desk: Desk, folder: Path, *, most: int = 9999) -> None:
    """Pay whatever is owed, so many in a batch: make, check, send, take the results; until nothing is left to pay."""
    while True:
        take_results(desk, folder)
        batch = queries.batches(desk.maker).filter(stage__in=OPEN).order_by("number").first()
        if batch is None:
            owed = list(queries.payable_claims(desk.maker, zone=desk.cast.zone.pk).values_list("pk", flat=True))
            if not owed:
                return
            services.make_batch(zone=desk.cast.zone.pk, claims=owed[:most], actor=desk.maker, now=PASSED)
        elif batch.stage == "made":
            services.check_batch(id=batch.pk, actor=desk.checker, now=PASSED)
        elif batch.stage == "checked" or not (folder / "out" / f"{batch.number}.csv").exists():
            name, content = services.send_batch(id=batch.pk, fixed=False, actor=desk.maker, now=PASSED)
            put(folder / "out" / name, content)
        else:
            time.sleep(0.002)


def take_results(desk: Desk, folder: Path) -> None:
    """Load the bank's results; one that was loaded before the worker was killed is loaded once more."""
    for result in sorted((folder / "back").glob("*.csv")):
        content = result.read_bytes()
        services.take_result(zone=desk.cast.zone.pk, content=content, actor=desk.maker, now=PASSED)
        result.replace(folder / "done" / result.name)


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_suffix(f".part-{os.getpid()}")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
