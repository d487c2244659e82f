"""The frame of a pack: its last bytes are the SHA-256 of all before them, so that nothing between its files changes unseen.

They are the comment of the ZIP, which every program skips. Packs that were made before, or packed anew, have none.
"""

from __future__ import annotations

from hashlib import sha256
from os import SEEK_END
from pathlib import Path
from typing import IO, Final

# What stands there until all else is written.
BLANK: Final = b"0" * 64
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_CHUNK: Final = 1 << 20


def close_frame(file: IO[bytes]) -> None:
    """Write the hash of a pack whose comment is blank in the place of that; the file can be read, too."""
    size = file.seek(-len(BLANK), SEEK_END)
    digest = digest_of(file, size)
    file.seek(size)
    file.write(digest)


def is_unchanged(path: Path) -> bool:
    """Return whether a ZIP is what its last bytes say; one without a comment says nothing of itself."""
    with path.open("rb") as file:
        size = file.seek(0, SEEK_END)
        file.seek(max(0, size - _END_SIZE))
        if file.read().startswith(_END):
            return True
        end = max(0, size - len(BLANK))
        digest = digest_of(file, end)
        return file.read() == digest


def digest_of(file: IO[bytes], size: int) -> bytes:
    """Return the SHA-256 of the first bytes of a file as text, and leave it behind them."""
    file.seek(0)
    found = sha256()
    while size and (chunk := file.read(min(size, _CHUNK))):
        found.update(chunk)
        size -= len(chunk)
    return found.hexdigest().encode()
