"""What the rulebook's tests share: a data folder of their own, and the zone of the cast with a published pack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from huiqi.rulebook import services
from huiqi.rulebook.models import PackVersion
from huiqi.rulebook.queries import books
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, SYSTEM, Cast


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty data folder and a process that has read nothing yet; the value is the folder of the published packs."""
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path))
    books.BOOKS.clear()
    yield tmp_path / "rulebook"
    books.BOOKS.clear()


def install(cast: Cast, pack: str | Path = "xian", *, now: object = NOW) -> PackVersion:
    """Put a bundled pack, or a folder, into the store of the cast's zone."""
    folder = bundled_folder() / pack if isinstance(pack, str) else pack
    return services.install_pack(zone=cast.zone.pk, folder=folder, actor=SYSTEM, now=now)


@pytest.fixture
def xian(cast: Cast) -> PackVersion:
    """The pack xian, published for the zone of the cast."""
    return install(cast)
