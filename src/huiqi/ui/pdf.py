"""PDF files from a Typst template and plain data: text stays text, whatever stands in it, and the Chinese font is embedded.

Files are made to PDF/A-2a and PDF/UA-1: they last, and a screen reader can read them. Nothing outside of the template's own
folder is read, and no font of the machine is used: a file looks the same wherever it was made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import typst

PDF: Final = "application/pdf"


def pdf(template: Path, *, data: Mapping[str, object], made_at: datetime) -> bytes:
    """Return the file of a template, which reads `data` (what JSON can hold) as `json(bytes(sys.inputs.data))`.

    The same template, data and moment give the same bytes.
    """
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


@cache
def _fonts() -> typst.Fonts:
    import typst

    folder = files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
