"""What journeys over policies share: a data folder of their own, and a process that has read no pack yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from huiqi.rulebook.queries import books


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty data folder; the value is where it is."""
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path))
    books.BOOKS.clear()
    yield tmp_path
    books.BOOKS.clear()
