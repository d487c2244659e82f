"""What the rulebook's tests share: a data folder of their own, the cast's zone with a published pack, who drafts and who approves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.rulebook import services
from huiqi.rulebook.models import Draft, PackVersion
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


@pytest.fixture
def officer(cast: Cast) -> Actor:
    """Who drafts policies of the zone."""
    return cast.person("李敏", (Role.POLICY_OFFICER, cast.zone))


@pytest.fixture
def approver(cast: Cast) -> Actor:
    """Who approves them."""
    return cast.person("陈静", (Role.POLICY_APPROVER, cast.zone))


@pytest.fixture
def draft(cast: Cast, xian: PackVersion, officer: Actor) -> Draft:
    """A change of one policy of that pack, begun."""
    return services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=officer, now=NOW)
