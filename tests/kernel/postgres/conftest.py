"""A folder for a server with a short path, and a server that is always stopped."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiqi.kernel import postgres
from huiqi.kernel.postgres import account, binaries, cluster


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder to be made; pytest's own are too deep for a socket, and closed to other accounts."""
    above = Path(tempfile.mkdtemp(prefix="hq-"))
    yield above / "postgres"
    with contextlib.suppress(postgres.CannotUsePostgres):
        postgres.stop(above / "postgres")
    shutil.rmtree(above)


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A cluster to copy: making one takes most of a test's time."""
    above = Path(tempfile.mkdtemp(prefix="hq-"))
    cluster.make(above / "cluster", binaries=binaries.find(), account=account.choose(), durable=False)
    yield above / "cluster"
    shutil.rmtree(above)


@pytest.fixture
def ready_home(home: Path, template: Path) -> Path:
    """A folder whose cluster is made but not started."""
    home.mkdir(mode=0o700)
    shutil.copytree(template, home / "cluster", symlinks=True)
    return home
