"""The signing key: made once, closed to others, never weak."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from huiqi.kernel.environment import CannotReadSetting
from huiqi.site.secret_key import CannotKeepSecret, make, secret_key


@pytest.fixture(autouse=True)
def _no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIQI_SECRET_KEY", raising=False)


def test_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "data")
    assert len(key) >= 50
    assert secret_key(tmp_path / "data") == key
    kept = tmp_path / "data" / "secret-key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert secret_key(tmp_path / "other") != key
    make(kept)
    assert secret_key(tmp_path / "data") == key, "a second maker does not take the first one's place"
    assert [path.name for path in kept.parent.iterdir()] == ["secret-key"]


def test_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    secret_key(tmp_path)
    (tmp_path / "secret-key").chmod(0o640)
    with pytest.raises(CannotKeepSecret, match="chmod 600"):
        secret_key(tmp_path)


def test_damaged_key_is_refused(tmp_path: Path) -> None:
    secret_key(tmp_path)
    (tmp_path / "secret-key").write_text("", encoding="ascii")
    with pytest.raises(CannotKeepSecret, match="holds no key"):
        secret_key(tmp_path)


def test_key_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIQI_SECRET_KEY", "k" * 50)
    assert secret_key(tmp_path) == "k" * 50
    monkeypatch.setenv("HUIQI_SECRET_KEY", "changeme")
    with pytest.raises(CannotReadSetting, match="at least 50"):
        secret_key(tmp_path)
