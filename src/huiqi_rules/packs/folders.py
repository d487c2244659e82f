"""What lies in the folders of a pack: the files that are read, and a reason for each that cannot be.

Nothing that looks like a file of the pack is passed over in silence, and nothing is opened to find out what it is: opening a
pipe waits for a writer. Names that begin with a dot or `~$` are what editors leave behind and are no part of a pack.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

MAX_FILES: Final = 5_000
_LEFT_BEHIND: Final = (".", "~$")
_KINDS: Final = (
    (stat.S_ISDIR, "a folder", "Rename the folder; a file must stand here."),
    (stat.S_ISFIFO, "a pipe", "Put a plain file here."),
    (stat.S_ISSOCK, "a socket", "Put a plain file here."),
    (stat.S_ISCHR, "a device", "Put a plain file here."),
    (stat.S_ISBLK, "a device", "Put a plain file here."),
)

Refuse = Callable[[Path, str, str], None]


def files_below(folder: Path, suffixes: tuple[str, ...], refuse: Refuse) -> list[Path]:
    """Return the files with one of the suffixes, in whatever case, in a folder and below, sorted.

    `refuse` is told path, problem and remedy of what has such a name and cannot be read, and of folders that cannot be listed.
    """
    if not os.path.lexists(folder):
        return []
    if not _is_folder(folder):
        problem, remedy = obstacle(folder) or ("a file stands where a folder belongs", "Make it a folder.")
        refuse(folder, problem, remedy)
        return []
    found: list[Path] = []
    folders = [folder]
    while folders:
        for path in entries(folders.pop(), refuse):
            if path.suffix.lower() in suffixes:
                found.extend([path] if readable(path, refuse) else [])
            elif _is_folder(path, follow=False):
                folders.append(path)
            elif _is_folder(path):
                refuse(path, "it is a link to a folder, which is not followed", "Put the folder itself here.")
    if len(found) > MAX_FILES:
        refuse(folder, f"there are {len(found):,} files, more than {MAX_FILES:,}", "Put several policies into packs of their own.")  # fmt: skip
    return sorted(found)[:MAX_FILES]


def readable(path: Path, refuse: Refuse) -> bool:
    """Tell whether a plain file stands at a path; what stands there instead is refused, nothing at all is not."""
    if not os.path.lexists(path):
        return False
    found = obstacle(path)
    if found is not None:
        refuse(path, *found)
    return found is None


def obstacle(path: Path) -> tuple[str, str] | None:
    """Return what keeps a path from being read as a file, and what to do; None for a plain file."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "it is a link to a file that is not there", "Put the file itself here, or mend the link."
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "it is a link that leads back to itself", "Put the file itself here."
        return f"it cannot be read: {error.strerror}", "Check its name and rights."
    return next(((f"it is {what}, no file", remedy) for test, what, remedy in _KINDS if test(mode)), None)


def entries(folder: Path, refuse: Refuse) -> list[Path]:
    """Return what lies in a folder, sorted, without what editors leave behind."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith(_LEFT_BEHIND))
    except OSError as error:
        refuse(folder, f"the folder cannot be listed: {error.strerror}", "Check its rights.")
        return []


def _is_folder(path: Path, *, follow: bool = True) -> bool:
    # Path.is_dir raises where rights are missing; such a path is told of when it is read.
    try:
        return stat.S_ISDIR(path.stat(follow_symlinks=follow).st_mode)
    except OSError:
        return False
