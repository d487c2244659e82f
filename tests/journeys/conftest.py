"""What journeys over policies share: a data folder of their own, and a process that has read no pack yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from huiqi.kernel.clock import read_clock
from huiqi.rulebook import services
from huiqi.rulebook.queries import books
from huiqi_rules.packs import bundled_folder
from tests.cast import SYSTEM, Cast


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty data folder; the value is where it is."""
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path))
    books.BOOKS.clear()
    yield tmp_path
    books.BOOKS.clear()


@pytest.fixture
def published(cast: Cast) -> Cast:
    """The zone with the pack xian, published yesterday."""
    folder: Path = bundled_folder() / "xian"
    yesterday = read_clock() - timedelta(days=1)
    services.install_pack(zone=cast.zone.pk, folder=folder, actor=SYSTEM, now=yesterday)
    return cast
