"""The key that signs sessions: from HUIQI_SECRET_KEY, else made once in the data folder; there is no default."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from huiqi.kernel.environment import CannotReadSetting, read_text
from huiqi.kernel.errors import Cannot

NAME = "HUIQI_SECRET_KEY"
LEAST_CHARACTERS = 50


class CannotKeepSecret(Cannot):
    """The key's file cannot be trusted."""

    messages: ClassVar[Mapping[str, str]] = {
        "open_file": "{path} can be read by others: run `chmod 600 {path}`; if somebody did read it, remove it instead.",
        "damaged": "{path} holds no key: remove it, and a new one is made (everybody has to log in again, and to set up second factors and webhooks anew).",
    }


def secret_key(data: Path) -> str:
    """Return the key, making and keeping one where there is none; raises CannotReadSetting or CannotKeepSecret."""
    given = read_text(NAME)
    if given:
        if len(given) < LEAST_CHARACTERS:
            raise CannotReadSetting("too_short", name=NAME, least=LEAST_CHARACTERS)
        return given
    path = data / "secret-key"
    if not path.exists():
        make(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise CannotKeepSecret("open_file", path=path)
    kept = path.read_text(encoding="ascii").strip()
    if len(kept) < LEAST_CHARACTERS:
        raise CannotKeepSecret("damaged", path=path)
    return kept


def make(path: Path) -> None:
    """Write a new key; of two that try at once the first one counts."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp makes the file with mode 0600; a link, unlike a rename, never takes the place of a key that is there.
    descriptor, fresh = tempfile.mkstemp(prefix="secret-key.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
        try:
            os.link(fresh, path)
        except FileExistsError:
            return
    finally:
        Path(fresh).unlink()
