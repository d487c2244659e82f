"""Writing an audit pack: the same contents give the same bytes; the manifest comes last and lists what was written."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import IO, Any, Final

from huiqi.casework.domain.packs import layout

# No moment of packing in it.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


class Writer:
    """Puts files into a ZIP one after another and remembers what each was."""

    def __init__(self, file: IO[bytes]) -> None:
        self.packed = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.files: dict[str, tuple[int, str]] = {}

    def put(self, name: str, content: bytes) -> None:
        """Add a file."""
        assert name not in self.files, f"{name} is there already"
        self.files[name] = (len(content), layout.digest_of(content))
        self._write(name, content)

    def close(self, *, made: Mapping[str, Any]) -> str:
        """Add the manifest and its hash, and end the ZIP; return that hash."""
        listed = layout.manifest(self.files, made=made)
        digest = layout.digest_of(listed)
        self._write(layout.MANIFEST, listed)
        self._write(layout.MANIFEST_HASH, f"{digest}  {layout.MANIFEST}\n".encode())
        self.packed.close()
        return digest

    def _write(self, name: str, content: bytes) -> None:
        info = zipfile.ZipInfo(name, _MOMENT)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self.packed.writestr(info, content)
