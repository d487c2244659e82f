"""Keeping the private server up while it is in use: one that was killed, or fell over a full disk, is started again.

PostgreSQL stops itself where it can no longer write its log, and does not come back by itself once there is room.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huiqi.kernel.postgres import cluster as clusters
from huiqi.kernel.postgres import folders as places
from huiqi.kernel.postgres.failures import CannotUsePostgres
from huiqi.kernel.postgres.folders import Folders
from huiqi.kernel.postgres.server import Options, Server, ensure, has_fallen, in_use, locked

_LOOK_EVERY_SECONDS = 2.0
_log = logging.getLogger(__name__)


@contextmanager
def kept_up(home: Path, options: Options) -> Iterator[Server]:
    """Give a running server as `in_use` does, and start it again whenever it has fallen meanwhile."""
    over = threading.Event()
    with in_use(home, options) as server:
        keeper = threading.Thread(
            target=keep, args=(places.opened(home), options, over), name="postgres keeper", daemon=True
        )
        keeper.start()
        try:
            yield server
        finally:
            # Before the last one who leaves stops the server on purpose.
            over.set()
            keeper.join()


def keep(folders: Folders, options: Options, over: threading.Event) -> None:
    """Look every few seconds until it is over; what keeps the server from starting is said once."""
    said = ""
    while not over.wait(_LOOK_EVERY_SECONDS):
        # A folder that is gone is no reason to begin an empty one.
        if not clusters.major(folders.cluster) or not has_fallen(folders.cluster):
            continue
        try:
            with locked(folders.start_lock):
                if over.is_set():
                    return
                ensure(folders, options)
        except (CannotUsePostgres, OSError) as error:
            if str(error) != said:
                said = str(error)
                _log.error(
                    "the database has stopped and cannot be started yet: %s", said
                )  # no trace: it is no mistake of ours
        else:
            said = ""
            _log.warning("the database had stopped and was started again")
