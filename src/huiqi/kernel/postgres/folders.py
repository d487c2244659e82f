"""Where a private server keeps its things: one folder of mode 0700 with the cluster, the log, the locks and the socket.

Only folders that are made here get their mode set; whatever was there before is judged and left alone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from huiqi.kernel.postgres.account import Account, works
from huiqi.kernel.postgres.failures import CannotUsePostgres

# sun_path has 108 bytes with its closing zero; the server's socket is called `.s.PGSQL.5432`.
SOCKET_PATH_LIMIT_BYTES = 107
SOCKET_NAME = ".s.PGSQL.5432"
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Folders:
    """`home` belongs to who asks and holds the locks; `place` is where the account keeps the cluster: most often the same."""

    home: Path
    place: Path

    @property
    def cluster(self) -> Path:
        return self.place / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def use_lock(self) -> Path:
        return self.home / "use.lock"

    @property
    def elsewhere(self) -> Path:
        """The note that says where the place is, when it is not home."""
        return self.home / "elsewhere"

    @property
    def socket_note(self) -> Path:
        """The note of the socket folder that was made for this server."""
        return self.home / "socket-folder"


def opened(home: Path) -> Folders:
    """Return the folders of a server, making `home` where it is not; raises CannotUsePostgres("folder_not_yours")."""
    home = Path(os.path.realpath(home))
    private_folder(home)
    noted = home / "elsewhere"
    place = Path(noted.read_text(encoding="utf-8").strip()) if noted.is_file() else home
    return Folders(home=home, place=place)


def private_folder(path: Path) -> None:
    """Make a folder of mode 0700; for one that exists only check whose it is; raises CannotUsePostgres."""
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir(mode=_PRIVATE, exist_ok=True)
        except OSError as error:
            raise CannotUsePostgres("no_folder", path=path, reason=error.strerror) from error
    owner = path.stat().st_uid
    if os.geteuid() not in {0, owner}:
        raise CannotUsePostgres("folder_not_yours", path=path, owner=owner, user=os.geteuid())


def reachable_place(folders: Folders, *, account: Account, reachable: Path) -> Folders:
    """Return folders whose place the account can enter; for another account than ours it is under `reachable`, noted in home.

    Home is never given away: root keeps locks and log where the account cannot put anything in their stead.
    Raises CannotUsePostgres("no_account") where the account cannot get to `reachable`.
    """
    if account.become is None or folders.place != folders.home:
        return folders
    name = hashlib.sha256(str(folders.home).encode()).hexdigest()[:12]
    moved = Folders(home=folders.home, place=reachable / f"postgres-{name}")
    if not reachable.exists():
        reachable.mkdir(mode=0o755, parents=True)
    private_folder(moved.place)
    os.chown(moved.place, *account.become)
    if not works(account, "test", "-x", moved.place):
        raise CannotUsePostgres("no_account", reason=f"the account cannot reach {moved.place}")
    if folders.cluster.exists() and not moved.cluster.exists():
        fresh = moved.cluster.with_name("cluster.moved")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(folders.cluster, fresh, symlinks=True)
        fresh.rename(moved.cluster)
    # From here on the copy is the database; what stands in home is only cleared away.
    moved.elsewhere.write_text(f"{moved.place}\n", encoding="utf-8")
    shutil.rmtree(folders.cluster, ignore_errors=True)
    return moved


def socket_folder(folders: Folders, *, account: Account, setting: Path | None) -> Path:
    """Return a private folder for the socket whose path fits: the setting, the place, the session's, else a temporary one.

    Raises CannotUsePostgres: socket_path_too_long (a setting stands alone), socket_folder_open.
    """
    if setting is not None:
        if not fits(setting):
            raise too_long(setting)
        return claimed(setting, account, folders)
    inner = folders.place / "socket"
    if fits(inner):
        return claimed(inner, account, folders)
    if folders.socket_note.is_file():
        noted = Path(folders.socket_note.read_text(encoding="utf-8").strip())
        if noted.is_dir() and fits(noted):
            return claimed(noted, account, folders)
    session = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(session) if session and account.become is None and Path(session).is_dir() else None
    made = Path(tempfile.mkdtemp(prefix="huiqi-", dir=base))
    if not fits(made):
        made.rmdir()
        raise too_long(made)
    folders.socket_note.write_text(f"{made}\n", encoding="utf-8")
    return claimed(made, account, folders)


def fits(folder: Path) -> bool:
    """Return whether a socket in the folder has a path that the system can take."""
    return len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT_BYTES


def too_long(folder: Path) -> CannotUsePostgres:
    """Return the failure of a path that is too long."""
    path = folder / SOCKET_NAME
    return CannotUsePostgres(
        "socket_path_too_long",
        path=path,
        length_bytes=len(os.fsencode(path)),
        limit_bytes=SOCKET_PATH_LIMIT_BYTES,
    )


def claimed(folder: Path, account: Account, folders: Folders) -> Path:
    """Make the folder the account's own, or check that it is nobody else's; raises CannotUsePostgres."""
    if not folder.exists():
        folder.mkdir(mode=_PRIVATE, parents=True)
    user, group = account.become or (os.geteuid(), os.getegid())
    found = folder.lstat()
    # The place's owner is the account of an earlier start, when root had to run the server in another way.
    ours = {os.geteuid(), user, folders.place.stat().st_uid}
    if folder.is_symlink() or found.st_uid not in ours or found.st_mode & 0o077:
        raise CannotUsePostgres("socket_folder_open", path=folder)
    if found.st_uid != user:
        os.chown(folder, user, group)
    return folder
