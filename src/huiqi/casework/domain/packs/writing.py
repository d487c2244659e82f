"""Writing an audit pack piece by piece: the same contents give the same bytes; the manifest comes last and lists what was written."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import TracebackType
from typing import IO, Any, Final, Self

from huiqi.casework.domain.packs import layout
from huiqi.casework.domain.packs.frame import BLANK, close_frame

# No moment of packing in it.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


class Writer:
    """Puts files into a ZIP, which can be read too, and remembers what each was; of none more than a piece is held."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.packed = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.files: dict[str, tuple[int, str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.packed.comment = BLANK
        self.packed.close()
        if error is None:
            close_frame(self.file)

    def put(self, name: str, content: bytes) -> None:
        """Add a file."""
        self.stream(name, (content,))

    def stream(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a file that comes in pieces."""
        assert name not in self.files, f"{name} is there already"
        self.files[name] = self._write(name, pieces)

    def seal(self, *, made: Mapping[str, Any]) -> str:
        """Add the manifest and its hash, after which nothing is added; return that hash."""
        _, digest = self._write(layout.MANIFEST, (layout.manifest(self.files, made=made),))
        self._write(layout.MANIFEST_HASH, (f"{digest}  {layout.MANIFEST}\n".encode(),))
        return digest

    def _write(self, name: str, pieces: Iterable[bytes]) -> tuple[int, str]:
        info = zipfile.ZipInfo(name, _MOMENT)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o100644 << 16
        digest, size = sha256(), 0
        with self.packed.open(info, "w") as target:
            for piece in pieces:
                target.write(piece)
                digest.update(piece)
                size += len(piece)
        return size, digest.hexdigest()
