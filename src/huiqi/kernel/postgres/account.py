"""As whom the server runs: as the user who asks; for root inside a user namespace, else as an unprivileged account.

PostgreSQL refuses uid 0. A namespace that shows root as another user is enough for it, and the files stay root's own. Where
namespaces are forbidden, an account that exists already gets its own copy of the programs in a folder that it may reach.
No account is ever made, and no folder that existed before is opened for it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from huiqi.kernel.postgres.binaries import Binaries
from huiqi.kernel.postgres.failures import CannotUsePostgres

# Accounts that the fallback may take, the most fitting first; the one of the deploy guide may enter its own closed folder.
ACCOUNTS = ("huiqi", "postgres", "nobody", "daemon")
_FIRST_ORDINARY_UID = 1000
_TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Account:
    """How programs are run: words before the command, or (uid, gid) to become before it."""

    prefix: tuple[str, ...] = ()
    become: tuple[int, int] | None = None

    def command(self, program: Path, *arguments: str) -> list[str]:
        """Return the words to execute."""
        return [*self.prefix, str(program), *arguments]

    def options(self) -> dict[str, object]:
        """Return what `subprocess` has to be told to become the account."""
        if self.become is None:
            return {}
        user, group = self.become
        return {"user": user, "group": group, "extra_groups": ()}


def choose(*, user: int | None = None, namespace_command: str = "unshare") -> Account:
    """Return as whom to run for this user; raises CannotUsePostgres("no_account").

    `namespace_command` is the program that opens a user namespace; one that fails sends root to the fallback.
    """
    if (os.geteuid() if user is None else user) != 0:
        return Account()
    prefix = namespace_prefix(namespace_command)
    if prefix and works(Account(prefix=prefix), "true"):
        return Account(prefix=prefix)
    return unprivileged()


def namespace_prefix(command: str) -> tuple[str, ...]:
    """Return the words that run a command in a namespace where root is an ordinary, named user; none without the program."""
    program = shutil.which(command)
    if program is None:
        return ()
    # initdb looks its user up by number: the number has to be one that has a name on this machine.
    named = sorted(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0)
    if not named:
        return ()
    user = next((uid for uid in named if uid >= _FIRST_ORDINARY_UID), named[-1])
    return (program, "--user", f"--map-user={user}", f"--map-group={user}", "--")


def unprivileged() -> Account:
    """Return the first account of the list that exists and that root may become."""
    reason = f"there is none of {', '.join(ACCOUNTS)}"
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        account = Account(become=(entry.pw_uid, entry.pw_gid))
        if works(account, "true"):
            return account
        reason = f"root may not become {name} here"
    raise CannotUsePostgres("no_account", reason=reason)


def works(account: Account, *command: str | Path) -> bool:
    """Return whether the account can run a command that ends well."""
    program = shutil.which(str(command[0])) or str(command[0])
    words = account.command(Path(program), *(str(word) for word in command[1:]))
    try:
        done = subprocess.run(  # type: ignore[call-overload]  # the options are a dictionary
            words,
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd="/",
            timeout=_TIMEOUT_SECONDS,
            **account.options(),
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return bool(done.returncode == 0)


def own_copy(binaries: Binaries, *, account: Account, reachable: Path) -> Binaries:
    """Return programs that the account can run: those given, or a copy of them under `reachable`, made once.

    The copy stays root's own. Raises CannotUsePostgres("no_account") where even the copy cannot be run.
    """
    if works(account, binaries.folder / "postgres", "--version"):
        return binaries
    target = reachable / f"programs-{binaries.version}"
    copied = Binaries(target / "package" / "pginstall" / "bin", binaries.version)
    if not works(account, copied.folder / "postgres", "--version"):
        copy_programs(binaries.folder.parent, target)
    if not works(account, copied.folder / "postgres", "--version"):
        raise CannotUsePostgres("no_account", reason=f"the account cannot run {copied.folder / 'postgres'}")
    return copied


def copy_programs(installation: Path, target: Path) -> None:
    """Copy an installation under `target`, with the libraries that a wheel keeps beside its package, for all to run."""
    fresh = target.with_name(f"{target.name}.new-{os.getpid()}")
    # A wheel's programs find their libraries by a path relative to their own place: ../../../<package>.libs.
    shutil.copytree(installation, fresh / "package" / "pginstall", symlinks=True)
    libraries = installation.parent.with_name(installation.parent.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    for parent, _, files in os.walk(fresh):
        Path(parent).chmod(0o755)
        for file in (Path(parent) / name for name in files):
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
    if target.exists():
        shutil.rmtree(target)
    fresh.rename(target)


def give(folder: Path, account: Account) -> None:
    """Make the account, or root where it becomes nobody else, the owner of a folder of ours and of all in it."""
    user, group = account.become or (os.geteuid(), os.getegid())
    if folder.lstat().st_uid == user:
        return
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(parent) / name, user, group, follow_symlinks=False)
    # The top last: its owner says that all below is done.
    os.chown(folder, user, group, follow_symlinks=False)
