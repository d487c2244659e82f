"""PDF files from a Typst template and plain data: text stays text, whatever stands in it, and the Chinese font is embedded.

Files are made to PDF/A-2a and PDF/UA-1: they last, and a screen reader can read them. Nothing outside of the template's own
folder is read, and no font of the machine is used: a file looks the same wherever it was made.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from huiqi.kernel.environment import data_folder

if TYPE_CHECKING:
    import typst

PDF: Final = "application/pdf"
_KEPT: Final = timedelta(days=31)
# About a thousand rows.
_LARGE_CHARACTERS: Final = 100_000
_log = logging.getLogger(__name__)


def pdf(template: Path, *, data: Mapping[str, object], made_at: datetime) -> bytes:
    """Return the file of a template, which reads `data` (what JSON can hold) as `json(bytes(sys.inputs.data))`.

    The same template, data and moment give the same bytes. A long one is made in a process of its own.
    """
    is_long = len(json.dumps(data, ensure_ascii=False)) >= _LARGE_CHARACTERS
    return (pdf_apart if is_long else pdf_here)(template, data=data, made_at=made_at)


def pdf_here(template: Path, *, data: Mapping[str, object], made_at: datetime) -> bytes:
    """Return the file as `pdf` does, made in this process."""
    import typst

    made = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        # Files name the second; Typst refuses parts of it.
        timestamp=made_at.replace(microsecond=0),
    )
    assert isinstance(made, bytes), "one file is made of one template"
    return made


def kept_pdf(template: Path, *, data: Mapping[str, object], made_at: datetime) -> bytes:
    """Return the file of a template as `pdf` does, made once: it lies in the data folder under the hash of all that makes it.

    For long files that many people fetch: 10,000 rows take seconds.
    """
    said = json.dumps([str(made_at), data], ensure_ascii=False, sort_keys=True)
    name = sha256(b"\0".join((template.read_bytes(), version("typst").encode(), said.encode()))).hexdigest()
    path = _folder() / f"{name}.pdf"
    if path.is_file():
        # Who is asked for stays.
        path.touch()
        return path.read_bytes()
    made = pdf(template, data=data, made_at=made_at)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{uuid4().hex}")
        part.write_bytes(made)
        part.replace(path)
    except OSError as error:
        # It is handed out all the same; the next reader waits as this one did.
        _log.warning("a PDF is not kept: %s", error)
    return made


def pdf_apart(template: Path, *, data: Mapping[str, object], made_at: datetime) -> bytes:
    """Return the file as `pdf` does, made in a process of its own: Typst keeps some 80 kB a row for as long as its process lives."""
    said = json.dumps([str(template), made_at.isoformat(), data], ensure_ascii=False)
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    words = [sys.executable, "-c", f"from {__name__} import answer; answer()"]
    done = subprocess.run(words, input=said.encode(), stdout=subprocess.PIPE, env=os.environ | paths, check=True)  # noqa: S603  # our own code, no shell
    return done.stdout


def answer() -> None:
    """Make the file that is asked for on the way in, as the process apart."""
    template, made_at, data = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pdf_here(Path(template), data=data, made_at=datetime.fromisoformat(made_at)))


def remove_old(*, now: datetime) -> int:
    """Remove kept files that nobody asked for in a month; return how many."""
    old = [path for path in _folder().glob("*") if path.stat().st_mtime < (now - _KEPT).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return data_folder() / "pdf"


@cache
def _fonts() -> typst.Fonts:
    import typst

    folder = files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
