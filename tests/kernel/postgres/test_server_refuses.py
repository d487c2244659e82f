"""Where no server can be had: the reason in plain words, and nothing left behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from huiqi.kernel import postgres
from huiqi.kernel.postgres import binaries, folders
from huiqi.kernel.postgres.account import Account

CannotUse = postgres.CannotUsePostgres


def test_programs_that_are_nowhere(home: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotUse, match="HUIQI_POSTGRES_BIN") as failure:
        postgres.start(home, postgres.Options(binaries=tmp_path))
    assert failure.value.code == "no_binaries"
    assert not (home / "cluster").exists()


def test_programs_that_are_too_old(tmp_path: Path) -> None:
    for name in ("initdb", "postgres"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n", encoding="utf-8")
        program.chmod(0o755)
    with pytest.raises(CannotUse, match=r"14\.9 .* too old: version 15"):
        binaries.find(tmp_path)


def test_cluster_of_another_major_version(home: Path) -> None:
    (home / "cluster").mkdir(parents=True, mode=0o700)
    (home / "cluster" / "PG_VERSION").write_text("13\n", encoding="ascii")
    with pytest.raises(CannotUse, match="made by PostgreSQL 13; at hand is only version") as failure:
        postgres.start(home)
    assert failure.value.code == "other_major"


def test_socket_path_of_the_setting_is_too_long(home: Path) -> None:
    deep = home / ("深" * 40)
    with pytest.raises(CannotUse, match="at most 107 are possible") as failure:
        postgres.start(home, postgres.Options(socket_folder=deep))
    assert failure.value.data["length_bytes"] > 107
    assert not deep.exists()


def test_deep_folder_gets_a_short_socket_of_its_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(home.parent))
    deep = folders.opened(home / ("深" * 40))
    first = folders.socket_folder(deep, account=Account(), setting=None)
    assert first.parent == home.parent
    assert first.stat().st_mode & 0o777 == 0o700
    assert folders.socket_folder(deep, account=Account(), setting=None) == first, "the next start takes it again"
    monkeypatch.setattr(tempfile, "tempdir", str(deep.home))
    first.rmdir()
    with pytest.raises(CannotUse, match="HUIQI_POSTGRES_SOCKET_DIR"):
        folders.socket_folder(deep, account=Account(), setting=None)


def test_socket_folder_that_others_may_enter(home: Path) -> None:
    opened = folders.opened(home)
    (home / "socket").mkdir(mode=0o755)
    (home / "socket").chmod(0o755)
    with pytest.raises(CannotUse, match="mode 0700"):
        folders.socket_folder(opened, account=Account(), setting=None)


@pytest.mark.parametrize(
    ("address", "reason"),
    (
        ("mysql://huiqi@localhost/huiqi", "must start with"),
        ("postgresql://huiqi@localhost", "names no database"),
        ("postgresql://huiqi:secret@localhost:x y/huiqi?nonsense=1", "cannot be read"),
    ),
)
def test_address_that_is_none(address: str, reason: str) -> None:
    with pytest.raises(CannotUse, match=reason) as failure:
        postgres.database_settings(address)
    assert "secret" not in str(failure.value)


def test_address_of_ones_own_server() -> None:
    settings = postgres.database_settings("postgresql://li:p%40ss@db.example.org:5433/zone?sslmode=verify-full")
    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "zone",
        "USER": "li",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
    }


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CannotUse, match="cannot be made: "):
        postgres.start(tmp_path / "file" / "postgres")
