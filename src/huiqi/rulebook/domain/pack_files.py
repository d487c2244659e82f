"""The files of a pack, with those of the packs it needs: by path (`xian/policies/…`), as bytes, in and out of folders.

A folder of published files is named after its content and appears under its name only when it is complete, so that a process
that is killed leaves nothing that another could take for a pack.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs import bundled_folder, load_pack
from huiqi_rules.packs.pack_files import PackFiles

Files: TypeAlias = Mapping[str, bytes]


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return sha256(content).hexdigest()


def digest_of_all(digests: Mapping[str, str]) -> str:
    """Return the SHA-256 over paths and digests of all files, scenarios too, which the engine's own hash leaves out."""
    return sha256("".join(f"{path}\0{digest}\n" for path, digest in sorted(digests.items())).encode()).hexdigest()


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a pack folder and of the packs it needs, which are looked up beside it, then among the bundled."""
    found: dict[str, bytes] = {}
    for pack in folders_needed(folder):
        for path in own_files(pack):
            found[f"{pack.name}/{path.relative_to(pack).as_posix()}"] = path.read_bytes()
    return found


def folders_needed(folder: Path) -> tuple[Path, ...]:
    """Return a pack folder after those of all packs it needs; packs that are not found are left out."""
    found: dict[str, Path] = {}

    def gather(one: Path) -> None:
        if one.name in found:
            return
        found[one.name] = one
        for needed in load_pack(one).head.needs:
            places = (one.parent / needed, bundled_folder() / needed)
            for place in places:
                if (place / "pack.yaml").is_file():
                    gather(place)
                    break

    gather(folder.resolve())
    return tuple(found.values())[::-1]


def own_files(folder: Path) -> Iterable[Path]:
    """Return the files of one pack that the engine reads: rules, sheets and scenarios."""
    files = PackFiles(folder, Findings(), {}, {})
    roles = files.rule_files()
    return (folder / "pack.yaml", *(path for paths in roles.values() for path in paths), *files.scenario_files())


def write_files(folder: Path, files: Files) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def holds(folder: Path, digests: Mapping[str, str]) -> bool:
    """Return whether a folder holds every one of the files as it was published."""
    try:
        return all(digest_of((folder / path).read_bytes()) == digest for path, digest in digests.items())
    except OSError:
        return False


def put_in_place(folder: Path, files: Files) -> None:
    """Make a folder that holds the files: written aside, then renamed; what stood there damaged is replaced."""
    aside = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    try:
        write_files(aside, files)
        if holds(folder, {path: digest_of(content) for path, content in files.items()}):
            # Another was quicker, and may be reading it already.
            return
        if folder.exists():
            broken = aside.with_name(f"{aside.name}.broken")
            folder.rename(broken)
            shutil.rmtree(broken)
        try:
            aside.rename(folder)
        except OSError:
            # Another process was quicker: its folder has the same name, so the same files.
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def path_in_pack(path: str) -> bool:
    """Return whether a path may be that of a file in a pack: relative, of plain parts, in a pack's folder."""
    parts = path.split("/")
    plain = all(part and part not in {".", ".."} and "\0" not in part and os.sep not in part for part in parts)
    return len(parts) >= 2 and plain
