"""Each check of the doctor: the good case, and what it says of the bad one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from huiqi.site.commands import doctor
from tests.cast import Cast
from tests.ledger.books import Books, sql


def test_python_that_is_too_old() -> None:
    assert doctor.python_version((3, 10)).state == "failure"
    assert doctor.python_version((3, 11)).state == "ok"


def test_folder_that_others_may_enter(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (finding,) = doctor.folder_rights(tmp_path)
    assert finding.state == "warning"
    assert "chmod 700" in finding.text
    tmp_path.chmod(0o700)
    assert [finding.state for finding in doctor.folder_rights(tmp_path)] == ["ok"]


@pytest.mark.parametrize(
    ("free_bytes", "state"), ((499_999_999, "failure"), (500_000_000, "warning"), (2_000_000_000, "ok"))
)
def test_disk(free_bytes: int, state: str) -> None:
    assert doctor.free_disk(free_bytes, Path("/srv")).state == state


def test_clock_apart_from_the_databases() -> None:
    here = timezone.now()
    assert doctor.clock(database_moment=here).state == "ok"
    assert doctor.clock(database_moment=here - timedelta(minutes=1)).state == "failure"


def test_open_secret_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIQI_SECRET_KEY")
    (tmp_path / "secret-key").write_text("k" * 60, encoding="ascii")
    (tmp_path / "secret-key").chmod(0o644)
    finding = doctor.guarded("secret key", lambda: doctor.secret(tmp_path))
    assert finding.state == "failure"
    assert "chmod 600" in finding.text


@pytest.mark.django_db
def test_database_that_is_well() -> None:
    found = {finding.subject: finding for finding in doctor.database(private=True)}
    assert {subject: finding.state for subject, finding in found.items()} == {
        "PostgreSQL": "ok",
        "migrations": "ok",
        "ledger": "ok",
        "roles": "ok",
        "clock": "ok",
    }
    assert "private" in found["PostgreSQL"].text


def test_a_balance_that_somebody_changed(cast: Cast) -> None:
    books = Books(cast)
    line = books.line(1000)
    assert doctor.ledger().state == "ok"
    # As somebody would who owns the database: with the guards switched off.
    sql("set local session_replication_role = replica")
    sql("update ledger_account set balance = 2000 where line_id = %s and state = 'free'", line)
    sql("set local session_replication_role = origin")
    finding = doctor.ledger()
    assert finding.state == "failure"
    assert f"free of line {line}" in finding.text
